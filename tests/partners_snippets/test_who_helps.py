import datetime

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from clairdroit.partners_snippets.middleware import SECONDS_TRUE
from clairdroit.partners_snippets.place_words import of_place
from clairdroit.partners_snippets.who_helps import partners_for
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def versailles():
    return CommuneFactory(versailles=True)


KM = 1 / 111.2  # of latitude, in degrees


def placed(name, latitude=48.8049, longitude=2.1204, **values):
    partner = PartnerFactory(name=name, **values)
    PlaceFactory(partner=partner, latitude=latitude, longitude=longitude)
    return partner


def rendered(query="", heading="logement", without=(), request=None):
    request = request or RequestFactory().get("/un-article/" + query)
    template = engines["django"].from_string("{% load partners_tags %}{% who_helps heading=heading without=without %}")
    with translation.override("fr"):
        return template.render({"heading": heading, "without": without}, request).replace("\xa0", " ")


class TestPartnersFor:
    def test_who_serves_the_commune_comes_before_who_is_merely_near(self, versailles):
        placed("Le voisin", headings=["logement"])
        placed("ADIL", latitude=48.9, headings=["logement"], departements=[versailles.departement])
        placed("Autre rubrique", headings=["sante"])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["ADIL", "Le voisin"]

    def test_three_and_no_more_the_nearest_first(self, versailles):
        for number in range(5):
            placed(f"À {number}", 48.81 + number / 100, headings=["logement"], communes=[versailles])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["À 0", "À 1", "À 2"]
        assert len(partners_for("logement", versailles, limit=5)) == 5

    def test_a_specialist_comes_before_a_generalist_at_comparable_distance(self, versailles):
        everything = ["logement", "famille", "seniors", "precarite"]
        placed("Mairie", 48.805, headings=everything, communes=[versailles])
        placed("ADIL", 48.85, headings=["logement"], communes=[versailles])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["ADIL", "Mairie"]
        assert [card["name"] for card in partners_for("", versailles)] == ["Mairie", "ADIL"]

    def test_a_generalist_next_door_comes_before_a_specialist_far_away(self, versailles):
        placed("ADIL", 49.2, headings=["logement"], communes=[versailles])
        placed("Mairie", 48.805, headings=["logement", "famille", "seniors"], communes=[versailles])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["Mairie", "ADIL"]

    def test_equals_always_come_in_the_same_order(self, versailles):
        names = [placed(name, headings=["logement"]).name for name in ("B", "C", "A")]
        assert [card["name"] for card in partners_for("logement", versailles)] == names

    def test_who_has_no_known_place_comes_last_the_specialist_first(self, versailles):
        PartnerFactory(name="Tout", headings=["logement", "emploi"], national=True)
        PartnerFactory(name="SOS loyers", headings=["logement"], national=True)
        placed("ADIL", 48.9, headings=["logement"], communes=[versailles])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["ADIL", "SOS loyers", "Tout"]

    def test_far_away_and_serving_others_is_of_no_help(self, versailles):
        placed("À 60 km", 49.4, headings=["logement"])
        assert partners_for("logement", versailles) == []

    def test_twenty_kilometres_away_is_near_and_further_is_not(self, versailles):
        centre = versailles.latitude, versailles.longitude
        placed("À 19 km", centre[0] + 19 * KM, centre[1], headings=["logement"])
        placed("À 21 km", centre[0] + 21 * KM, centre[1], headings=["logement"])
        # In the square around the circle of twenty kilometres, and outside the circle.
        placed("À 25 km", centre[0] + 18 * KM, centre[1] + 18 * KM / 0.6587, headings=["logement"])
        assert [card["name"] for card in partners_for("logement", versailles)] == ["À 19 km"]

    @pytest.mark.parametrize(
        ("further", "first"), [(2.9, "ADIL"), (3.1, "Mairie")], ids=["not yet a detour", "a detour"]
    )
    def test_each_heading_more_weighs_like_three_kilometres(self, versailles, further, first):
        latitude, longitude = versailles.latitude, versailles.longitude
        placed("Mairie", latitude + KM, longitude, headings=["logement", "famille"], communes=[versailles])
        placed("ADIL", latitude + (1 + further) * KM, longitude, headings=["logement"], communes=[versailles])
        assert partners_for("logement", versailles)[0]["name"] == first

    def test_whether_they_are_open_is_said_of_the_moment_that_was_asked_of(self, versailles):
        placed("ADIL", headings=["logement"], communes=[versailles])
        for hour, is_open in ((10, True), (13, False), (16, True)):
            at = datetime.datetime.fromisoformat(f"2026-12-01T{hour}:00:00+01:00")
            assert partners_for("logement", versailles, at=at)[0]["is_open"] is is_open

    def test_for_the_public_nobody_s_private_contact_is_even_read(self, versailles):
        placed("ADIL", headings=["logement"], communes=[versailles], with_private_contact=True)
        with CaptureQueriesContext(connection) as queries:
            partners_for("logement", versailles)
        assert queries.captured_queries
        assert not [each["sql"] for each in queries.captured_queries if "privatecontact" in each["sql"]]

    def test_without_a_commune_there_is_no_near(self):
        placed("ADIL", headings=["logement"])
        assert partners_for("logement", None) == []

    def test_without_a_heading_everyone_counts(self, versailles):
        placed("Un", communes=[versailles])
        assert [card["name"] for card in partners_for("", versailles)] == ["Un"]

    def test_the_place_of_those_left_out_goes_to_the_next_ones(self, versailles):
        first, *_others = [
            placed(f"À {number}", 48.81 + number / 100, headings=["logement"], communes=[versailles])
            for number in range(4)
        ]
        cards = partners_for("logement", versailles, without={first.pk})
        assert [card["name"] for card in cards] == ["À 1", "À 2", "À 3"]

    def test_drafts_help_nobody(self, versailles):
        placed("Brouillon", draft=True, headings=["logement"], communes=[versailles])
        assert partners_for("logement", versailles) == []

    def test_the_number_of_queries_is_constant(self, versailles):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                partners_for("logement", versailles)
            return len(queries)

        for number in range(3):
            placed(f"Un {number}", headings=["logement"], communes=[versailles])
        few = cost()
        for number in range(12):
            placed(f"Deux {number}", headings=["logement"], communes=[versailles])
        assert cost() == few


