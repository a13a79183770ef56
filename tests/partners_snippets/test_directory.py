"""The public directory: what it lists, how it filters and counts, and what a page costs."""

import datetime
import gzip
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clairdroit.partners_snippets import directory
from clairdroit.partners_snippets.directory import languages_in
from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.partners_snippets.filters import state_of
from clairdroit.partners_snippets.hours import PARIS, is_open_at
from clairdroit.partners_snippets.models import PartnerKind
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory, PlaceFactory
from tests.territories.factories import CommuneFactory

URL = "/a-qui-s-adresser/"
NEAR = URL + "?commune=78646"
MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)

pytestmark = pytest.mark.django_db


@pytest.fixture
def versailles():
    return CommuneFactory(versailles=True)


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


def names(response):
    return [partner["name"] for partner in response.context["partners"]]


def placed(name, latitude=48.8049, longitude=2.1204, hours="Mo-Fr 09:00-17:00", **values):
    partner = PartnerFactory(name=name, kind=PartnerKindFactory(key="association"), **values)
    PlaceFactory(partner=partner, latitude=latitude, longitude=longitude, opening_hours=hours)
    return partner


def chip(response, label):
    return next(chip for chip in all_chips(response) if chip.label == label)


def all_chips(response):
    choices = response.context["choices"]
    return choices["row"].choices + choices["heading"].choices


class TestList:
    def test_the_nearest_comes_first_then_the_name(self, client, versailles):
        placed("Loin", latitude=48.86)
        placed("Zoé", latitude=48.81)
        placed("Éole", latitude=48.81)
        placed("Tout près", latitude=48.8039, longitude=2.1191)
        assert names(client.get(NEAR)) == ["Tout près", "Éole", "Zoé", "Loin"]

    def test_without_a_commune_the_list_goes_by_name(self, client):
        placed("Zoé")
        placed("Éole")
        PartnerFactory(name="Association sans lieu")
        assert names(client.get(URL)) == ["Association sans lieu", "Éole", "Zoé"]

    def test_who_serves_the_commune_is_listed_from_afar_and_without_a_place(self, client, versailles):
        placed("Voisin")
        placed("Caf, à 60 km", latitude=49.3, departements=[versailles.departement])
        PartnerFactory(name="Numéro national", national=True)
        placed("Sans rapport, à 60 km", latitude=49.3)
        assert names(client.get(NEAR)) == ["Voisin", "Caf, à 60 km", "Numéro national"]

    def test_the_town_hall_of_another_commune_is_not_for_this_reader(self, client, versailles):
        viroflay = CommuneFactory(viroflay=True)
        for commune in (versailles, viroflay):
            partner = PartnerFactory(
                name=f"Mairie {commune.name}", kind=PartnerKind.objects.get(pk="mairie"), communes=[commune]
            )
            PlaceFactory(partner=partner, commune=commune)
        assert names(client.get(NEAR)) == ["Mairie Versailles"]

    def test_a_chosen_distance_is_a_limit(self, client, versailles):
        placed("À deux km", latitude=48.82)
        placed("À huit km", latitude=48.875)
        PartnerFactory(name="Numéro national", national=True)
        assert names(client.get(NEAR + "&distance=5")) == ["À deux km"]

    def test_drafts_are_not_listed(self, client):
        PartnerFactory(name="Brouillon", draft=True)
        assert names(client.get(URL)) == []
        assert "La liste est encore vide" in client.get(URL).content.decode()

    def test_a_card_says_what_to_do_next(self, client, versailles):
        placed("CCAS", without_appointment=True, phone="0199001020")
        html = client.get(NEAR).content.decode().replace("\xa0", " ")
        assert "Ouvert jusqu’à 17 h" in html
        assert 'href="tel:+33199001020"' in html
        assert "01 99 00 10 20" in html
        assert "sans rendez-vous" in html
        assert "?commune=78646" in html

    def test_pages_follow_each_other(self, client):
        for number in range(25):
            PartnerFactory(name=f"Partenaire {number:02}")
        assert len(names(client.get(URL))) == 20
        second = client.get(URL + "?page=2")
        assert names(second) == [f"Partenaire {number}" for number in range(20, 25)]
        assert len(names(client.get(URL + "?page=inconnue"))) == 20

    def test_the_address_of_a_shelter_is_not_on_the_list_or_the_map(self, client, versailles):
        partner = PartnerFactory(name="Foyer", communes=[versailles])
        PlaceFactory(
            partner=partner, street="1 rue Secrète", address_visibility=AddressVisibility.COMMUNE, label="Abri"
        )
        for url in (NEAR, URL + "carte.json?commune=78646"):
            assert "Secrète" not in client.get(url).content.decode()
        assert names(client.get(NEAR)) == ["Foyer"]
        assert client.get(URL + "carte.json?commune=78646").json()["points"] == []

    def test_how_far_a_shelter_is_stays_untold(self, client, versailles):
        partner = PartnerFactory(name="Foyer", communes=[versailles])
        PlaceFactory(partner=partner, address_visibility=AddressVisibility.COMMUNE)
        html = client.get(NEAR).content.decode().replace("\xa0", " ")
        assert "Foyer" in html
        assert "Adresse non publiée" in html
        assert "à 50 m" not in html

    def test_an_empty_list_has_a_way_on(self, client, versailles):
        assert "Enlever les filtres" in client.get(NEAR + "&q=zzzz").content.decode()
        html = client.get(NEAR).content.decode()
        assert "Nous ne connaissons encore personne près de Versailles" in html
        assert f'<a href="{URL}">Voir toute la liste</a>' in html
        assert "Voir toute la liste" not in client.get(URL).content.decode()


