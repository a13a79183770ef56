"""Each change of state: it happens, the wrong person cannot cause it, and doing it again does no harm."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation
from wagtail.models import TaskState, WorkflowState

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import Assignment, ProposedAnswer, Question, QuestionMail
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return AssignmentFactory()


@pytest.fixture
def team(asked):
    return team_user(asked.partner)


def kinds(question):
    return [event.kind for event in question.events.all()]


class TestAssigning:
    def test_an_editor_asks_a_partner_who_gets_a_mail(self, editor):
        question, partner = QuestionFactory(), PartnerFactory()
        assignment = actions.assign(question=question, partner=partner, user=editor)
        question.refresh_from_db()
        assert question.status == QuestionStatus.ASSIGNED
        assert assignment.reasons
        assert kinds(question) == [EventKind.ASSIGNED]
        assert OutboxMail.objects.get().to == [partner.team_email]

    def test_a_partner_who_was_asked_is_not_asked_twice(self, asked, editor):
        with pytest.raises(actions.AlreadyAskedError):
            actions.assign(question=asked.question, partner=asked.partner, user=editor)
        assert not OutboxMail.objects.exists()

    def test_a_partner_who_declined_may_be_asked_again(self, editor):
        declined = AssignmentFactory(declined=True)
        actions.assign(question=declined.question, partner=declined.partner, user=editor)
        declined.refresh_from_db()
        assert declined.status == AssignmentStatus.NOTIFIED
        assert declined.decline_reason == ""

    def test_a_partner_without_a_team_box_cannot_be_asked(self, editor):
        with pytest.raises(actions.NotReachableError):
            actions.assign(question=QuestionFactory(), partner=PartnerFactory(team_email=""), user=editor)
        assert not Assignment.objects.exists()

    def test_an_ended_question_is_not_assigned(self, editor):
        with pytest.raises(actions.NotWaitingError):
            actions.assign(question=QuestionFactory(closed=True), partner=PartnerFactory(), user=editor)

    def test_nobody_else_assigns(self, team):
        with pytest.raises(PermissionDenied):
            actions.assign(question=QuestionFactory(), partner=PartnerFactory(), user=team)

    def test_releasing_the_last_partner_brings_the_question_back_to_the_editors(self, asked, editor):
        actions.release(assignment=asked, user=editor)
        asked.refresh_from_db()
        asked.question.refresh_from_db()
        assert asked.status == AssignmentStatus.RELEASED
        assert asked.question.status == QuestionStatus.RECEIVED

    def test_reassigning_releases_one_and_asks_the_other(self, asked, editor):
        other = PartnerFactory(team_email="autre@interne.invalid")
        actions.reassign(assignment=asked, partner=other, user=editor)
        asked.refresh_from_db()
        assert asked.status == AssignmentStatus.RELEASED
        assert asked.question.assignments.get(partner=other).status == AssignmentStatus.NOTIFIED
        assert kinds(asked.question) == [EventKind.RELEASED, EventKind.ASSIGNED]


class TestDrafting:
    def test_opening_counts_as_seen_once_and_every_reading_is_logged(self, asked, team):
        actions.mark_seen(assignment=asked, user=team)
        actions.mark_seen(assignment=asked, user=team)
        asked.refresh_from_db()
        assert asked.status == AssignmentStatus.SEEN
        assert kinds(asked.question) == [EventKind.SEEN, EventKind.VIEWED]

    def test_a_draft_is_kept_as_one_revision_however_often_it_is_saved(self, asked, team):
        for text in ("A", "Ab", "Abc"):
            answer = actions.save_draft(assignment=asked, user=team, text=text)
        asked.refresh_from_db()
        assert asked.status == AssignmentStatus.DRAFTING
        assert latest(answer).text == "Abc"
        assert answer.revisions.count() == 1
        assert not answer.live
        assert kinds(asked.question) == [EventKind.DRAFTING]

    def test_saving_the_same_text_again_changes_nothing(self, asked, team):
        first = version_of(actions.save_draft(assignment=asked, user=team, text="A"))
        assert version_of(actions.save_draft(assignment=asked, user=team, text="A")) == first

    def test_two_tabs_do_not_overwrite_each_other(self, asked, team):
        actions.save_draft(assignment=asked, user=team, text="Le premier", version="0")
        with pytest.raises(actions.DraftConflictError) as conflict:
            actions.save_draft(assignment=asked, user=team, text="Le second", version="0")
        assert conflict.value.theirs == "Le premier"
        assert latest(ProposedAnswer.objects.get()).text == "Le premier"

    def test_another_partner_cannot_write_here(self, asked):
        stranger = team_user(PartnerFactory())
        for act in (actions.mark_seen, actions.save_draft, actions.submit_proposal):
            with pytest.raises(PermissionDenied):
                act(assignment=asked, user=stranger, **({} if act is actions.mark_seen else {"text": "Non"}))
        with pytest.raises(PermissionDenied):
            actions.decline(assignment=asked, user=stranger, reason="Non")
        assert not ProposedAnswer.objects.exists()

    def test_an_editor_does_not_write_in_the_name_of_a_partner(self, asked, editor):
        with pytest.raises(PermissionDenied):
            actions.save_draft(assignment=asked, user=editor, text="Au nom de l’ADIL")

    def test_a_released_partner_writes_no_more(self, asked, team, editor):
        actions.release(assignment=asked, user=editor)
        with pytest.raises(actions.NotWaitingError):
            actions.save_draft(assignment=asked, user=team, text="Trop tard")


class TestProposing:
    def test_a_proposal_waits_in_the_moderation_queue(self, editor):
        answer = proposed_answer()
        assert answer.workflow_in_progress
        waiting = TaskState.objects.reviewable_by(editor)
        assert [state.revision.content_object for state in waiting] == [answer]
        assert not answer.live
        assert answer.assignment.status == AssignmentStatus.PROPOSED

    def test_an_empty_proposal_is_refused(self, asked, team):
        with pytest.raises(actions.EmptyTextError):
            actions.submit_proposal(assignment=asked, user=team, text="  \n ")
        assert not ProposedAnswer.objects.exists()

    def test_a_proposal_cannot_be_handed_in_twice(self):
        answer = proposed_answer()
        with pytest.raises(actions.NotWaitingError):
            actions.submit_proposal(
                assignment=answer.assignment, user=team_user(answer.assignment.partner), text="Encore"
            )

    def test_asking_for_changes_sends_it_back_with_the_comment(self, editor):
        answer = proposed_answer()
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court, s’il vous plaît.")
        answer.assignment.refresh_from_db()
        assert answer.assignment.status == AssignmentStatus.DRAFTING
        assert answer.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
        mail = QuestionMail.objects.get(kind=MailKind.CHANGES).email
        assert "Plus court, s’il vous plaît." in mail.message

    def test_changes_are_asked_once(self, editor):
        answer = proposed_answer()
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
        with pytest.raises(actions.NotSendableError):
            actions.ask_for_changes(answer=ProposedAnswer.objects.get(), user=editor, comment="Encore.")

    def test_asking_for_changes_needs_a_word_and_the_right(self, editor):
        answer = proposed_answer()
        with pytest.raises(actions.EmptyTextError):
            actions.ask_for_changes(answer=answer, user=editor, comment=" ")
        with pytest.raises(PermissionDenied):
            actions.ask_for_changes(answer=answer, user=UserFactory(), comment="Non")

    def test_declining_says_why_names_another_and_frees_the_question(self, asked, team):
        other = PartnerFactory(name="Info Droits")
        actions.decline(assignment=asked, user=team, reason="Pas notre domaine.", better_partner=other)
        asked.refresh_from_db()
        asked.question.refresh_from_db()
        assert asked.status == AssignmentStatus.DECLINED
        assert asked.better_partner == other
        assert asked.question.status == QuestionStatus.RECEIVED
        assert "Info Droits" in asked.question.events.get().detail

    def test_declining_leaves_the_question_with_the_other_partners(self, asked, team):
        AssignmentFactory(question=asked.question)
        actions.decline(assignment=asked, user=team, reason="Pas notre domaine.")
        asked.question.refresh_from_db()
        assert asked.question.status == QuestionStatus.ASSIGNED

    def test_declining_needs_a_reason_and_happens_once(self, asked, team):
        with pytest.raises(actions.EmptyTextError):
            actions.decline(assignment=asked, user=team, reason="")
        actions.decline(assignment=asked, user=team, reason="Pas notre domaine.")
        with pytest.raises(actions.NotWaitingError):
            actions.decline(assignment=asked, user=team, reason="Encore.")


class TestSending:
    def test_approving_publishes_and_queues_exactly_one_mail_to_the_citizen(self, editor):
        answer = actions.send_answer(answer=proposed_answer("Appelez le 01 99 00 12 12."), user=editor)
        assert answer.live
        assert answer.sent_at
        assert answer.question.status == QuestionStatus.ANSWERED
        mail = QuestionMail.objects.get(kind=MailKind.ANSWER).email
        assert mail.to == [answer.question.email]
        assert "01 99 00 12 12" in mail.message
        assert answer.sent_mail == mail

    def test_publishing_the_same_revision_again_sends_nothing(self, editor):
        answer = actions.send_answer(answer=proposed_answer(), user=editor)
        answer.latest_revision.publish(user=editor)
        assert QuestionMail.objects.filter(kind=MailKind.ANSWER).count() == 1

    def test_a_corrected_revision_is_sent_as_well(self, editor):
        answer = actions.send_answer(answer=proposed_answer(), user=editor)
        answer.text = "Correction : appelez le 01 99 00 13 13."
        answer.save_revision(user=editor).publish(user=editor)
        assert QuestionMail.objects.filter(kind=MailKind.ANSWER).count() == 2

    def test_what_the_editor_changed_is_what_is_sent(self, editor):
        answer = proposed_answer("Texte du partenaire.")
        edited = latest(answer)
        edited.text = "Texte relu."
        edited.save_revision(user=editor)
        actions.send_answer(answer=answer, user=editor)
        assert "Texte relu." in QuestionMail.objects.get(kind=MailKind.ANSWER).email.message

    def test_nobody_else_sends(self):
        answer = proposed_answer()
        with pytest.raises(PermissionDenied):
            actions.send_answer(answer=answer, user=team_user(answer.assignment.partner))
        answer.refresh_from_db()
        assert not answer.live
        assert not QuestionMail.objects.filter(kind=MailKind.ANSWER).exists()

    def test_nothing_is_sent_for_a_closed_question(self, editor):
        answer = proposed_answer()
        actions.close(question=answer.question, user=editor)
        with pytest.raises(actions.NotSendableError):
            actions.send_answer(answer=answer, user=editor)
        answer.refresh_from_db()
        assert not answer.live

    def test_a_failure_while_queueing_leaves_the_answer_unpublished(self, editor, monkeypatch):
        answer = proposed_answer()
        monkeypatch.setattr("clairdroit.questions.emails.answer_to_citizen", lambda answer: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.send_answer(answer=answer, user=editor)
        answer.refresh_from_db()
        assert not answer.live
        assert answer.question.status == QuestionStatus.ASSIGNED

    def test_an_editor_answers_directly(self, editor):
        question = QuestionFactory()
        answer = actions.answer_directly(question=question, user=editor, text="Voici.")
        question.refresh_from_db()
        assert question.status == QuestionStatus.ANSWERED
        assert answer.assignment is None
        assert "Voici." in QuestionMail.objects.get(kind=MailKind.ANSWER).email.message

    def test_the_same_direct_answer_twice_is_sent_once_another_is_a_correction(self, editor):
        question = QuestionFactory()
        for text in ("Voici.", "Voici. ", "Voici mieux."):
            actions.answer_directly(question=question, user=editor, text=text)
        assert question.mails.filter(kind=MailKind.ANSWER).count() == 2
        question.refresh_from_db()
        actions.reopen(question=question, user=editor)
        actions.answer_directly(question=question, user=editor, text="Voici.")
        assert question.mails.filter(kind=MailKind.ANSWER).count() == 3, "taken up again, it may be the right one again"

    def test_a_direct_answer_needs_a_text_and_the_right(self, editor):
        question = QuestionFactory()
        with pytest.raises(actions.EmptyTextError):
            actions.answer_directly(question=question, user=editor, text=" ")
        with pytest.raises(PermissionDenied):
            actions.answer_directly(question=question, user=UserFactory(), text="Voici.")
        assert not ProposedAnswer.objects.exists()


class TestEnding:
    @pytest.mark.parametrize(
        ("act", "values", "status"),
        [
            (actions.close, {}, QuestionStatus.CLOSED),
            (actions.mark_spam, {}, QuestionStatus.SPAM),
            (actions.mark_out_of_scope, {"explanation": "Voyez la mairie."}, QuestionStatus.OUT_OF_SCOPE),
        ],
    )
    def test_ending_frees_partners_and_empties_the_queue(self, editor, act, values, status):
        answer = proposed_answer()
        act(question=answer.question, user=editor, **values)
        question = Question.objects.get()
        answer.assignment.refresh_from_db()
        assert question.status == status
        assert question.ended_at
        assert answer.assignment.status == AssignmentStatus.RELEASED
        assert not TaskState.objects.reviewable_by(editor).exists()
        with pytest.raises(actions.TransitionError):
            act(question=question, user=editor, **values)

    @pytest.mark.parametrize("act", [actions.close, actions.mark_spam, actions.reopen])
    def test_nobody_else_ends_or_reopens(self, act):
        with pytest.raises(PermissionDenied):
            act(question=QuestionFactory(), user=UserFactory())

    def test_an_out_of_scope_question_tells_the_citizen_where_to_turn(self, editor):
        actions.mark_out_of_scope(question=QuestionFactory(), user=editor, explanation="Voyez la mairie.")
        assert "Voyez la mairie." in OutboxMail.objects.get().message

    def test_out_of_scope_without_a_word_is_refused(self, editor):
        with pytest.raises(actions.EmptyTextError):
            actions.mark_out_of_scope(question=QuestionFactory(), user=editor, explanation="")

    def test_spam_writes_to_nobody(self, editor):
        actions.mark_spam(question=QuestionFactory(), user=editor)
        assert not OutboxMail.objects.exists()

    def test_a_closed_question_can_be_taken_up_again(self, editor):
        question = actions.reopen(question=QuestionFactory(closed=True), user=editor)
        assert question.status == QuestionStatus.RECEIVED
        assert question.ended_at is None
        with pytest.raises(actions.TransitionError):
            actions.reopen(question=question, user=editor)


class TestSubmitting:
    def test_a_failure_while_queueing_leaves_no_question(self, monkeypatch):
        monkeypatch.setattr("clairdroit.questions.emails.question_received", lambda question: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.submit_question(
                heading="", text="Une question.", commune=None, email="a@exemple.invalid", submission_key="x"
            )
        assert not Question.objects.exists()
        assert not OutboxMail.objects.exists()

    def test_the_same_submission_returns_the_first_question(self):
        values = {"heading": "", "text": "Bonjour", "commune": None, "email": "a@exemple.invalid"}
        first = actions.submit_question(**values, submission_key="x")
        second = actions.submit_question(**values, submission_key="x")
        assert (first.created, second.created) == (True, False)
        assert first.question == second.question
        assert OutboxMail.objects.count() == 1


def test_the_reasons_are_in_the_editors_language_whichever_the_citizen_wrote_from():
    commune = CommuneFactory()
    PartnerFactory(headings=["logement"], communes=[commune])
    with translation.override("en"):
        question = actions.submit_question(
            heading="logement",
            text="How can I pay my rent?",
            commune=commune,
            email="nadia@citoyenne.invalid",
            submission_key="en-anglais",
            language="en",
        ).question
    assert "Intervient à" in " ".join(question.assignments.get().reasons)
    assert "Intervient à" in question.events.get(kind=EventKind.ASSIGNED).detail


def test_a_second_proposal_that_is_refused_after_the_answer_asks_nothing_of_its_partner(editor):
    first = proposed_answer()
    other = AssignmentFactory(question=first.question)
    second = actions.submit_proposal(assignment=other, user=team_user(other.partner), text="Une autre réponse.")
    actions.send_answer(answer=first, user=editor)
    OutboxMail.objects.all().delete()
    actions.ask_for_changes(answer=second, user=editor, comment="Merci, une réponse est déjà partie.")
    other.refresh_from_db()
    assert other.status == AssignmentStatus.RELEASED
    assert not OutboxMail.objects.exists()


def test_partners_who_had_not_answered_are_released_when_another_s_answer_leaves(editor):
    first = proposed_answer()
    other = AssignmentFactory(question=first.question)
    actions.send_answer(answer=first, user=editor)
    other.refresh_from_db()
    assert other.status == AssignmentStatus.RELEASED
    assert first.question.events.filter(kind=EventKind.RELEASED, assignment=other).count() == 1


def test_a_released_partner_s_proposal_leaves_the_moderation_queue(editor):
    answer = proposed_answer()
    actions.release(assignment=answer.assignment, user=editor)
    assert not TaskState.objects.reviewable_by(editor).exists()
