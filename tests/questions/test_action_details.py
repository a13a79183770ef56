"""What actions leave behind besides the status: whose words are kept, who is told, what the history says."""

from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone, translation
from sesame.utils import get_token
from wagtail.models import TaskState

from clairdroit.mail.models import OutboxMail
from clairdroit.mail.permissions import user_can_see_outbox
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import PartnerMember
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.questions import actions, links, permissions
from clairdroit.questions.actions import history, readings
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import Assignment, Event, ProposedAnswer, Question, QuestionMail
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, EventFactory, QuestionFactory, UserFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


def answers_sent():
    return QuestionMail.objects.filter(kind=MailKind.ANSWER).count()


class TestWords:
    """Typed by people: kept without the white space around them, and never empty."""

    def test_of_a_partner_who_declines(self):
        asked = AssignmentFactory(partner__name="ADIL 78")
        actions.decline(assignment=asked, user=team_user(asked.partner), reason="  Pas notre domaine. \n")
        asked.refresh_from_db()
        assert asked.decline_reason == "Pas notre domaine."
        assert asked.question.events.get().detail == "ADIL 78 : Pas notre domaine."

    def test_of_an_editor_who_answers_or_says_where_to_turn(self, editor):
        answer = actions.answer_directly(question=QuestionFactory(), user=editor, text=" Voici. \n")
        assert answer.text == "Voici."
        question = actions.mark_out_of_scope(
            question=QuestionFactory(), user=editor, explanation=" Voyez la mairie. \n"
        )
        assert question.events.get().detail == "Voyez la mairie."
        assert "\nVoyez la mairie.\n" in question.mails.get(kind=MailKind.OUT_OF_SCOPE).email.message

    def test_of_a_citizen_who_adds_a_detail(self):
        question = actions.add_detail(question=QuestionFactory(text="Mon loyer."), text="  J’ai 62 ans.\n")
        today = timezone.localdate().strftime("%d/%m/%Y")
        assert question.words == f"Mon loyer.\n\n[{today}] J’ai 62 ans."
        assert [event.kind for event in question.events.all()] == [EventKind.DETAIL_ADDED]

    def test_of_an_editor_who_closes(self, editor):
        question = actions.close(question=QuestionFactory(), user=editor, reason="Doublon.")
        event = question.events.get()
        assert (event.kind, event.detail, event.user) == (EventKind.CLOSED, "Doublon.", editor)

    @pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
    def test_that_say_nothing_are_refused(self, editor, reason):
        asked, answer = AssignmentFactory(), proposed_answer()
        for act in (
            lambda: actions.decline(assignment=asked, user=team_user(asked.partner), reason=reason),
            lambda: actions.ask_for_changes(answer=answer, user=editor, comment=reason),
            lambda: actions.mark_out_of_scope(question=asked.question, user=editor, explanation=reason),
            lambda: actions.answer_directly(question=asked.question, user=editor, text=reason),
            lambda: actions.add_detail(question=asked.question, text=reason),
        ):
            before = Event.objects.count()
            with pytest.raises(actions.EmptyTextError):
                act()
            assert Event.objects.count() == before


class TestSending:
    def test_an_editor_may_send_what_was_sent_back_without_waiting_for_the_partner(self, editor):
        answer = proposed_answer("Assez bien.")
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
        sent = actions.send_answer(answer=answer, user=editor)
        assert sent.live
        assert answers_sent() == 1
        assert not TaskState.objects.filter(status=TaskState.STATUS_APPROVED).exists()

    def test_approving_is_what_ends_the_review(self, editor):
        actions.send_answer(answer=proposed_answer(), user=editor)
        assert TaskState.objects.get().status == TaskState.STATUS_APPROVED

    def test_what_is_not_live_is_not_sent(self, editor):
        answer = proposed_answer()
        actions.answers.deliver_answer(answer=answer, revision=answer.latest_revision, user=editor)
        assert answers_sent() == 0
        assert Question.objects.get().status == QuestionStatus.ASSIGNED

    def test_an_erased_question_is_answered_no_more(self, editor):
        question = actions.erase(
            question=actions.answer_directly(question=QuestionFactory(), user=editor, text="Voici.").question
        )
        assert question.status == QuestionStatus.ANSWERED
        with pytest.raises(actions.NotSendableError):
            actions.answer_directly(question=question, user=editor, text="Encore.")

    def test_a_second_answer_is_a_step_of_its_own_and_the_question_is_answered_once(self, editor):
        question = QuestionFactory()
        for text in ("Voici.", "Et encore."):
            actions.answer_directly(question=question, user=editor, text=text)
        kinds = [event.kind for event in question.events.all()]
        assert kinds.count(EventKind.ANSWER_SENT) == 2
        assert kinds.count(EventKind.ANSWERED) == 1


