"""The search goes on whatever happens to the search server; the operator is told, and it catches up."""

import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from elastic_transport import ApiResponseMeta, HttpHeaders, NodeConfig
from elasticsearch import ApiError

from clairdroit.app_settings.checks import check_settings
from clairdroit.search import checks
from clairdroit.search.backends import get_backend
from clairdroit.search.backends.failover import FailoverBackend
from clairdroit.search.mirror import filling, server
from clairdroit.search.mirror.server import Trouble
from clairdroit.search.models import MirrorChange
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest
from config.tasks import heartbeat
from tests.proxy import Proxy
from tests.search.factories import make_source, put

on_server = pytest.mark.elasticsearch
pytestmark = pytest.mark.django_db
SECRET = "hunter2"


@pytest.fixture
def proxy(elasticsearch_index, settings, monkeypatch):
    """The way to the server; the index behind it holds one document."""
    put("Loyer", key="1")
    filling.rebuild()
    url = urlsplit(settings.CLAIRDROIT_ELASTICSEARCH_URL)
    proxy = Proxy(url.hostname, url.port or 9200)
    settings.CLAIRDROIT_ELASTICSEARCH_URL = f"http://elastic:{SECRET}@127.0.0.1:{proxy.port}"
    yield proxy
    proxy.mode = "open"
    proxy.close()


def fail(proxy, mode, monkeypatch):
    """From now on; only who waits for a slow server waits less, that a busy machine may answer in its own time."""
    proxy.mode = mode
    if mode == "slow":
        monkeypatch.setattr(server, "READING_SECONDS", 1.0)


def titles():
    return [item.document.title for item in search(SearchRequest(text="loyer")).ranked]


def said(caplog, words):
    return [record for record in caplog.records if words in record.getMessage()]


@on_server
class TestOutage:
    @pytest.mark.parametrize(
        ("mode", "trouble"), [("down", "unreachable"), ("slow", "slow"), ("broken", "unreachable")]
    )
    def test_results_go_on_and_one_line_says_so(self, proxy, caplog, monkeypatch, mode, trouble):
        assert titles() == ["Loyer"]
        fail(proxy, mode, monkeypatch)
        assert [titles() for _ in range(5)] == [["Loyer"]] * 5
        (line,) = said(caplog, "left out")
        assert line.trouble == trouble
        for record in caplog.records:
            assert SECRET not in str(record.__dict__)
            assert "loyer" not in str(record.__dict__).lower()

    def test_a_server_that_is_left_out_costs_no_reader_anything(self, proxy):
        proxy.mode = "down"
        titles()
        asked = proxy.requests
        titles()
        assert proxy.requests == asked

    def test_it_comes_back_and_catches_up_with_what_was_published_meanwhile(self, proxy, caplog, monkeypatch):
        monkeypatch.setattr(server, "PAUSE_SECONDS", 0.2)
        proxy.mode = "down"
        assert titles() == ["Loyer"]
        put("Loyer impayé", key="2")
        MirrorChange.objects.note("note", ["2"])
        assert filling.catch_up() == 0
        assert set(titles()) == {"Loyer", "Loyer impayé"}
        proxy.mode = "open"
        time.sleep(0.3)
        assert filling.catch_up() == 1
        asked = proxy.requests
        assert set(titles()) == {"Loyer", "Loyer impayé"}
        assert proxy.requests > asked
        assert len(said(caplog, "left out")) == len(said(caplog, "is back")) == 1

    def test_a_server_without_our_index_is_not_asked_for_results(self, proxy, caplog):
        filling.remove_all()
        assert titles() == ["Loyer"]
        assert said(caplog, "left out")[0].trouble == "no index"

    def test_readyz_names_it_and_stays_ready(self, proxy, client):
        heartbeat.enqueue()
        DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
        assert client.get("/readyz").json()["status"] == "ok"
        proxy.mode = "down"
        response = client.get("/readyz")
        assert response.status_code == 200
        assert response.json()["status"] == "degraded"
        assert response.json()["checks"]["search"] == "the database searches: The search server does not answer."

    def test_readyz_names_changes_that_wait(self, proxy, client):
        heartbeat.enqueue()
        DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())
        MirrorChange.objects.note("note", ["1"])
        assert client.get("/readyz").json()["checks"]["search"] == "ok"
        MirrorChange.objects.update(made_at=timezone.now() - timedelta(minutes=11))
        assert "Changes have waited" in client.get("/readyz").json()["checks"]["search"]

    def test_whoever_runs_the_site_reads_it_on_the_admin_s_home(self, proxy, admin_client):
        assert "Serveur de recherche" not in admin_client.get("/admin/").content.decode()
        proxy.mode = "down"
        page = admin_client.get("/admin/").content.decode()
        assert "Le serveur de recherche ne répond pas." in page
        assert SECRET not in page


