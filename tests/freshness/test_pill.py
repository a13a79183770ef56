import datetime

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db


def pill(partner):
    with translation.override("fr"):
        return render_to_string("freshness/includes/verified_pill.html", {"item": partner})


def test_verified_says_when_and_by_whom():
    partner = PartnerFactory(verified_at=datetime.date(2090, 11, 12), verified_by="l’ADIL")
    html = pill(partner)
    assert "pill--ok" in html
    assert "Vérifié le 12 novembre 2090 par l’ADIL" in html


def test_long_ago_says_to_check_and_since_when():
    html = pill(PartnerFactory(stale=True))
    assert "pill--warn" in html
    assert "À vérifier\xa0: dernière vérification le 1er janvier 2020" in html


def test_never_verified_says_so():
    assert "À vérifier\xa0: pas encore vérifié" in pill(PartnerFactory())


def test_a_name_cannot_smuggle_markup():
    html = pill(PartnerFactory(verified_at=datetime.date(2090, 1, 1), verified_by="<b>x</b>"))
    assert "&lt;b&gt;" in html
