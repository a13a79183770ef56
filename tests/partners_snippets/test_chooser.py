"""The window in which an editor chooses a partner for an article or a question."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.partners_snippets.factories import PartnerFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def choose(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chef", "chef@interne.invalid", "x" * 12))
    address = reverse("wagtailsnippetchoosers_clairdroit_partners_snippets_partner:choose_results")
    return lambda typed="": client.get(address, {"q": typed}).content.decode()


@pytest.fixture
def two_of_a_name(db):
    for city, code in (("Versailles", "78000"), ("Rambouillet", "78120")):
        partner = PartnerFactory(name="CCAS")
        PlaceFactory(partner=partner, city=city, postal_code=code)


def test_partners_of_one_name_are_told_apart_by_their_town(choose, two_of_a_name):
    page = choose()
    assert "78000 Versailles" in page
    assert "78120 Rambouillet" in page


@pytest.mark.parametrize("typed", ["ccas rambouillet", "Rambouillet", "78120", "CCAS 78120"])
def test_name_and_town_can_be_typed_together(choose, two_of_a_name, typed):
    page = choose(typed)
    assert "78120 Rambouillet" in page
    assert "Versailles" not in page


def test_a_partner_of_several_places_in_the_town_stands_once(choose):
    partner = PartnerFactory(name="Mission locale")
    PlaceFactory.create_batch(2, partner=partner, city="Versailles", postal_code="78000")
    assert choose("versailles").count("Mission locale") == choose("mission").count("Mission locale") > 0
    assert choose("versailles").count("78000 Versailles") == 1


def test_words_that_no_partner_has_find_nobody(choose, two_of_a_name):
    page = choose("ccas lille")
    assert "Versailles" not in page
    assert "Rambouillet" not in page


def test_the_queries_on_our_tables_do_not_grow_with_the_list(choose, two_of_a_name):
    """Wagtail's column of states costs two queries a row, twenty-five rows at most."""

    def ours():
        with CaptureQueriesContext(connection) as queries:
            choose("ccas")
        return [query for query in queries if 'FROM "clairdroit_' in query["sql"]]

    few = ours()
    for number in range(12):
        PlaceFactory(partner=PartnerFactory(name=f"CCAS {number}"), city="Lyon", postal_code="69001")
    assert len(ours()) == len(few) > 0