@on_server
class TestCommands:
    """Whoever types a command reads in a sentence what is wrong with the server."""

    @pytest.fixture
    def queries(self, tmp_path, only_sources):
        only_sources(make_source("note", queryset=Group.objects.none))
        file = tmp_path / "q.jsonl"
        file.write_text('{"query": "loyer", "target_id": "1"}')
        return str(file)

    @pytest.mark.parametrize(
        ("mode", "said"), [("slow", "answers too slowly"), ("down", "does not answer"), ("broken", "does not answer")]
    )
    def test_measuring_ends_with_a_sentence(self, proxy, queries, monkeypatch, capsys, mode, said):
        call_command("evaluate_search", queries, among="note", backend="elasticsearch")
        assert "100.0" in capsys.readouterr().out
        fail(proxy, mode, monkeypatch)
        with pytest.raises(CommandError, match=said):
            call_command("evaluate_search", queries, among="note", backend="elasticsearch")
        assert not capsys.readouterr().out

    def test_the_site_s_own_search_is_measured_all_the_same(self, proxy, queries, capsys):
        proxy.mode = "down"
        call_command("evaluate_search", queries, among="note")
        assert "100.0" in capsys.readouterr().out

    @pytest.mark.parametrize("command", ["rebuild_search", "wagtail_update_index"])
    def test_building_an_index_ends_with_a_sentence(self, proxy, queries, settings, command):
        settings.WAGTAILSEARCH_BACKENDS = {
            "default": {"BACKEND": "clairdroit.search.wagtail_backend", "FALLBACK": "database"},
            "database": {"BACKEND": "clairdroit.search.wagtail_database_backend"},
        }
        proxy.mode = "down"
        with pytest.raises(CommandError, match="does not answer"):
            call_command(command, verbosity=0)

    def test_telling_changes_says_why_none_was_told(self, proxy, queries, capsys):
        MirrorChange.objects.note("note", ["1"])
        proxy.mode = "down"
        call_command("mirror_search")
        assert capsys.readouterr().out == "0 documents told to Elasticsearch. The search server does not answer.\n"
        proxy.mode = "open"
        call_command("mirror_search")
        assert capsys.readouterr().out == "1 documents told to Elasticsearch.\n"


class TestBreaker:
    def test_one_caller_tries_again_on_behalf_of_all(self, monkeypatch):
        breaker = server.CircuitBreaker("tests")
        clock = [0.0]
        monkeypatch.setattr(server.time, "monotonic", lambda: clock[0])
        assert breaker.allows()
        breaker.failed(ConnectionError())
        assert not breaker.allows()
        clock[0] = server.PAUSE_SECONDS
        assert [breaker.allows() for _ in range(3)] == [True, False, False]
        breaker.succeeded()
        assert [breaker.allows() for _ in range(3)] == [True, True, True]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {}, Trouble.REFUSED),
        (403, {}, Trouble.REFUSED),
        (404, {}, Trouble.NO_INDEX),
        (503, {}, Trouble.FAILING),
        # One of several searches.
        (200, {"status": 404}, Trouble.NO_INDEX),
        (200, "no object", Trouble.FAILING),
    ],
)
def test_what_an_answer_says_of_the_server(status, body, expected):
    meta = ApiResponseMeta(status, "1.1", HttpHeaders(), 0.1, NodeConfig("http", "127.0.0.1", 9200))
    assert server.trouble_of(ApiError("", meta=meta, body=body)) == expected


def test_without_a_server_the_database_searches(settings):
    assert not isinstance(get_backend(), FailoverBackend)
    settings.CLAIRDROIT_ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert isinstance(get_backend(), FailoverBackend)


@pytest.mark.parametrize(
    ("url", "ids"),
    [
        ("", []),
        ("http://search:9200", []),
        ("https://a:b@search", []),
        (f"{SECRET}:9200", ["clairdroit_app_settings.E001"]),
    ],
)
def test_a_wrong_address_is_named_at_the_start_and_not_shown(settings, url, ids):
    settings.CLAIRDROIT_ELASTICSEARCH_URL = url
    found = [*check_settings(None), *checks.check_elasticsearch(None)]
    assert [message.id for message in found] == ids
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    ("host", "prefix"), [("https://droits.ville.example", "clairdroit-droits-ville-example"), ("", "clairdroit-site")]
)
def test_each_site_has_names_of_its_own(settings, host, prefix):
    settings.WAGTAILADMIN_BASE_URL = host
    assert server.prefix() == prefix
