import pytest
import segno
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from tests.partners_snippets.factories import PartnerFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def code_of(address):
    return segno.make(address, micro=False, error="m").svg_inline(
        border=0, omitsize=True, svgclass="print-address__code", lineclass=None
    )


def test_paper_says_the_address_with_the_commune_in_letters_and_as_a_code():
    CommuneFactory(versailles=True)
    request = RequestFactory().get("/un-article/?commune=78646&utm_source=x")
    template = engines["django"].from_string("{% load partners_tags %}{% print_address %}")
    with translation.override("fr"):
        html = template.render({}, request)
    address = "http://testserver/un-article/?commune=78646"
    assert address + "<" in html
    assert code_of(address) in html
    assert "utm_source" not in html


def test_a_partner_page_has_the_code_for_paper_only(client):
    partner = PartnerFactory(name="ADIL")
    url = reverse("clairdroit_partners_snippets:partner", args=[partner.slug, partner.pk])
    html = client.get(url).content.decode()
    start = html.index('<div class="only-print">')
    assert code_of(f"http://testserver{url}") in html[start:]
    assert html.count("print-address__code") == 1
