"""The copy on the server: told each change, built beside, and never needed."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult
from elasticsearch import Elasticsearch

from clairdroit.search import indexing, signal_handlers
from clairdroit.search.backends import Lookup
from clairdroit.search.backends.elasticsearch import ElasticsearchBackend
from clairdroit.search.mirror import documents, filling, health, server
from clairdroit.search.models import MirrorChange, SearchDocument
from clairdroit.search.registry import Document
from tests.search.factories import make_source, put

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


@pytest.fixture(autouse=True)
def _index(elasticsearch_index):
    """Each test has an index of its own."""


@pytest.fixture
def source(only_sources):
    Group.objects.all().delete()
    source = make_source(
        "group",
        model=Group,
        queryset=Group.objects.all,
        to_document=lambda group: Document(title=group.name, url_path="/g/"),
    )
    only_sources(source)
    signal_handlers.connect(source)
    return source


def held(name=None):
    """The identities that an index holds."""
    hits = server.writer().search(index=name or documents.alias_name(), size=100)["hits"]["hits"]
    return sorted(hit["_id"] for hit in hits)


def found(term):
    (pool,) = ElasticsearchBackend().candidates([Lookup(terms=[term], shelf="content", language="fr")])
    titles = dict(SearchDocument.objects.values_list("pk", "title"))
    return [titles[candidate.document_id] for candidate in pool]


def indexes():
    return sorted(server.writer().indices.get(index=f"{server.prefix()}_search_*"))


class TestChanges:
    def test_what_is_published_is_told_by_the_worker(self, source, django_capture_on_commit_callbacks):
        filling.rebuild()
        with django_capture_on_commit_callbacks(execute=True):
            group = Group.objects.create(name="Loyers")
        assert DBTaskResult.objects.filter(task_path__endswith="mirror_changes").exists()
        assert found("loy") == []
        filling.catch_up()
        assert found("loy") == ["Loyers"]
        with django_capture_on_commit_callbacks(execute=True):
            group.delete()
        assert found("loy") == []
        filling.catch_up()
        assert held() == []
        assert not MirrorChange.objects.exists()

    def test_until_the_server_knows_a_change_the_object_is_found_by_what_it_was(self, source):
        group = Group.objects.create(name="Loyer")
        indexing.refresh(source, [group.pk])
        filling.catch_up()
        Group.objects.update(name="Loyer divorce")
        indexing.refresh(source, [group.pk])
        assert found("loy") == ["Loyer divorce"]

    def test_a_change_is_noted_with_the_rows_or_not_at_all(self, source, monkeypatch):
        group = Group.objects.create(name="Loyer")

        def fail(*args):
            raise RuntimeError

        monkeypatch.setattr(MirrorChange.objects.__class__, "note", fail)
        with pytest.raises(RuntimeError):
            indexing.refresh(source, [group.pk])
        assert not SearchDocument.objects.exists()

    def test_a_late_drain_does_not_bring_back_what_is_newer(self, source):
        """Two workers: the first has read an old row and sends it after the second has sent the newer."""
        filling.rebuild()
        (name,) = indexes()
        key = ("group", "1")
        newer = documents.document_of(put("Nouveau", key="1", kind="group"))
        older = newer | {"content": {"terms_title": "vieux"}}
        filling._send(server.writer(), name, [filling._action(key, newer, 9)])
        filling._send(server.writer(), name, [filling._action(key, older, 8)])
        filling._send(server.writer(), name, [filling._action(key, None, 8)])
        server.writer().indices.refresh(index=name)
        assert found("nouveau") == ["Nouveau"]
        filling._send(server.writer(), name, [filling._action(key, None, 10)])
        filling._send(server.writer(), name, [filling._action(key, newer, 9)])
        server.writer().indices.refresh(index=name)
        assert held() == []

    def test_more_changes_than_a_batch_and_the_same_twice(self, source, monkeypatch):
        filling.rebuild()
        monkeypatch.setattr(filling, "BATCH", 2)
        for number in range(5):
            put(f"Loyer {number}", key=str(number), kind="group")
        MirrorChange.objects.note("group", ["0", "1", "2", "3", "4", "0", "absent"])
        assert filling.catch_up() == 7
        assert held() == [f"group:{number}" for number in range(5)]
        MirrorChange.objects.note("group", ["0"])
        assert filling.catch_up() == 1

    def test_a_kind_rebuilt_alone_is_told_whole(self, source):
        put("Disparu", key="99", kind="group")
        put("Ailleurs", key="1", kind="note")
        filling.rebuild()
        Group.objects.bulk_create([Group(name="Loyer")])
        indexing.rebuild(source)
        filling.catch_up()
        assert held() == [f"group:{Group.objects.get().pk}", "note:1"]

    def test_a_document_that_the_server_refuses_keeps_no_other_waiting(self, source, caplog):
        filling.rebuild()
        put("Loyer", key="1", kind="group")
        put("Autre", key="2", kind="group", latitude=1.0)
        SearchDocument.objects.filter(object_key="2").update(latitude=float("inf"))
        MirrorChange.objects.note("group", ["1", "2"])
        filling.catch_up()
        assert held() == ["group:1"]
        assert not MirrorChange.objects.exists()
        assert "refused a document" in caplog.text
        assert health.trouble() == server.Trouble.BEHIND


class TestRebuild:
    def test_a_server_that_lost_everything_is_filled_without_being_asked(self):
        put("Loyer", key="1")
        assert filling.catch_up() == 1
        filling.remove_all()
        assert filling.catch_up() == 1
        assert found("loy") == ["Loyer"]

    def test_at_no_instant_is_the_search_empty(self):
        for number in range(3):
            put(f"Loyer {number}", key=str(number))
        filling.rebuild()
        pools, stop = [], threading.Event()
        alias, asked = documents.alias_name(), Elasticsearch(server.settings.CLAIRDROIT_ELASTICSEARCH_URL)

        def search():
            while not stop.is_set():
                hits = asked.search(index=alias, query={"term": {"content.terms_title": "loy"}})["hits"]["hits"]
                pools.append(len(hits))

        reader = threading.Thread(target=search)
        reader.start()
        try:
            # On a busy machine the reader may come late: it must have read before and after a rebuild.
            while len(pools) < 3 and reader.is_alive():
                filling.rebuild()
        finally:
            stop.set()
            reader.join()
        assert set(pools) == {3}
        assert len(indexes()) == 1

    def test_what_changes_meanwhile_wins_over_what_was_read(self):
        stays, goes = put("Loyer", key="1"), put("Divorce", key="2")
        filling.rebuild()

        def publish(done):
            SearchDocument.objects.filter(pk=stays.pk).update(terms_title="tutel")
            SearchDocument.objects.filter(pk=goes.pk).delete()
            MirrorChange.objects.note("note", ["1", "2"])
            filling.drain()

        filling.rebuild(progress=publish)
        assert held() == ["note:1"]
        assert found("tutel") == ["Loyer"]
        assert found("loy") == []

    def test_what_a_killed_rebuild_left_is_removed_and_never_searched(self, monkeypatch):
        put("Loyer", key="1")
        filling.rebuild()

        def kill(*args, **kwargs):
            raise KeyboardInterrupt

        with monkeypatch.context() as killed:
            killed.setattr(filling, "_send", kill)
            with pytest.raises(KeyboardInterrupt):
                filling.rebuild()
        assert len(indexes()) == 2
        assert found("loy") == ["Loyer"]
        filling.rebuild()
        assert len(indexes()) == 1

    def test_an_index_of_other_code_is_not_searched_and_gives_way(self, monkeypatch):
        put("Loyer", key="1")
        filling.rebuild()
        old = documents.index_body()
        # Reckoned once in a process, whose code does not change elsewhere.
        monkeypatch.setattr(documents, "_fingerprint", documents._fingerprint.__wrapped__)
        monkeypatch.setattr(documents, "index_body", lambda: old | {"settings": {"refresh_interval": "2s"}})
        assert health.trouble() == server.Trouble.NO_INDEX
        filling.catch_up()
        assert health.trouble() is None
        assert len(indexes()) == 1

    def test_the_index_of_a_site_with_a_longer_name_is_left_alone(self, settings):
        mine = settings.CLAIRDROIT_ELASTICSEARCH_PREFIX
        settings.CLAIRDROIT_ELASTICSEARCH_PREFIX = f"{mine}-annexe"
        filling.rebuild()
        (others,) = indexes()
        settings.CLAIRDROIT_ELASTICSEARCH_PREFIX = mine
        filling.rebuild()
        filling.remove_all()
        settings.CLAIRDROIT_ELASTICSEARCH_PREFIX = f"{mine}-annexe"
        assert indexes() == [others]
        filling.remove_all()

    def test_the_command_rebuilds_both_and_forgets_the_changes_it_took_along(self, source, capsys):
        Group.objects.bulk_create([Group(name="Loyer")])
        call_command("rebuild_search", kind=["group"])
        assert found("loy") == ["Loyer"]
        assert not MirrorChange.objects.exists()
        assert "Elasticsearch: 1" in capsys.readouterr().out

    def test_the_command_says_what_is_wrong_with_the_server_and_keeps_the_changes(self, source, settings):
        settings.CLAIRDROIT_ELASTICSEARCH_URL = "http://somebody:hunter2@127.0.0.1:9"
        Group.objects.bulk_create([Group(name="Loyer")])
        with pytest.raises(CommandError, match=r"does not answer.*Check ELASTICSEARCH_URL") as error:
            call_command("rebuild_search")
        assert "hunter2" not in str(error.value)
        assert SearchDocument.objects.live().count() == MirrorChange.objects.count() == 1