class TestReopening:
    def test_what_waits_in_the_queue_leaves_it(self, editor):
        first = proposed_answer()
        other = AssignmentFactory(question=first.question)
        actions.submit_proposal(assignment=other, user=team_user(other.partner), text="Une autre réponse.")
        actions.send_answer(answer=first, user=editor)
        assert TaskState.objects.reviewable_by(editor).count() == 1
        question = actions.reopen(question=first.question, user=editor)
        other.refresh_from_db()
        assert other.status == AssignmentStatus.RELEASED
        assert not TaskState.objects.reviewable_by(editor).exists()
        assert list(Question.objects.unassigned()) == [question]


class TestErasing:
    def test_no_step_of_the_history_keeps_its_words(self):
        event = EventFactory(detail="ADIL 78 : Madame Dupont a écrit.")
        question = actions.erase(question=event.question)
        assert question.events.exists()
        assert set(question.events.values_list("detail", flat=True)) == {""}

    def test_another_s_question_keeps_everything(self, editor):
        kept = actions.answer_directly(question=QuestionFactory(), user=editor, text="Voici.").question
        before = (kept.text, kept.email, kept.events.count(), kept.answers.count(), kept.mails.count())
        actions.erase(question=AssignmentFactory().question)
        kept.refresh_from_db()
        assert (kept.text, kept.email, kept.events.count(), kept.answers.count(), kept.mails.count()) == before

    def test_after_it_nothing_can_be_added(self, editor):
        answered = actions.answer_directly(question=QuestionFactory(), user=editor, text="Voici.").question
        actions.erase(question=answered)
        with pytest.raises(actions.NotWaitingError):
            actions.add_detail(question=answered, text="Encore un mot.")
        answered.refresh_from_db()
        assert answered.text == ""


class TestAssigning:
    @pytest.mark.parametrize(
        ("heading", "has_commune", "words"),
        [
            ("", True, "La rubrique n’est pas connue."),
            ("logement", False, "La commune n’est pas connue."),
            ("logement", True, "Aucun partenaire du réseau"),
        ],
    )
    def test_the_unmet_need_is_told_apart(self, heading, has_commune, words):
        commune = CommuneFactory() if has_commune else None
        with translation.override("fr"):
            question = QuestionFactory(heading=heading, commune=commune)
            actions.route_question(question=question)
        assert question.events.get().detail.startswith(words)

    def test_the_history_says_who_was_asked_and_why(self, editor):
        question = QuestionFactory()
        actions.assign(
            question=question,
            partner=PartnerFactory(name="ADIL 78"),
            user=editor,
            reasons=["Il connaît.", "Il est près."],
        )
        assert question.events.get().detail == "ADIL 78 : Il connaît. Il est près."

    def test_asking_again_begins_anew(self, editor):
        asked = AssignmentFactory(
            proposed=True,
            status=AssignmentStatus.RELEASED,
            ended_at=timezone.now(),
            seen_at=timezone.now(),
            left_step=1,
            left_parts=1,
        )
        again = actions.assign(question=asked.question, partner=asked.partner, user=editor, reasons=["Encore."])
        again = Assignment.objects.get(pk=again.pk)
        assert (again.seen_at, again.proposed_at, again.ended_at, again.reasons) == (None, None, None, ["Encore."])
        assert (again.left_step, again.left_parts) == (None, None)

    def test_releasing_one_of_two_leaves_the_question_with_the_other(self, editor):
        asked = AssignmentFactory()
        AssignmentFactory(question=asked.question)
        actions.release(assignment=asked, user=editor)
        assert Question.objects.get().status == QuestionStatus.ASSIGNED

    def test_reassigning_from_one_who_declined_only_asks_the_other(self, editor):
        declined = AssignmentFactory(declined=True)
        other = PartnerFactory(team_email="autre@interne.invalid")
        actions.reassign(assignment=declined, partner=other, user=editor)
        declined.refresh_from_db()
        assert declined.status == AssignmentStatus.DECLINED
        assert [event.kind for event in declined.question.events.all()] == [EventKind.ASSIGNED]

    @pytest.mark.parametrize("act", ["release", "reassign", "route"])
    def test_a_partner_decides_nothing_for_the_editors(self, act):
        asked = AssignmentFactory()
        team = team_user(asked.partner)
        with pytest.raises(PermissionDenied):
            {
                "release": lambda: actions.release(assignment=asked, user=team),
                "reassign": lambda: actions.reassign(assignment=asked, partner=PartnerFactory(), user=team),
                "route": lambda: actions.route_question(question=asked.question, user=team),
            }[act]()
        asked.refresh_from_db()
        assert asked.status == AssignmentStatus.NOTIFIED