class TestTag:
    def test_cards_near_the_commune(self, versailles):
        placed("ADIL", headings=["logement"], communes=[versailles])
        html = rendered("?commune=78646")
        assert "À qui s’adresser près de Versailles" in html
        assert "ADIL" in html
        assert "01 99 00 12 34" in html
        assert "/a-qui-s-adresser/?commune=78646&amp;rubrique=logement" in html
        assert "Changer de commune" in html

    def test_without_a_commune_it_asks_for_one(self, versailles):
        placed("ADIL", headings=["logement"], communes=[versailles])
        html = rendered()
        assert "ADIL" not in html
        assert 'action="/ma-commune/"' in html
        assert 'value="/un-article/"' in html
        assert "/a-qui-s-adresser/?rubrique=logement" in html

    def test_where_we_know_nobody_it_says_so(self, versailles):
        assert "Nous ne connaissons encore personne" in rendered("?commune=78646")

    def test_where_the_page_has_named_everybody_it_says_that(self, versailles):
        named = placed("ADIL", headings=["logement"], communes=[versailles])
        html = rendered("?commune=78646", without={named.pk})
        assert "ADIL" not in html
        assert "Nous ne connaissons personne d’autre" in html
        assert "Nous ne connaissons encore personne" not in html

    def test_three_cards_and_no_more(self, versailles):
        for number in range(4):
            placed(f"À {number}", 48.81 + number / 100, headings=["logement"], communes=[versailles])
        html = rendered("?commune=78646")
        assert "À 2" in html
        assert "À 3" not in html

    def test_without_a_heading_the_directory_is_shown_whole(self, versailles):
        for query in ("", "?commune=78646"):
            assert "rubrique=" not in rendered(query, heading="")

    def test_a_question_for_the_commune_is_nothing_for_paper(self, versailles):
        assert '<section class="who-helps no-print"' in rendered()
        assert '<section class="who-helps"' in rendered("?commune=78646")

    def test_the_page_is_kept_no_longer_than_the_hours_on_it_are_true(self, versailles):
        placed("ADIL", headings=["logement"], communes=[versailles])
        with time_machine.travel("2026-12-01T11:57:00+01:00", tick=False):
            request = RequestFactory().get("/un-article/?commune=78646")
            rendered(request=request)
        assert getattr(request, SECONDS_TRUE) == 180

    def test_private_values_stay_out(self, versailles):
        partner = placed("ADIL", headings=["logement"], communes=[versailles])
        assert partner.team_email not in rendered("?commune=78646")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Versailles", "de Versailles"),
        ("Angers", "d’Angers"),
        ("Évry", "d’Évry"),
        ("Le Mans", "du Mans"),
        ("Les Ulis", "des Ulis"),
        ("La Celle-Saint-Cloud", "de La Celle-Saint-Cloud"),
        ("L’Haÿ-les-Roses", "de L’Haÿ-les-Roses"),
    ],
)
def test_the_french_preposition_before_a_commune(name, expected):
    with translation.override("fr"):
        assert of_place(name) == expected
    with translation.override("en"):
        assert of_place(name) == name
