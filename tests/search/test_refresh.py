"""What the signals ask for, and what a refresh leaves in the index and in the counts of terms."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.dispatch import Signal
from django_tasks_db.models import DBTaskResult

from clairdroit.search import indexing, signal_handlers
from clairdroit.search.models import SearchDocument, SearchTerm
from clairdroit.search.registry import Document
from tests.search.factories import Item, SearchDocumentFactory, make_source, put

pytestmark = pytest.mark.django_db
imported = Signal()


@pytest.fixture
def source(only_sources, monkeypatch):
    Group.objects.all().delete()
    source = make_source(
        "group",
        model=Group,
        queryset=lambda: Group.objects.exclude(name__startswith="Caché"),
        to_document=lambda group: None if group.name == "Sans" else Document(title=group.name, url_path="/g/"),
        announced=[(imported, lambda keys, **kwargs: keys)],
    )
    only_sources(source)
    signal_handlers.connect(source)
    # What emptying the table asked for, where an earlier test connected this kind already.
    monkeypatch.setattr(connection, signal_handlers.PENDING, None, raising=False)
    return source


def titles():
    return sorted(SearchDocument.objects.live().filter(kind="group").values_list("title", flat=True))


def counts(*terms):
    found = dict(SearchTerm.objects.filter(shelf="content").values_list("term", "documents"))
    return [found.get(term, 0) for term in terms]


def group(name):
    """Unknown to the index: `bulk_create` tells no one."""
    (made,) = Group.objects.bulk_create([Group(name=name)])
    return made


class TestSignals:
    def test_what_is_rolled_back_is_never_indexed(self, source, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            with transaction.atomic():
                Group.objects.create(name="Jamais")
                transaction.set_rollback(True)
            Group.objects.create(name="Gardé")
        assert titles() == ["Gardé"]

    def test_a_change_after_an_import_that_was_rolled_back_is_seen_at_once(
        self, source, django_capture_on_commit_callbacks, monkeypatch
    ):
        monkeypatch.setattr(signal_handlers, "MANY", 3)
        with transaction.atomic():
            for number in range(9):
                Group.objects.create(name=f"Jamais {number}")
            transaction.set_rollback(True)
        with django_capture_on_commit_callbacks(execute=True):
            Group.objects.create(name="Gardé")
        assert titles() == ["Gardé"]
        assert not DBTaskResult.objects.filter(task_path__endswith="rebuild_kind").exists()

    def test_an_object_saved_often_in_one_transaction_is_refreshed_once(
        self, source, django_capture_on_commit_callbacks, monkeypatch
    ):
        asked = []
        monkeypatch.setattr(indexing, "refresh", lambda source, keys: asked.append(sorted(keys)))
        with django_capture_on_commit_callbacks(execute=True):
            one, other = Group.objects.create(name="Un"), Group.objects.create(name="Deux")
            for _ in range(3):
                one.save()
        assert asked == [sorted([str(one.pk), str(other.pk)])]

    def test_a_fixture_being_loaded_asks_for_nothing(self, source, django_capture_on_commit_callbacks):
        made = group("Brut")
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            signal_handlers._look_again(source, instance=made, raw=True)
            signal_handlers._look_again_at_owners(source, lambda thing: [thing.pk], instance=made, raw=True)
        assert callbacks == []

    def test_a_bulk_change_is_seen_when_it_is_announced(self, source, django_capture_on_commit_callbacks):
        made = group("Importé")
        assert titles() == []
        with django_capture_on_commit_callbacks(execute=True):
            imported.send(sender=None, keys=[made.pk, None])
        assert titles() == ["Importé"]

    def test_a_change_of_its_many_to_many_field_is_a_change(self, source, django_capture_on_commit_callbacks):
        made = group("Équipe")
        with django_capture_on_commit_callbacks(execute=True):
            made.permissions.add(Permission.objects.first())
        assert titles() == ["Équipe"]

    def test_the_other_end_of_a_many_to_many_field_is_not_taken_for_an_object(
        self, source, django_capture_on_commit_callbacks
    ):
        made = group("Équipe")
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            Permission.objects.first().group_set.add(made)
        assert callbacks == []

    def test_a_part_that_changes_refreshes_its_owner(self, only_sources, django_capture_on_commit_callbacks):
        Group.objects.all().delete()
        made = group("Parent")
        source = make_source(
            "owner",
            model=Group,
            queryset=Group.objects.all,
            to_document=lambda item: Document(title=item.name, url_path="/"),
            parts=[(Permission, lambda part: [made.pk])],
        )
        only_sources(source)
        signal_handlers.connect(source)
        with django_capture_on_commit_callbacks(execute=True):
            Permission.objects.first().save()
        assert list(SearchDocument.objects.live().values_list("kind", "title")) == [("owner", "Parent")]

    @pytest.mark.parametrize(("number", "tasks"), [(2, 0), (3, 1)])
    def test_the_limit_itself_is_still_refreshed_at_once(
        self, source, django_capture_on_commit_callbacks, monkeypatch, number, tasks
    ):
        monkeypatch.setattr(signal_handlers, "MANY", 2)
        with django_capture_on_commit_callbacks(execute=True):
            for index in range(number):
                Group.objects.create(name=f"Groupe {index}")
        assert DBTaskResult.objects.filter(task_path__endswith="rebuild_kind").count() == tasks
        assert len(titles()) == (0 if tasks else number)

    def test_a_failed_refresh_says_which_kind_and_names_the_keys_to_the_worker(
        self, source, django_capture_on_commit_callbacks, monkeypatch, caplog
    ):
        def fail(*args):
            raise DatabaseError("the disk is full")

        monkeypatch.setattr(indexing, "refresh", fail)
        with django_capture_on_commit_callbacks(execute=True):
            made = Group.objects.create(name="Mots d’une habitante")
        (task,) = DBTaskResult.objects.filter(task_path__endswith="refresh_documents")
        assert task.args_kwargs["args"] == ["group", [str(made.pk)]]
        (record,) = [record for record in caplog.records if "left to the worker" in record.message]
        assert (record.kind, record.count) == ("group", 1)
        assert "habitante" not in caplog.text

    def test_an_app_taken_out_while_its_signals_still_sound_does_no_harm(
        self, source, only_sources, django_capture_on_commit_callbacks
    ):
        only_sources()
        with django_capture_on_commit_callbacks(execute=True):
            Group.objects.create(name="Orphelin")
        assert titles() == []


class TestRefresh:
    def test_it_touches_no_other_object_and_no_other_kind(self, source):
        kept, other = group("Gardé"), put("Ailleurs", kind="note", key="1")
        indexing.refresh(source, [kept.pk])
        Group.objects.all().delete()
        indexing.refresh(source, [kept.pk + 1])
        assert titles() == ["Gardé"]
        indexing.refresh(source, [kept.pk])
        assert titles() == []
        assert SearchDocument.objects.filter(pk=other.pk).exists()

    def test_what_the_source_gives_no_document_for_is_not_found(self, source):
        made = group("Sans")
        indexing.refresh(source, [made.pk])
        assert titles() == []
        assert indexing.rebuild(source) == 0

    def test_twice_gives_the_same_index_and_the_same_counts(self, source):
        made = group("Loyers impayés")
        for _ in range(2):
            indexing.refresh(source, [made.pk])
        assert titles() == ["Loyers impayés"]
        assert counts("loy", "impai", "") in ([1, 1, 1], [1, 0, 1])

    def test_counts_follow_what_comes_changes_and_goes(self, source):
        one, other = group("Loyer"), group("Loyer divorce")
        indexing.refresh(source, [one.pk, other.pk])
        assert counts("loy", "divorc", "") == [2, 1, 2]
        Group.objects.filter(pk=other.pk).update(name="Mariage")
        indexing.refresh(source, [other.pk])
        assert counts("loy", "divorc", "mariag", "") == [1, 0, 1, 2]
        Group.objects.all().delete()
        indexing.refresh(source, [one.pk, other.pk])
        assert not SearchTerm.objects.exists()

    def test_counts_kept_by_refreshes_are_those_of_a_new_count(self, source):
        made = [group(name) for name in ("Loyer loyers", "Loyer divorce", "Mariage")]
        indexing.refresh(source, [item.pk for item in made])
        Group.objects.filter(pk=made[0].pk).update(name="Divorce")
        indexing.refresh(source, [made[0].pk])
        kept = set(SearchTerm.objects.values_list("shelf", "term", "documents"))
        indexing.count_terms()
        assert kept == set(SearchTerm.objects.values_list("shelf", "term", "documents"))

    def test_what_goes_during_a_rebuild_does_not_come_back(self, source):
        made = group("Retiré")
        indexing.refresh(source, [made.pk])

        def withdraw(done):
            Group.objects.filter(pk=made.pk).update(name="Caché")
            indexing.refresh(source, [made.pk])

        assert indexing.rebuild(source, progress=withdraw) == 0
        assert titles() == []

    def test_what_an_interrupted_rebuild_left_is_swept_by_the_next(self, source):
        SearchDocumentFactory(kind="group", staged=True, title="Reste")
        other = SearchDocumentFactory(kind="note", staged=True)
        assert indexing.rebuild(source) == 0
        assert list(SearchDocument.objects.all()) == [other]

    def test_a_rebuild_in_several_batches_misses_none(self, source, monkeypatch):
        monkeypatch.setattr(indexing, "BATCH", 2)
        Group.objects.bulk_create([Group(name=f"Groupe {number}") for number in range(5)])
        done = []
        assert indexing.rebuild(source, progress=done.append) == 5
        assert done == [2, 4, 5]

    def test_the_command_rebuilds_only_the_kinds_named(self, source, only_sources, capsys):
        other = make_source("other", model=Group, queryset=Group.objects.all, to_document=source.to_document)
        only_sources(source, other)
        group("Loyer")
        call_command("rebuild_search", kind=["other"])
        assert titles() == []
        assert SearchDocument.objects.get().kind == "other"
        assert "1 documents, 2 terms" in capsys.readouterr().out


class TestRows:
    def row(self, **fields):
        return indexing.build_row(make_source(), Item(7, Document(**{"title": "T", "url_path": "/t/", **fields})))

    def test_a_nul_and_line_ends_never_reach_the_database(self):
        row = self.row(title="Un\x00 loyer\n", summary=" a\tb ", body="un\x00\n\n deux  mots ")
        assert (row.title, row.summary, row.body) == ("Un loyer", "a b", "un\ndeux mots")

    def test_codes_are_kept_whole(self):
        assert self.row(heading_keys=["a", "b"]).heading_keys == " a b "
        assert self.row().heading_keys == self.row().area_codes == ""

    def test_what_is_too_long_is_cut_to_its_column(self):
        row = self.row(title="x" * 600, place="y" * 400, verified_by="z" * 300)
        assert (len(row.title), len(row.place), len(row.verified_by)) == (500, 300, 200)
        row.clean_fields(exclude=[field.name for field in row._meta.fields if not getattr(row, field.name)])

    def test_other_names_are_found_and_not_shown(self):
        row = self.row(summary="Visible", extra_words="divorce")
        assert "divorc" in row.terms_summary
        assert "divorce" not in row.summary

    def test_the_factory_builds_a_valid_document_and_there_is_one_per_object(self):
        row = SearchDocumentFactory.build(body="x", summary="x", place="x", verified_by="x", heading_keys="x")
        row.area_codes = row.terms_summary = row.terms_chapters = row.terms_body = "x"
        row.updated_on = row.verified_on = row.happens_on = "2026-11-24"
        row.latitude = row.longitude = 1.0
        row.full_clean()
        saved = SearchDocumentFactory()
        SearchDocumentFactory(object_key=saved.object_key, staged=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            SearchDocumentFactory(object_key=saved.object_key)

    def test_a_term_is_counted_once_per_shelf(self):
        values = {"term": "loy", "documents": 1, "word": "loyer", "length": 3}
        SearchTerm.objects.create(shelf="content", **values)
        SearchTerm.objects.create(shelf="directory", **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            SearchTerm.objects.create(shelf="content", **values)
