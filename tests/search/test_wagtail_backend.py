"""The admin's own search goes through the server, and through the database when that is down."""

from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from elasticsearch import Elasticsearch
from modelsearch.index import insert_or_update_object
from wagtail.models import Page

from clairdroit.search import wagtail_backend
from clairdroit.search.mirror import server
from tests.proxy import Proxy

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture
def way(elasticsearch_index, settings, monkeypatch):
    """The proxy on the way to a server whose index holds the pages."""
    url = urlsplit(settings.CLAIRDROIT_ELASTICSEARCH_URL)
    direct = Elasticsearch(server.address())
    way = Proxy(url.hostname, url.port or 9200)
    settings.CLAIRDROIT_ELASTICSEARCH_URL = f"http://127.0.0.1:{way.port}"
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "clairdroit.search.wagtail_backend", "FALLBACK": "database", "TIMEOUT": 20},
        "database": {"BACKEND": "clairdroit.search.wagtail_database_backend"},
    }
    monkeypatch.setattr(wagtail_backend, "breaker", server.CircuitBreaker("tests"))
    root = Page.objects.get(depth=1)
    root.add_child(instance=Page(title="Payer son loyer", slug="payer"))
    yield way
    way.close()
    for name in direct.indices.get(index=f"{elasticsearch_index}_wagtail_*"):
        direct.indices.delete(index=name)


def titles(found):
    return sorted(page.title for page in found)


@pytest.mark.parametrize("mode", ["open", "down", "broken"])
def test_pages_are_found_and_counted(way, admin_client, mode):
    call_command("wagtail_update_index", verbosity=0)
    way.mode = mode
    assert titles(Page.objects.all().search("loyer")) == ["Payer son loyer"]
    assert Page.objects.all().search("loyer").count() == 1
    assert titles(Page.objects.all().autocomplete("loy")[:10]) == ["Payer son loyer"]
    for address in ("/admin/pages/search/?q=loyer", "/admin/choose-page/search/?q=loyer"):
        answer = admin_client.get(address)
        assert answer.status_code == 200
        assert "Payer son loyer" in answer.content.decode()


def test_an_outage_costs_one_request_and_is_said_once(way, caplog):
    call_command("wagtail_update_index", verbosity=0)
    way.mode = "down"
    for _ in range(3):
        list(Page.objects.all().search("loyer"))
    assert len([record for record in caplog.records if "left out" in record.message]) == 1
    assert "loyer" not in caplog.text.replace("Payer son loyer", "")


def test_before_the_first_index_the_database_searches_and_no_field_is_guessed(way):
    page = Page.objects.get(slug="payer")
    # What Wagtail's task does after each save.
    insert_or_update_object(page)
    assert titles(Page.objects.all().search("loyer")) == ["Payer son loyer"]
    assert not Elasticsearch(server.address()).indices.exists(index=f"{server.prefix()}_wagtail_wagtailcore_page")


@pytest.mark.parametrize("mode", ["open", "down"])
def test_what_the_index_does_not_hold_is_filtered_and_ordered_by_the_database(way, mode):
    call_command("wagtail_update_index", verbosity=0)
    way.mode = mode
    payer = Page.objects.get(slug="payer")
    assert titles(Page.objects.filter(sites_rooted_here=None, slug="payer").search("loyer")) == ["Payer son loyer"]
    assert titles(Page.objects.filter(url_path__regex="payer").search("loyer")) == ["Payer son loyer"]
    assert titles(Page.objects.order_by("-url_path").autocomplete("loy", order_by_relevance=False)) == [payer.title]
