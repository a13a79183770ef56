import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django_tasks_db.models import DBTaskResult

from clairdroit.search import indexing, signal_handlers
from clairdroit.search.backends import Lookup, get_backend
from clairdroit.search.models import SearchDocument, SearchTerm
from clairdroit.search.registry import Document
from tests.search.factories import SearchDocumentFactory, make_source, put

pytestmark = pytest.mark.django_db


def group_document(group):
    return Document(title=group.name, url_path=f"/groupes/{group.pk}/")


@pytest.fixture
def source(only_sources):
    """Groups whose name does not begin with « Caché », as something that any app could register."""
    source = make_source(
        "group",
        model=Group,
        queryset=lambda: Group.objects.exclude(name__startswith="Caché"),
        to_document=group_document,
    )
    only_sources(source)
    signal_handlers.connect(source)
    return source


def indexed():
    return sorted(SearchDocument.objects.live().filter(kind="group").values_list("title", flat=True))


@pytest.fixture(autouse=True)
def _no_groups(db):
    Group.objects.all().delete()


def test_what_is_saved_is_found_after_the_commit(source, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        group = Group.objects.create(name="Loyers")
        assert indexed() == []
    assert indexed() == ["Loyers"]
    with django_capture_on_commit_callbacks(execute=True):
        group.name = "Impayés"
        group.save()
    assert indexed() == ["Impayés"]


def test_what_leaves_the_public_set_leaves_the_index(source, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        group = Group.objects.create(name="Loyers")
    with django_capture_on_commit_callbacks(execute=True):
        group.name = "Caché"
        group.save()
    assert indexed() == []


def test_what_is_deleted_leaves_the_index(source, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        group = Group.objects.create(name="Loyers")
    with django_capture_on_commit_callbacks(execute=True):
        group.delete()
    assert indexed() == []


def test_a_failing_index_keeps_nothing_from_being_published(
    source, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def fail(*args):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(indexing, "refresh", fail)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        Group.objects.create(name="Loyers")
    assert Group.objects.filter(name="Loyers").exists()
    assert "left to the worker" in caplog.text
    assert DBTaskResult.objects.filter(task_path__endswith="refresh_documents").exists()


def test_an_import_is_left_to_the_worker_as_one_task(source, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(signal_handlers, "MANY", 3)
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            Group.objects.create(name=f"Groupe {number}")
    assert indexed() == []
    assert DBTaskResult.objects.filter(task_path__endswith="rebuild_kind").count() == 1


def test_a_rebuild_holds_what_the_source_holds(source):
    SearchDocumentFactory(kind="group", title="Disparu")
    Group.objects.bulk_create([Group(name=f"Groupe {number}") for number in range(3)])
    assert indexing.rebuild(source) == 3
    assert indexed() == ["Groupe 0", "Groupe 1", "Groupe 2"]
    assert not SearchDocument.objects.staged().exists()


def test_until_the_swap_readers_find_the_old_index(source):
    Group.objects.bulk_create([Group(name="Ancien")])
    indexing.rebuild(source)
    Group.objects.update(name="Nouveau")
    seen = []
    indexing.rebuild(source, progress=lambda done: seen.append(indexed()))
    assert seen == [["Ancien"]]
    assert indexed() == ["Nouveau"]


def test_a_rebuild_that_fails_changes_nothing(source, monkeypatch):
    Group.objects.bulk_create([Group(name="Ancien")])
    indexing.rebuild(source)

    def fail(*args):
        raise DatabaseError("interrupted")

    monkeypatch.setattr(indexing, "_swap", fail)
    with pytest.raises(DatabaseError):
        indexing.rebuild(source)
    assert indexed() == ["Ancien"]


def test_what_is_published_during_a_rebuild_survives_it(source):
    group = Group.objects.create(name="Avant")
    indexing.refresh(source, [group.pk])

    def publish(done):
        Group.objects.filter(pk=group.pk).update(name="Pendant")
        indexing.refresh(source, [group.pk])

    indexing.rebuild(source, progress=publish)
    assert indexed() == ["Pendant"]


def test_terms_are_counted_with_the_word_people_read(source):
    Group.objects.bulk_create([Group(name="Allocations"), Group(name="Allocation")])
    call_command("rebuild_search", verbosity=0)
    term = SearchTerm.objects.get(term="alloc")
    assert (term.documents, term.word) in {(2, "allocations"), (2, "allocation")}
    assert SearchTerm.objects.get(term="").documents == 2


def test_the_command_names_the_kinds_there_are(source):
    with pytest.raises(CommandError, match="The kinds are: group"):
        call_command("rebuild_search", kind=["fiche"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL computes its index from each row")
@pytest.mark.parametrize("fault", ["missing", "too many"])
def test_a_full_text_table_that_is_behind_its_rows_is_filled_anew_by_a_rebuild(source, fault, caplog):
    Group.objects.bulk_create([Group(name="Loyers")])
    call_command("rebuild_search", verbosity=0)
    assert "behind" not in caplog.text
    if fault == "missing":
        execute("INSERT INTO clairdroit_search_fts_content(clairdroit_search_fts_content) VALUES ('delete-all')")
    else:
        execute("INSERT INTO clairdroit_search_fts_content(rowid, terms_title) VALUES (987654, 'loy')")
    call_command("rebuild_search", verbosity=0)
    assert "behind" in caplog.text
    (found,) = get_backend().candidates([Lookup(terms=["loy"], shelf="content", language="fr")])[0]
    assert found.document_id == SearchDocument.objects.get().pk


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_no_break_spaces_of_french_reach_the_results_and_other_white_space_is_one_space():
    summary = "  Avant\u00a0:\n\tdes\x00 «\u00a0mots\u00a0» "
    row = put("Une\u202f? deux\u00a0!", summary=summary, body="Un\u00a0: a\n\n b \t c")
    assert row.title == "Une\u202f? deux\u00a0!"
    assert row.summary == "Avant\u00a0: des «\u00a0mots\u00a0»"
    assert row.body == "Un\u00a0: a\nb c"
