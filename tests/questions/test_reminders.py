"""What the clock sends: once a day, on working days, each mark with its e-mail or neither."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from clairdroit.mail import digests
from clairdroit.mail.enums import DigestRhythm
from clairdroit.mail.models import DigestChoice, OutboxMail
from clairdroit.questions import actions, emails
from clairdroit.questions.enums import EventKind, MailKind, QuestionStatus
from clairdroit.questions.jobs.reminders import run
from clairdroit.questions.models import Assignment, Digest, Question
from clairdroit.questions.reminders import editors
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import (
    AssignmentFactory,
    OutboxMailFactory,
    PartnerAvailabilityFactory,
    QuestionFactory,
    RoutingRuleFactory,
    UnreachableAddressFactory,
    UserFactory,
    proposed_answer,
)
from tests.territories.factories import CommuneFactory, DepartementFactory

pytestmark = pytest.mark.django_db

THURSDAY = datetime.date(2026, 11, 26)
SATURDAY = datetime.date(2026, 11, 28)


def at(day, hour=9):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def days_before(number):
    return at(THURSDAY - datetime.timedelta(days=number))


@pytest.fixture
def clock(monkeypatch):
    """Thursday noon; `clock(day)` moves it."""

    def move(day):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(day, 12))

    move(THURSDAY)
    return move


def waiting(team="equipe@partenaire.invalid", *, days=2, partner=None, **values):
    """A question that a partner was asked so many days before Thursday."""
    partner = partner or PartnerFactory(team_email=team)
    then = days_before(days)
    question = QuestionFactory(assigned=True, received_at=then, due_at=at(datetime.date(2026, 12, 31)))
    return AssignmentFactory(partner=partner, question=question, notified_at=then, **values)


def late(**values):
    due_at = at(THURSDAY - datetime.timedelta(days=1), 0)
    return QuestionFactory(**{"received_at": days_before(9), "due_at": due_at, **values})


def sent(start):
    return [mail for mail in OutboxMail.objects.order_by("pk") if mail.subject.startswith(start)]


@pytest.mark.usefixtures("clock")
class TestTeamBoxes:
    def test_one_mail_lists_all_that_waits(self):
        first = waiting()
        second = waiting(partner=first.partner, days=0)
        counts = run()
        assert counts["partners"] == 1
        (mail,) = OutboxMail.objects.all()
        assert mail.to == ["equipe@partenaire.invalid"]
        assert mail.subject == "2 questions attendent votre équipe"
        for each in (first, second):
            assert each.question.reference in mail.message
            assert each.question.text not in mail.message
            assert each.question.left_in_words in mail.message
        reminded = {each.pk: each.reminded_at for each in Assignment.objects.all()}
        assert reminded[first.pk] is not None
        assert reminded[second.pk] is None, "its own clock has not rung"
        assert first.question.events.get().kind == EventKind.REMINDED

    def test_not_before_its_time_and_not_twice_the_same_day(self):
        waiting(days=1)
        assert run()["partners"] == 0
        waiting(team="autre@partenaire.invalid")
        assert run()["partners"] == 1
        assert run()["partners"] == 0
        assert OutboxMail.objects.count() == 1

    def test_again_after_as_long_without_a_sign(self, clock):
        waiting()
        run()
        clock(datetime.date(2026, 11, 27))
        assert run()["partners"] == 0
        clock(datetime.date(2026, 11, 30))
        assert run()["partners"] == 1

    def test_nothing_on_days_that_are_not_worked(self, clock):
        waiting(days=30)
        late()
        UserFactory(moderator=True)
        clock(SATURDAY)
        assert not run()
        assert not OutboxMail.objects.exists()
        assert not Question.objects.exclude(told_late_at=None).exists()

    def test_not_those_who_are_away_unreachable_or_want_none(self):
        waiting(partner=PartnerFactory(team_email="a@equipe.invalid", absent=True))
        waiting(
            partner=PartnerAvailabilityFactory(away=(THURSDAY, THURSDAY), partner__team_email="b@x.invalid").partner
        )
        waiting(partner=PartnerAvailabilityFactory(wants_reminders=False, partner__team_email="c@x.invalid").partner)
        waiting(team="")
        waiting(team="perdu@equipe.invalid")
        UnreachableAddressFactory(bounced="perdu@equipe.invalid")
        assert run()["partners"] == 0

    def test_a_mail_that_cannot_be_written_leaves_no_mark_and_the_others_go_on(self, monkeypatch):
        first, second = waiting(), waiting(team="autre@partenaire.invalid")
        write = emails.partner_digest

        def fail_once(partner, lines):
            if partner == first.partner:
                raise RuntimeError("killed")
            return write(partner, lines)

        monkeypatch.setattr(emails, "partner_digest", fail_once)
        assert run() == {"partners": 1, "failed": 1}
        assert [digest.partner for digest in Digest.objects.all()] == [second.partner]
        assert Assignment.objects.get(pk=first.pk).reminded_at is None
        monkeypatch.undo()

    def test_the_mail_offers_to_stop_them(self):
        waiting()
        run()
        headers = OutboxMail.objects.get().headers
        assert headers["List-Unsubscribe"].startswith("<http")
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert headers["Auto-Submitted"] == "auto-generated"

    def test_a_day_holds_one_digest_for_each_reader(self):
        partner = PartnerFactory()
        Digest.objects.create(partner=partner, day=THURSDAY)
        with pytest.raises(IntegrityError):
            Digest.objects.create(partner=partner, day=THURSDAY)


@pytest.mark.usefixtures("clock")
class TestSilence:
    def test_after_some_days_without_a_sign(self, settings):
        settings.CLAIRDROIT_SILENT_AFTER = 3
        hopeful, silent = waiting(days=2), waiting(days=3)
        assert run()["silent"] == 1
        assert list(Question.objects.no_reply()) == [silent.question]
        hopeful.refresh_from_db()
        assert not hopeful.is_silent

    def test_the_question_stays_open_and_with_the_partner(self):
        assignment = waiting(days=9)
        run()
        assignment.refresh_from_db()
        assert assignment.is_silent
        assert assignment.question.status == QuestionStatus.ASSIGNED
        assert EventKind.SILENT in assignment.question.events.values_list("kind", flat=True)

    def test_somebody_at_work_on_it_is_a_reply_to_come(self):
        assignment = waiting(days=9)
        AssignmentFactory(question=assignment.question, notified_at=days_before(0))
        run()
        assert not Question.objects.no_reply().exists()


@pytest.mark.usefixtures("clock")
class TestCitizens:
    def test_are_told_once_with_a_new_date(self, clock):
        RoutingRuleFactory(target_days=4)
        question = late()
        assert run()["citizens"] == 1
        (mail,) = sent("Votre question prend")
        assert mail.to == [question.email]
        assert "mercredi 2 décembre" in mail.message
        assert "/ma-question/" in mail.message
        assert question.mails.get().kind == MailKind.LATE
        question.refresh_from_db()
        assert question.told_late_at is not None
        for day in (THURSDAY, datetime.date(2026, 12, 15)):
            clock(day)
            assert run()["citizens"] == 0

    def test_not_before_a_working_day_has_passed(self, settings):
        question = late(due_at=at(THURSDAY, 0))
        settings.CLAIRDROIT_TELL_CITIZEN_AFTER = 2
        assert run()["citizens"] == 0
        settings.CLAIRDROIT_TELL_CITIZEN_AFTER = 1
        assert run()["citizens"] == 1
        question.refresh_from_db()
        assert question.late_in_words.startswith("En retard de 1 jour ouvré")

    def test_not_of_questions_that_ended_or_look_suspicious_or_whose_address_is_dead(self):
        late(answered=True, answered_at=days_before(1))
        late(suspicion="Trop de liens.")
        late(email="morte@citoyenne.invalid")
        UnreachableAddressFactory(bounced="morte@citoyenne.invalid")
        assert run()["citizens"] == 0


@pytest.mark.usefixtures("clock")
class TestEditors:
    def test_one_mail_lists_what_waits_without_anybodys_words(self, settings):
        editor = UserFactory(moderator=True)
        answer = proposed_answer()
        question = late(told_late_at=days_before(0))
        OutboxMailFactory(failed=True, subject="Perdu")
        assert run()["editors"] == 1
        (mail,) = sent("Ce qui vous attend")
        assert mail.to == [editor.email]
        for words in ("1 réponse à relire", answer.question.reference, "1 question en retard", question.reference):
            assert words in mail.message
        assert "1 message non remis" in mail.message
        assert "rendez-vous" not in mail.message
        assert question.text not in mail.message
        assert run()["editors"] == 0

    def test_not_when_nothing_waits_and_not_to_whoever_does_not_handle_questions(self):
        UserFactory()
        editor = UserFactory(moderator=True)
        assert run()["editors"] == 0
        late(told_late_at=days_before(0))
        assert run()["editors"] == 1
        assert Digest.objects.get().user == editor

    @pytest.mark.parametrize(("rhythm", "days"), [("daily", [23, 24, 25]), ("weekly", [23]), ("never", [])])
    def test_as_often_as_they_choose(self, clock, rhythm, days):
        DigestChoice.objects.create(user=UserFactory(moderator=True), rhythm=rhythm)
        late(told_late_at=days_before(0))
        late(told_late_at=days_before(0), due_at=days_before(20))
        got = []
        for day in (23, 24, 25):
            clock(datetime.date(2026, 11, day))
            got += [day] * run()["editors"]
        assert got == days

    def test_once_a_week_is_its_first_working_day(self, clock):
        user = UserFactory(moderator=True)
        DigestChoice.objects.create(user=user, rhythm=DigestRhythm.WEEKLY)
        after_easter = datetime.date(2026, 4, 7)
        assert digests.wants_today(user, after_easter)
        assert not digests.wants_today(user, after_easter + datetime.timedelta(days=1))

    @pytest.mark.parametrize("included", [True, False])
    def test_superusers_only_where_wagtail_s_notices_go_to_them_too(self, settings, included):
        settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = included
        user = UserFactory(is_superuser=True)
        assert (user in editors.readers()) is included


class TestDueDates:
    def test_are_set_at_reception_by_the_rule_the_place_and_its_holidays(self, clock):
        clock(datetime.date(2026, 4, 2))
        strasbourg = CommuneFactory(
            insee="67482", name="Strasbourg", epci=None, departement=DepartementFactory(code="67", name="Bas-Rhin")
        )
        RoutingRuleFactory(target_days=2)
        submitted = {
            place.name: actions.submit_question(
                heading="logement", text="Une question ?", commune=place, email="a@b.invalid", submission_key=place.pk
            ).question
            for place in (strasbourg, CommuneFactory())
        }
        # Good Friday is worked in Versailles alone, Easter Monday in neither.
        assert submitted["Versailles"].expected_on == datetime.date(2026, 4, 7)
        assert submitted["Strasbourg"].expected_on == datetime.date(2026, 4, 8)

    def test_without_a_rule_the_site_s_promise_counts(self, clock):
        question = actions.submit_question(
            heading="", text="Une question ?", commune=None, email="a@b.invalid", submission_key="x"
        ).question
        assert question.expected_on == datetime.date(2026, 12, 1)

    def test_begin_anew_when_a_question_is_taken_up_again(self, clock):
        question = late(answered=True, answered_at=days_before(1))
        assert not Question.objects.late().exists()
        assert question.late_in_words == ""
        actions.reopen(question=question, user=UserFactory(moderator=True))
        question.refresh_from_db()
        assert question.expected_on == datetime.date(2026, 12, 1)
        actions.close(question=question, user=UserFactory(moderator=True))
        question.refresh_from_db()
        assert question.expected_on == datetime.date(2026, 12, 1), "closing sets no date"


class TestCommand:
    def output(self, *options):
        out = io.StringIO()
        call_command("send_reminders", *options, stdout=out)
        return out.getvalue()

    @pytest.mark.usefixtures("clock")
    def test_dry_run_says_what_it_would_do_and_does_nothing(self):
        waiting(days=9)
        late()
        UserFactory(moderator=True)
        told = self.output("--dry-run")
        assert (
            "1 partners would be noted as silent; 1 team boxes, 1 citizens and 1 editors would be written to." in told
        )
        assert not OutboxMail.objects.exists()
        assert not Digest.objects.exists()

    @pytest.mark.usefixtures("clock")
    def test_says_what_it_did_and_the_second_time_nothing(self):
        waiting()
        assert "0 partners noted as silent; 1 team boxes, 0 citizens and 0 editors written to." in self.output()
        assert "0 team boxes" in self.output()

    def test_a_day_that_is_not_worked_is_told(self, clock):
        clock(SATURDAY)
        assert self.output() == "2026-11-28 is no working day: nothing is sent.\n"

    @pytest.mark.usefixtures("clock")
    def test_a_failure_is_no_success(self, monkeypatch):
        waiting()
        monkeypatch.setattr(emails, "partner_digest", lambda *args: 1 / 0)
        with pytest.raises(CommandError, match="1 reminders failed"):
            self.output()
