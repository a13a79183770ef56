import datetime
import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from clairdroit.freshness.actions import VerifyError, mark_verified
from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.partners_snippets.hours import PARIS
from clairdroit.partners_snippets.models import PartnerKind
from clairdroit.partners_snippets.templatetags.partners_tags import breakable
from tests.partners_snippets.factories import (
    OfferFactory,
    PartnerFactory,
    PartnerMemberFactory,
    PlaceFactory,
    PrivateContactFactory,
)
from tests.territories.factories import CommuneFactory

MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
PRIVATE = ("Camille", "01\xa099\xa000\xa098\xa076", "0199009876", "privee.invalid", "Joindre avant", "interne.invalid")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


@pytest.fixture
def partner():
    partner = PartnerFactory(
        name="CCAS de Clairval",
        headings=["logement"],
        access_conditions="Avec une pièce d’identité.",
        languages="arabe, anglais",
        without_appointment=True,
        verified_at=datetime.date(2026, 11, 12),
        verified_by="l’ADIL",
    )
    PlaceFactory(partner=partner, label="Guichet")
    PrivateContactFactory(partner=partner)
    OfferFactory(partner=partner, name="Domiciliation", fees="Gratuit")
    return partner


def url_of(partner, slug=None):
    return f"/a-qui-s-adresser/{slug or partner.slug}-{partner.pk}/"


def page(client, partner, query=""):
    return client.get(url_of(partner) + query).content.decode().replace("\xa0", " ")


class TestPage:
    def test_it_tells_all_that_a_reader_needs(self, client, partner):
        html = page(client, partner)
        for expected in (
            "CCAS de Clairval",
            "Vérifié le 12 novembre 2026 par l’ADIL",
            'href="tel:+33199001234"',
            "01 99 00 12 34",
            'href="mailto:accueil@ccas.invalid"',
            "Avec une pièce d’identité.",
            "Langues parlées : arabe, anglais",
            "Vous pouvez venir sans rendez-vous.",
            "12 rue des Essais",
            "Ouvert jusqu’à 12 h",
            "Du lundi au vendredi",
            "de 8 h 30 à 12 h et de 13 h 30 à 17 h",
            "Fermé les jours fériés.",
            "Domiciliation",
            "Prix : Gratuit",
        ):
            assert expected in html, expected

    def test_all_places_are_shown_the_nearest_first(self, client, partner):
        versailles = CommuneFactory(versailles=True)
        PlaceFactory(partner=partner, label="Permanence", latitude=versailles.latitude, longitude=versailles.longitude)
        html = page(client, partner, "?commune=78646")
        assert html.index("Permanence") < html.index("Guichet")
        assert "du centre de Versailles" in html

    def test_hours_in_words_are_shown_as_they_were_typed(self, client):
        partner = PartnerFactory()
        PlaceFactory(partner=partner, opening_hours="", opening_hours_text="Le mardi,\nsonnez <b>deux</b> fois")
        html = page(client, partner)
        assert "Le mardi,<br>sonnez deux fois" in html

    def test_the_way_to_ask_and_to_report_carries_the_page_and_the_heading(self, client, partner):
        html = page(client, partner)
        assert "rubrique=logement" in html
        assert f"signaler-une-erreur/?page={url_of(partner).replace('/', '%2F')}" in html

    def test_an_old_name_leads_to_the_right_address(self, client, partner):
        response = client.get(url_of(partner, "ancien-nom") + "?commune=78646")
        assert response.status_code == 301
        assert response["Location"] == url_of(partner) + "?commune=78646"

    def test_drafts_and_unknown_partners_are_not_found(self, client):
        draft = PartnerFactory(draft=True)
        assert client.get(url_of(draft)).status_code == 404
        assert client.get("/a-qui-s-adresser/personne-999999/").status_code == 404

    def test_a_record_with_nothing_in_it_is_still_a_page(self, client):
        partner = PartnerFactory(name="…", kind=None, phone="", email="", website="", description="", team_email="")
        assert "Nous ne connaissons ni téléphone" in page(client, partner)

    def test_the_preview_of_a_draft_shows_the_same_page(self, partner):
        partner.name = "Nouveau nom"
        response = partner.make_preview_request(RequestFactory().get("/admin/"), "")
        html = response.render().content.decode() if hasattr(response, "render") else response.content.decode()
        assert "Nouveau nom" in html
        assert "Camille" not in html


