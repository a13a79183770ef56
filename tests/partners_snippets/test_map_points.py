"""The map's points: what the list shows, for few columns and few queries, and never without end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clairdroit.partners_snippets import map_points, views
from clairdroit.partners_snippets.enums import AddressVisibility
from tests.partners_snippets.factories import PartnerFactory, PlaceFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
URL = "/a-qui-s-adresser/carte.json"


@pytest.fixture
def versailles():
    return CommuneFactory(insee="78646", name="Versailles", latitude=48.8039, longitude=2.1191)


def placed(number=1, **place):
    partners = PartnerFactory.create_batch(number)
    for partner in partners:
        PlaceFactory(partner=partner, **place)
    return partners


def cost(client, url):
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("query", ["", "?commune=78646", "?q=essai", "?ouvert=1"])
def test_many_cost_no_more_queries_than_one(client, versailles, query):
    placed(commune=versailles)
    few = cost(client, URL + query)
    placed(12, commune=versailles)
    assert cost(client, URL + query) == few
    assert few <= 10


def test_a_large_directory_is_asked_no_more_either(client, versailles, monkeypatch):
    monkeypatch.setattr("clairdroit.partners_snippets.directory.MOST_LIGHT_ROWS", 2)
    placed(6, commune=versailles)
    assert cost(client, URL) <= 6
    assert len(client.get(URL).json()["points"]) == 6


def test_no_more_than_so_many_partners_and_points_are_sent_and_it_is_said(client, monkeypatch):
    placed(3)
    monkeypatch.setattr(views, "MOST_ON_MAP", 2)
    data = client.get(URL).json()
    assert (len(data["points"]), data["more"]) == (2, True)
    monkeypatch.setattr(views, "MOST_ON_MAP", 300)
    assert not client.get(URL).json()["more"]
    [branches] = PartnerFactory.create_batch(1, name="Cent antennes")
    for _each in range(5):
        PlaceFactory(partner=branches)
    monkeypatch.setattr(map_points, "MOST_POINTS", 4)
    data = client.get(URL).json()
    assert (len(data["points"]), data["more"]) == (4, True)


@pytest.mark.parametrize("visibility", AddressVisibility.values)
def test_a_point_is_shown_where_the_page_shows_the_address(client, versailles, visibility):
    [partner] = placed(commune=versailles, address_visibility=visibility, street="7 rue du Refuge")
    page = client.get(reverse("clairdroit_partners_snippets:partner", args=[partner.slug, partner.pk]))
    points = client.get(URL).json()["points"]
    assert bool(points) == ("7 rue du Refuge" in page.content.decode()) == (visibility == AddressVisibility.PUBLIC)
    if points:
        assert points[0]["url"] == page.request["PATH_INFO"]
        assert points[0]["address"] == "7 rue du Refuge 78000 Versailles"


def test_the_words_are_those_of_the_page_and_last_until_they_change(client, versailles, time_machine):
    time_machine.move_to("2026-11-24 15:58:00+00:00", tick=False)  # Tuesday, two minutes before five in Paris
    placed(commune=versailles)
    response = client.get(URL)
    [point] = response.json()["points"]
    assert point["open"]
    assert point["hours"] in client.get("/a-qui-s-adresser/").content.decode()
    assert response["Cache-Control"] == "public, max-age=120"
    time_machine.move_to("2026-11-24 16:01:00+00:00", tick=False)
    [point] = client.get(URL).json()["points"]
    assert not point["open"]
    assert client.get(URL)["Cache-Control"] == "public, max-age=300"


def test_who_has_them_gets_none_again_until_one_changes(client, versailles):
    [partner] = placed(commune=versailles)
    etag = client.get(URL)["ETag"]
    again = client.get(URL, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    partner.unpublish()
    assert client.get(URL, headers={"If-None-Match": etag}).json()["points"] == []