class TestFilters:
    def test_each_filter_narrows(self, client, versailles):
        placed("Ouvert", headings=["logement"], languages="arabe, français", without_appointment=True)
        placed("Fermé", hours="Sa 09:00-12:00", headings=["sante"])
        PartnerFactory(name="CCAS", communes=[versailles])
        for query, expected in {
            "&ouvert=1": ["Ouvert"],
            "&rubrique=sante": ["Fermé"],
            "&langue=Arabe": ["Ouvert"],
            "&sans-rendez-vous=1": ["Ouvert"],
            "&type=ccas": ["CCAS"],
            "&q=ouv": ["Ouvert"],
            "&ouvert=1&rubrique=sante": [],
        }.items():
            assert names(client.get(NEAR + query)) == expected, query

    def test_the_number_on_a_filter_is_what_it_leaves(self, client, versailles):
        placed("Un", headings=["logement"], without_appointment=True)
        placed("Deux", headings=["logement"])
        placed("Trois", hours="Sa 09:00-12:00", headings=["sante"], without_appointment=True)
        response = client.get(NEAR)
        for chip_ in all_chips(response):
            assert client.get(chip_.url).context["found"].total == chip_.count, chip_.label
        narrowed = client.get(NEAR + "&rubrique=logement")
        assert chip(narrowed, "Ouvert maintenant").count == 2
        assert chip(narrowed, "Sans rendez-vous").count == 1
        assert chip(narrowed, "Ma santé").count == 1
        assert chip(narrowed, "Tous").count == 3

    def test_a_chosen_filter_says_so_and_its_link_takes_it_away(self, client, versailles):
        placed("Un", headings=["logement"])
        chosen = chip(client.get(NEAR + "&rubrique=logement&ouvert=1"), "Mon logement")
        assert chosen.is_chosen
        assert parse_qs(urlsplit(chosen.url).query) == {"commune": ["78646"], "ouvert": ["1"]}
        assert 'aria-current="true"' in client.get(NEAR + "&rubrique=logement").content.decode()

    def test_a_nul_in_the_address_is_left_out(self, client, versailles):
        placed("Un")
        nothing = "&q=%00&type=%00&langue=%00"
        assert names(client.get(NEAR + nothing)) == ["Un"]

    def test_wrong_values_are_left_out(self, client, versailles):
        placed("Un")
        wrong = "&rubrique=x&distance=-1&ouvert=oui&page=0"
        assert names(client.get(NEAR + wrong)) == ["Un"]
        assert names(client.get(URL + "?commune=00000&q=%00a")) is not None

    def test_french_goes_without_saying(self):
        assert languages_in("Français, arabe et anglais / LSF") == ["arabe", "anglais", "lsf"]
        assert languages_in("") == []

    def test_filters_survive_their_own_address(self, rf):
        chosen = {"heading": "sante", "kind": "caf", "language": "arabe", "open_now": "1", "km": "10", "text": "a b"}
        state = state_of(rf.get(URL)).having(**chosen)
        assert state_of(rf.get(state.url)).values == state.values == chosen


