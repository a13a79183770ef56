"""The nightly run: whatever apps register, in their order, each alone, with its days and its figures."""

import datetime
import functools
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.admin.models import FormState

from clairdroit.mail.models import DigestChoice
from clairdroit.registries import registered
from clairdroit.retention import Sweep, chores, conf, sweeps
from clairdroit.retention.days import declare, known
from clairdroit.retention.enforcing import enforce
from tests.questions.factories import UserFactory
from tests.repository.files import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def _alone():
    """With names of days, as apps declare them."""
    with registered(sweeps), registered(chores), registered(known, *known):
        declare(first=3, second=3, third=3, both=1, a=10, b=20, choices=1, broken=1)
        yield


def rows_of_choices(before):
    return [DigestChoice.objects.all()]


def rows_of_nothing(before):
    return []


def choices(number):
    for _each in range(number):
        DigestChoice.objects.create(user=UserFactory())


def said(**options):
    out = StringIO()
    call_command("enforce_retention", stdout=out, **options)
    return out.getvalue()


@pytest.mark.usefixtures("_alone")
class TestSweeps:
    def test_they_run_in_the_order_of_their_registration_and_each_has_its_figure(self):
        choices(2)
        done = []

        def remove(rows, run):
            done.append(rows.model)
            return rows.count()

        sweeps.register(Sweep("first", rows_of_choices, remove=remove))
        sweeps.register(Sweep("second", rows_of_choices))
        sweeps.register(Sweep("third", rows_of_choices))
        assert said() == "Removed: 2 first, 2 second.\n"
        assert done == [DigestChoice]

    def test_one_that_has_several_tables_tells_each(self):
        choices(1)
        sweeps.register(Sweep("both", lambda before: [DigestChoice.objects.all(), DigestChoice.objects.none()]))
        assert enforce().removed == [("both", 1), ("both", 0)]

    def test_a_sweep_is_given_the_moment_before_which_things_are_too_old(self, settings, time_machine):
        now = datetime.datetime(2026, 11, 30, 2, 40, tzinfo=datetime.UTC)
        time_machine.move_to(now, tick=False)
        moments = {}
        for name, is_fixed in (("a", False), ("b", False), ("c", True)):
            rows = functools.partial(lambda name, before: moments.setdefault(name, before) and [], name)
            sweeps.register(Sweep(name, rows, is_fixed=is_fixed))
        settings.CLAIRDROIT_RETENTION_DAYS = {"b": 2}
        enforce()
        day = datetime.timedelta(days=1)
        assert moments == {"a": now - 10 * day, "b": now - 2 * day, "c": now}

    def test_a_trial_counts_and_does_nothing(self):
        choices(2)
        done = []
        sweeps.register(Sweep("choices", rows_of_choices, remove=lambda rows, run: done.append(rows)))
        chores.register(lambda: done.append("chore"))
        assert said(dry_run=True) == "Would be removed: 2 choices.\n"
        assert not done

    def test_chores_come_after_all_sweeps(self):
        done = []
        chores.register(lambda: done.append("chore"))
        sweeps.register(Sweep("a", rows_of_choices, remove=lambda rows, run: done.append("sweep") or 0))
        enforce()
        assert done == ["sweep", "chore"]

    def test_one_that_fails_is_named_and_keeps_no_other_from_its_part(self, caplog):
        choices(1)
        done = []
        sweeps.register(Sweep("broken", lambda before: 1 / 0))
        sweeps.register(Sweep("choices", rows_of_choices))
        chores.register(lambda: 1 / 0)
        chores.register(lambda: done.append("chore"))
        out = StringIO()
        with pytest.raises(CommandError, match="Not removed: broken, <lambda>"):
            call_command("enforce_retention", stdout=out)
        assert out.getvalue() == "Removed: 1 choices.\n"
        assert done == ["chore"]
        assert "could not be removed" in caplog.text

    def test_what_an_app_makes_for_its_sweeps_is_made_once_a_run(self):
        made = []

        def make():
            made.append(object())
            return made[-1]

        for name in ("a", "b"):
            sweeps.register(Sweep(name, rows_of_choices, remove=lambda rows, run: run.once(make) and 0))
        enforce()
        assert len(made) == 1
        enforce()
        assert len(made) == 2

    def test_two_apps_cannot_have_one_name(self):
        sweeps.register(Sweep("mails", rows_of_choices))
        with pytest.raises(ImproperlyConfigured, match="Two apps remove 'mails'"):
            sweeps.register(Sweep("mails", rows_of_nothing))

    def test_one_whose_days_nobody_has_declared_removes_nothing(self):
        choices(1)
        sweeps.register(Sweep("undeclared", rows_of_choices))
        assert enforce().failed == ["undeclared"]
        assert DigestChoice.objects.count() == 1

    def test_two_apps_cannot_declare_one_name(self):
        declare(first=3)
        with pytest.raises(ImproperlyConfigured, match="first is kept by two apps"):
            declare(first=4)

    def test_nothing_to_do_is_said_only_to_whoever_asks(self):
        assert said() == ""
        assert said(verbosity=2) == "Removed: nothing.\n"


class TestSetting:
    def test_a_town_chooses_days_by_the_names_that_the_installed_apps_have(self, settings):
        settings.CLAIRDROIT_RETENTION_DAYS = {"mails": 3, "spam": 4}
        days = conf.days()
        assert (days["mails"], days["spam"], days["failed_mails"]) == (3, 4, 180)

    @pytest.mark.parametrize("name", ["previews", "allowances", "mail"])
    def test_another_name_stops_the_start_with_a_sentence_that_names_them(self, settings, name):
        settings.CLAIRDROIT_RETENTION_DAYS = {name: 3}
        (found,) = [each for each in run_checks() if each.id == "clairdroit_app_settings.E001"]
        assert found.msg.startswith(
            "CLAIRDROIT_RETENTION_DAYS: it expects whole numbers of days, 1 or more, for some of: "
        )
        for name_of_ours in ("answered", "drafts", "mails", "failed_mails", "reports", "received_mails", "sign_ins"):
            assert f" {name_of_ours}" in found.msg

    def test_a_name_of_an_app_that_is_not_there_is_none(self, settings):
        settings.CLAIRDROIT_RETENTION_DAYS = {"spam": 3}
        with registered(known, *(each for each in known if each.name == "mails")):
            (found,) = [each for each in run_checks() if each.id == "clairdroit_app_settings.E001"]
        assert found.msg.endswith("for some of: mails.")


def test_the_pages_tell_what_goes_and_after_how_long():
    settings_page = (ROOT / "docs" / "settings.md").read_text()
    page = (ROOT / "docs" / "confidentiality.md").read_text()
    assert {sweep.name for sweep in sweeps if not sweep.is_fixed} == known.keys()
    for sweep in sweeps:
        if not sweep.is_fixed:
            days = known[sweep.name].days
            assert f"{sweep.name}={days}" in settings_page
            assert f"| `{sweep.name}` | {days} |" in page
        else:
            assert f"| `{sweep.name}` | 1, always |" in page


def test_previews_that_wagtail_kept_go_by_the_clock():
    of = {"user": UserFactory(), "content_type": ContentType.objects.get_for_model(DigestChoice), "data": ""}
    now = timezone.now()
    _old, young = (
        FormState.objects.create(object_id=str(days), last_updated_at=now - datetime.timedelta(days=days), **of)
        for days in (2, 0)
    )
    assert ("previews", 1) in enforce().removed
    assert list(FormState.objects.all()) == [young]
