"""The directory's choices: combined, counted, each removed by itself, whatever its address says."""

import datetime

import pytest

from clairdroit.partners_snippets import directory
from clairdroit.partners_snippets.hours import PARIS
from clairdroit.partners_snippets.models import PartnerKind
from tests.partners_snippets.factories import PartnerFactory, PartnerKindFactory, PlaceFactory
from tests.territories.factories import CommuneFactory

URL = "/a-qui-s-adresser/"
MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def versailles(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    return CommuneFactory(versailles=True)


@pytest.fixture
def partners():
    office, saturday = "Mo-Fr 09:00-17:00", "Sa 09:00-12:00"
    rows = [
        ("ADIL", {"headings": ["logement"], "languages": "arabe, turc", "without_appointment": True}, office),
        ("CAF", {"headings": ["logement", "famille"], "languages": "arabe"}, office),
        ("CPAM", {"headings": ["sante"], "without_appointment": True}, saturday),
        ("UDAF", {"headings": ["famille"]}, saturday),
    ]
    for name, values, hours in rows:
        partner = PartnerFactory(name=name, kind=PartnerKindFactory(key="association"), **values)
        PlaceFactory(partner=partner, opening_hours=hours)
    PartnerKindFactory(key="ccas")


def names(response):
    return sorted(partner["name"] for partner in response.context["partners"])


def removed(response):
    return {str(choice.label): choice.url for choice in response.context["state"].chosen}


def test_choices_combine_and_each_is_removed_by_itself(client, partners):
    page = client.get(URL + "?langue=arabe&ouvert=1&rubrique=logement&commune=78646&distance=10&q=a")
    assert names(page) == ["ADIL", "CAF"]
    rest = "&langue=arabe&ouvert=1&distance=10"
    assert removed(page)["Mon logement"] == f"{URL}?commune=78646&q=a{rest}"
    assert set(removed(page)) == {"“a”", "Mon logement", "Parle arabe", "Ouvert maintenant", "à moins de 10 km"}
    html = page.content.decode()
    assert 'aria-label="Retirer\u00a0: Mon logement"' in html
    # The words and the distance are choices here too; the commune stays.
    assert f'href="{URL}?commune=78646">Retirer ces choix' in html


def test_one_choice_alone_is_taken_away_with_one_link(client, partners):
    page = client.get(URL + "?rubrique=sante")
    assert removed(page) == {"Ma santé": URL}
    assert "Retirer ces choix" not in page.content.decode()


@pytest.mark.parametrize("most", [directory.MOST_LIGHT_ROWS, 2], ids=["in memory", "in the database"])
@pytest.mark.parametrize("query", ["", "?rubrique=logement", "?langue=arabe&rubrique=famille", "?sans-rendez-vous=1"])
def test_each_number_is_what_its_choice_then_shows(client, partners, monkeypatch, most, query):
    monkeypatch.setattr(directory, "MOST_LIGHT_ROWS", most)
    page = client.get(URL + query)
    counted = 0
    for name, offered in page.context["choices"].items():
        for choice in offered.choices:
            if choice.count is None or choice.is_chosen:
                continue
            counted += 1
            assert client.get(choice.url).context["found"].total == choice.count, (name, choice)
    assert counted >= 3


def test_another_choice_begins_at_the_first_page_and_pages_keep_the_choices(client):
    for number in range(45):
        PartnerFactory(name=f"Partenaire {number:02}", headings=["logement"])
    page = client.get(URL + "?page=2&rubrique=logement")
    assert all("page" not in choice.url for offered in page.context["choices"].values() for choice in offered.choices)
    html = page.content.decode()
    assert 'href="?rubrique=logement&amp;page=3"' in html
    assert 'href="?rubrique=logement&amp;page=1"' in html


def test_what_no_facet_knows_goes_along_nowhere(client):
    for number in range(25):
        PartnerFactory(name=f"Partenaire {number:02}")
    html = client.get(URL + "?utm_source=lettre&rubrique=vacances&fbclid=1").content.decode()
    assert 'href="?page=2"' in html
    assert "utm_source" not in html.partition("directory__filters")[2].partition("directory__list")[0]


def test_of_a_repeated_parameter_the_last_counts_and_the_page_says_which(client, partners):
    page = client.get(URL + "?rubrique=sante&rubrique=famille")
    assert names(page) == ["CAF", "UDAF"]
    assert set(removed(page)) == {"Ma famille"}


def test_a_kind_that_nobody_here_is_can_be_taken_away(client, partners):
    page = client.get(URL + "?type=ccas")
    assert names(page) == []
    assert removed(page) == {PartnerKind.objects.get(pk="ccas").name: URL}
    assert "Enlever les filtres" in page.content.decode()


def test_the_map_shows_what_the_list_shows(client, partners):
    page = client.get(URL + "?ouvert=1&rubrique=logement&commune=78646")
    points = client.get(f"{URL}carte.json?{page.context['state'].query}").json()["points"]
    assert sorted(point["name"] for point in points) == names(page) == ["ADIL", "CAF"]


@pytest.mark.parametrize("typed", ["q=" + "a" * 5000, "langue=" + "b" * 5000, "type=" + "c" * 5000, "q=<script>x"])
def test_whatever_is_typed_stays_text_of_a_known_length(client, partners, typed):
    page = client.get(f"{URL}?{typed}")
    assert page.status_code == 200
    assert len(page.context["state"].query) < 200
    assert "<script>x" not in page.content.decode()