class TestLargeDirectory:
    """Beyond a few thousand partners the database filters; the reader is asked for a commune."""

    @pytest.fixture(autouse=True)
    def large(self, monkeypatch):
        monkeypatch.setattr(directory, "MOST_LIGHT_ROWS", 2)

    def test_it_filters_and_counts_alike(self, client):
        placed("Un", headings=["logement", "sante"], without_appointment=True, languages="arabe")
        placed("Deux", headings=["logement"])
        PartnerFactory(name="Trois")
        response = client.get(URL + "?rubrique=logement")
        assert names(response) == ["Deux", "Un"]
        assert chip(response, "Mon logement").count == 2
        assert chip(response, "Ma santé").count == 1
        assert chip(response, "Sans rendez-vous").count == 1
        assert chip(response, "Tous").count == 3
        assert response.context["found"].counts["kind"]["association"] == 2
        assert names(client.get(URL + "?langue=arabe")) == ["Un"]
        assert names(client.get(URL + "?q=trois")) == ["Trois"]

    def test_open_now_waits_for_the_commune(self, client):
        for name in ("Un", "Deux", "Trois"):
            placed(name)
        response = client.get(URL)
        assert "open_now" not in response.context["found"].counts
        assert "Dites où vous habitez" in response.content.decode()
        assert "data-map-open" not in response.content.decode()


class TestCost:
    @pytest.mark.parametrize("query", ["", "?commune=78646", "?commune=78646&ouvert=1&rubrique=logement"])
    def test_the_number_of_queries_does_not_depend_on_the_number_of_partners(self, client, versailles, query):
        def cost():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(URL + query).status_code == 200
            return len(queries)

        for number in range(3):
            placed(f"Partenaire {number}", headings=["logement"], communes=[versailles])
        client.get(URL + query)
        few = cost()
        for number in range(15):
            placed(f"Autre {number}", headings=["logement"], communes=[versailles])
        assert cost() == few
        assert few <= 26

    def test_a_visitor_gets_no_cookie_and_a_page_that_may_be_kept(self, client, versailles):
        placed("Un")
        response = client.get(NEAR)
        assert not response.cookies
        assert "max-age=300" in response["Cache-Control"]
        assert "public" in response["Cache-Control"]
        assert "Cookie" not in response.get("Vary", "")

    def test_the_page_is_not_kept_beyond_the_next_opening(self, client, versailles):
        placed("Ferme dans une minute", hours="Mo 09:00-10:01")
        assert "max-age=60" in client.get(NEAR)["Cache-Control"]

    @pytest.mark.parametrize(
        ("now", "kept"),
        [("2026-12-31 23:58:30+01:00", 90), ("2026-12-31 23:59:50+01:00", 30), ("2027-03-28 23:57+02:00", 180)],
    )
    def test_the_page_is_not_kept_beyond_midnight(self, client, versailles, monkeypatch, now, kept):
        """Then "open until 4" is a public holiday, and "tomorrow" another day. Nothing is kept under thirty seconds."""
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.datetime.fromisoformat(now))
        placed("La nuit aussi", hours="Mo-Su 20:00-04:00")
        assert f"max-age={kept}" in client.get(NEAR)["Cache-Control"]

    def test_the_list_is_only_read(self, client):
        assert client.post(URL).status_code == 405


class TestMap:
    def test_the_points_are_those_of_the_list(self, client, versailles):
        placed("Un", headings=["logement"])
        placed("Deux")
        data = client.get(URL + "carte.json?commune=78646&rubrique=logement").json()
        assert [point["name"] for point in data["points"]] == ["Un"]
        assert data["here"]["name"] == "Versailles"
        assert data["points"][0]["hours"].replace("\xa0", " ") == "Ouvert jusqu’à 17 h"

    def test_nothing_of_the_map_is_loaded_before_it_is_asked_for(self, client, versailles):
        placed("Un")
        html = client.get(NEAR).content.decode()
        assert '<link rel="stylesheet" href="/static/leaflet' not in html
        assert '<script src="/static/leaflet' not in html
        assert 'data-map-tiles=""' in html

    def test_where_no_place_is_known_there_is_no_map(self, client, versailles):
        PartnerFactory(name="Numéro national", national=True)
        assert "data-map-open" not in client.get(NEAR).content.decode()


@pytest.mark.shared
def test_open_now_is_told_for_real_hours(shared_data):
    """As many as the densest list that the filter reads; how long it takes: tests/benchmarks/open_now.py."""
    with gzip.open(shared_data / "partenaires" / "partenaires_france.jsonl.gz", "rt") as lines:
        strings = [hours for line in lines if (hours := json.loads(line).get("horaires"))]
    strings = strings[: directory.MOST_LIGHT_ROWS]
    assert len(strings) == directory.MOST_LIGHT_ROWS
    opened = sum(bool(is_open_at(osm, MONDAY, "78")) for osm in strings)
    closed = sum(is_open_at(osm, MONDAY, "78") is False for osm in strings)
    asleep = sum(bool(is_open_at(osm, MONDAY.replace(hour=3), "78")) for osm in strings)
    assert opened + closed == len(strings)
    assert opened > len(strings) / 2
    assert asleep < len(strings) / 20
