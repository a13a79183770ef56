"""What a test gets of rows that were recorded in another one is what it would have made itself."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from clairdroit.kb_pages.actions import build_tree
from tests import recorded
from tests.recorded import Recorded
from tests.roles.composed import composed_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """Recorded, and undone: the next call repeats it."""
    tree = Recorded(lambda: build_tree(base_url="http://testserver"))
    with transaction.atomic():
        tree()
        transaction.set_rollback(True)
    assert not Page.objects.filter(depth__gt=2).exists()
    return tree


@pytest.fixture
def made(monkeypatch, tree):
    """How often it was made and not repeated."""
    times = []
    real = tree.make
    tree.make = lambda: times.append(1) or real()
    return times


def test_pages_revisions_and_the_site_are_there_again(tree, made):
    again = tree()
    assert not made
    assert [page.title for page in again.home.get_children().live()] == [
        *(heading.title for heading in again.headings.values()),
        again.news_index.title,
        again.event_index.title,
    ]
    assert Revision.objects.count() == 11
    assert again.site.root_page.specific == again.home
    again.headings["logement"].save_revision().publish()
    assert Revision.objects.count() == 12


def test_each_test_gets_objects_of_its_own(tree):
    tree().home.title = "Autre"
    with transaction.atomic():
        assert Recorded(tree.make)().home.title != "Autre"


def test_what_begins_otherwise_is_made(tree, made):
    Page.objects.filter(depth=2).update(title="Bienvenue")
    tree()
    assert made


def test_an_hour_later_the_dates_are_new_ones(tree, made):
    later = timezone.now() + recorded.FRESH
    with time_machine.travel(later, tick=False):
        assert tree().home.first_published_at == later
    assert made


def test_at_an_earlier_moment_nothing_is_of_later(tree, made):
    earlier = timezone.now() - datetime.timedelta(days=1)
    with time_machine.travel(earlier, tick=False):
        assert tree().home.first_published_at == earlier
    assert made


def test_other_beginnings_are_recorded_but_not_without_end(tree, made):
    for number in range(recorded.KEPT + 2):
        with transaction.atomic():
            Page.objects.filter(depth=2).update(title=f"Bienvenue {number}")
            tree()
            transaction.set_rollback(True)
    assert len(tree.recordings) == recorded.KEPT


def test_what_has_a_name_is_made_by_one_process_of_a_run(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "a-run")
    monkeypatch.setattr(recorded, "FOLDER", tmp_path)
    with transaction.atomic():
        Recorded(lambda: build_tree(base_url="http://testserver"), shared_as="tree")()
        transaction.set_rollback(True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # as it stands in the database of another process
            cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_revision', 'id'), 1)")
    monkeypatch.setattr(recorded.os, "getpid", lambda: 1)
    again = Recorded(lambda: pytest.fail("made a second time"), shared_as="tree")()
    assert Revision.objects.count() == 11
    again.headings["logement"].save_revision().publish()
    assert Revision.objects.count() == 12


def test_of_another_run_nothing_is_taken(monkeypatch, tmp_path, tree, made):
    monkeypatch.setattr(recorded, "FOLDER", tmp_path)
    for run in ("a-run", "another"):
        monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", run)
        with transaction.atomic():
            Recorded(tree.make, shared_as="tree")()
            transaction.set_rollback(True)
    assert len(made) == 2


def test_roles_composed_twice_are_composed_once():
    composed_roles()
    groups, rights = Group.objects.count(), Permission.objects.filter(group__isnull=False).count()
    composed_roles()
    assert (groups, rights) == (Group.objects.count(), Permission.objects.filter(group__isnull=False).count())
    assert groups
    assert rights