class TestSubmitting:
    VALUES = {"heading": "", "text": "Bonjour", "commune": None, "email": "a@exemple.invalid"}

    def test_the_other_copy_that_committed_in_between_is_returned(self):
        """As when two requests pass the look-up together: the insertion decides."""
        first = actions.submit_question(**self.VALUES, submission_key="x").question
        with mock.patch("clairdroit.questions.managers.QuestionQuerySet.first", side_effect=[None, first]):
            second = actions.submit_question(**self.VALUES, submission_key="x")
        assert (second.question, second.created) == (first, False)

    def test_an_error_that_is_no_double_is_not_hidden(self, monkeypatch):
        def refuse(question):
            raise IntegrityError("autre chose")

        monkeypatch.setattr("clairdroit.questions.emails.question_received", refuse)
        with pytest.raises(IntegrityError, match="autre chose"):
            actions.submit_question(**self.VALUES, submission_key="x")
        assert not Question.objects.exists()

    def test_two_people_with_the_same_words_are_two_questions(self):
        keys = {actions.submit_question(**self.VALUES, submission_key=key).question.pk for key in "xy"}
        assert len(keys) == 2

    def test_a_suspicious_one_is_acknowledged_and_asks_nobody(self):
        commune = CommuneFactory()
        PartnerFactory(headings=["logement"], communes=[commune])
        question = actions.submit_question(
            **(self.VALUES | {"heading": "logement", "commune": commune}), submission_key="x", suspicion="Trop rapide."
        ).question
        assert [event.kind for event in question.events.all()] == [EventKind.RECEIVED, EventKind.HELD]
        assert question.events.last().detail == "Trop rapide."
        assert [mail.to for mail in OutboxMail.objects.all()] == [["a@exemple.invalid"]]


class TestRights:
    def test_somebody_who_left_handles_nothing(self, editor):
        assert permissions.user_can_handle_questions(editor)
        editor.is_active = False
        assert not permissions.user_can_handle_questions(editor)

    @pytest.mark.parametrize("allowed", [permissions.user_can_handle_questions, user_can_see_outbox])
    def test_nobody_else_handles_questions_or_reads_mails(self, allowed):
        for user in (AnonymousUser(), UserFactory(), team_user(PartnerFactory())):
            assert not allowed(user)

    def test_an_export_is_for_those_who_handle_questions(self):
        question = QuestionFactory()
        with pytest.raises(PermissionDenied):
            readings.log_export(questions=[question], user=UserFactory())
        assert not question.events.exists()

    def test_a_visitor_is_nobody_s_name_in_the_history(self):
        assert history.log(QuestionFactory(), EventKind.VIEWED, user=AnonymousUser()).user is None

    def test_a_refusal_can_say_why(self):
        with pytest.raises(PermissionDenied, match="pas à vous"):
            permissions.require(False, message="pas à vous")


class TestPartnersLink:
    def test_it_opens_the_space_of_its_own_partner(self):
        first, second = PartnerFactory(), PartnerFactory()
        for partner in (first, second, first):
            user, found = space_links.partner_of_token(links.partner_token(partner))
            assert (user, found) == (team_user(partner), partner)

    def test_a_colleague_s_own_account_is_no_team_box(self):
        partner = PartnerFactory()
        user = team_user(partner)
        token = links.partner_token(partner)
        PartnerMember.objects.filter(user=user).update(is_team_box=False)
        assert space_links.partner_of_token(token) is None

    def test_a_token_for_something_else_opens_nothing(self):
        user = team_user(PartnerFactory())
        assert space_links.partner_of_token(get_token(user)) is None
        assert space_links.partner_of_token(get_token(user, scope="autre-chose")) is None

    @pytest.mark.parametrize("base", ["https://clairdroit.invalid", "https://clairdroit.invalid/"])
    def test_addresses_in_mails_have_one_slash(self, settings, base):
        settings.WAGTAILADMIN_BASE_URL = base
        assert links.absolute("/ma-question/") == "https://clairdroit.invalid/ma-question/"


class TestBaskets:
    def test_what_was_handed_in_is_under_review_or_sent(self, editor):
        waiting, sent = proposed_answer(), actions.send_answer(answer=proposed_answer(), user=editor)
        AssignmentFactory()
        AssignmentFactory(declined=True)
        actions.reopen(question=sent.question, user=editor)
        assert set(Assignment.objects.handed_in()) == {waiting.assignment, sent.assignment}

    def test_only_what_can_still_be_answered_waits_for_its_partner(self, editor):
        asked, declined, proposed = AssignmentFactory(), AssignmentFactory(declined=True), proposed_answer().assignment
        assert set(Assignment.objects.waiting()) == {asked}
        assert set(Assignment.objects.active()) == {asked, proposed}
        actions.send_answer(answer=ProposedAnswer.objects.get(), user=editor)
        assert declined in Assignment.objects.on_open_questions()
        assert proposed not in Assignment.objects.on_open_questions()