class TestPrivateContacts:
    def test_a_visitor_sees_nothing_private_and_gets_a_page_that_may_be_kept(self, client, partner):
        response = client.get(url_of(partner))
        html = response.content.decode()
        for value in PRIVATE:
            assert value not in html, value
        assert "public" in response["Cache-Control"]
        assert not response.cookies

    def test_being_signed_in_is_not_enough(self, client, partner):
        client.force_login(get_user_model().objects.create_user("benevole"))
        html = client.get(url_of(partner)).content.decode()
        for value in PRIVATE:
            assert value not in html, value

    def test_a_professional_sees_them_and_no_cache_keeps_that_page(self, client, partner):
        user = get_user_model().objects.create_user("accueil")
        user.user_permissions.add(Permission.objects.get(codename="view_privatecontact"))
        client.force_login(user)
        response = client.get(url_of(partner))
        html = response.content.decode()
        for value in ("Camille Exemple", "01\xa099\xa000\xa098\xa076", "equipe@interne.invalid", "Joindre avant 9 h"):
            assert value in html, value
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]

    def test_what_search_engines_read_is_public_even_on_a_professionals_page(self, client, partner):
        PlaceFactory(partner=partner, street="1 rue Secrète", address_visibility=AddressVisibility.COMMUNE, phone="")
        user = get_user_model().objects.create_user("accueil")
        user.user_permissions.add(Permission.objects.get(codename="view_privatecontact"))
        client.force_login(user)
        html = client.get(url_of(partner)).content.decode()
        assert "1 rue Secrète" in html
        assert "Secrète" not in json.dumps(graph_in(html), ensure_ascii=False)


def graph_in(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


class TestStructuredData:
    def test_it_describes_the_organisation_its_places_and_hours(self, client, partner):
        graph = graph_in(client.get(url_of(partner)).content.decode())
        assert graph["@type"] == "GovernmentOrganization"
        assert graph["name"] == "CCAS de Clairval"
        place = graph["location"][0]
        assert place["address"]["addressLocality"] == "Versailles"
        assert place["geo"]["latitude"] == 48.8049
        assert len(place["openingHoursSpecification"]) == 10
        assert place["openingHoursSpecification"][0] == {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Monday",
            "opens": "08:30",
            "closes": "12:00",
        }

    def test_an_association_is_no_public_service(self, client):
        partner = PartnerFactory(kind=PartnerKind.objects.get(pk="cresus"))
        assert graph_in(client.get(url_of(partner)).content.decode())["@type"] == "NGO"

    def test_a_name_cannot_close_the_script(self, client):
        partner = PartnerFactory(name="</script><script>alert(1)</script>")
        html = client.get(url_of(partner)).content.decode()
        assert "<script>alert" not in html
        assert graph_in(html)["name"] == "</script><script>alert(1)</script>"


def test_the_number_of_queries_does_not_depend_on_what_the_record_holds(client, partner):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url_of(partner)).status_code == 200
        return len(queries)

    client.get(url_of(partner))
    few = cost()
    for _number in range(5):
        PlaceFactory(partner=partner)
        OfferFactory(partner=partner)
        PrivateContactFactory(partner=partner)
    assert cost() == few
    assert few <= 16


def test_a_partners_own_people_may_confirm_its_record(partner):
    own, other = (get_user_model().objects.create_user(name) for name in ("membre", "passage"))
    PartnerMemberFactory(partner=partner, user=own)
    mark_verified(partner, user=own, label="l’équipe du CCAS")
    assert partner.verified_by == "l’équipe du CCAS"
    with pytest.raises(VerifyError):
        mark_verified(partner, user=other)


def test_a_long_address_is_cut_between_its_parts_only():
    assert breakable("conseil@adil.exemple.org") == "conseil@<wbr>adil<wbr>.exemple<wbr>.org"
    assert breakable("a<b@c.fr") == "a&lt;b@<wbr>c<wbr>.fr"


def test_what_is_printed_for_a_citizen_leaves_the_private_contacts_out(client, partner, django_user_model):
    """The orientation sheet is this page on paper: `no-print` is what the shell's print style takes away."""
    client.force_login(django_user_model.objects.create_superuser("pro", "pro@interne.invalid", "x" * 12))
    html = client.get(url_of(partner)).content.decode()
    section = re.search(r'<section class="([^"]*)" aria-labelledby="prive">', html)
    assert section
    assert "no-print" in section[1].split()
