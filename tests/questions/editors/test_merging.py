"""An editor corrects proposals, and joins two of them into one answer."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import TaskState

from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, editors
from clairdroit.questions.drafts import latest, version_of
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import Event, ProposedAnswer
from tests.questions.factories import QuestionFactory, UserFactory
from tests.questions.proposing import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return QuestionFactory(assigned=True)


@pytest.fixture
def two(question):
    return propose(question, "ADIL", "Appelez l’ADIL."), propose(question, "CCAS", "Allez au CCAS.")


def merge(two, user, text="Appelez l’ADIL.\n\nAllez au CCAS.", **values):
    return editors.merge_proposals(first=two[0], second=two[1], user=user, text=text, **values)


def kinds(question):
    return list(Event.objects.filter(question=question).values_list("kind", flat=True))


def waiting():
    return {state.revision.object_id for state in TaskState.objects.filter(status="in_progress")}


def mails(question, kind):
    return [mail.email for mail in question.mails.filter(kind=kind)]


class TestEditing:
    def test_the_editor_s_words_are_sent_and_the_partner_s_are_kept(self, two, editor):
        answer = editors.edit_proposal(answer=two[0], user=editor, text="Appelez-nous demain.")
        assert EventKind.EDITED in kinds(answer.question)
        actions.send_answer(answer=answer, user=editor)
        assert "Appelez-nous demain." in mails(answer.question, MailKind.ANSWER)[0].message
        assert answer.revisions.order_by("pk").first().as_object().text == "Appelez l’ADIL."

    def test_the_same_words_are_no_correction(self, two, editor):
        answer = editors.edit_proposal(answer=two[0], user=editor, text="Appelez l’ADIL.")
        assert version_of(answer) == version_of(two[0])
        assert EventKind.EDITED not in kinds(answer.question)

    def test_what_a_colleague_saved_meanwhile_is_not_overwritten(self, two, editor):
        seen = version_of(two[0])
        editors.edit_proposal(answer=two[0], user=UserFactory(moderator=True), text="D’une autre main.")
        with pytest.raises(actions.DraftConflictError) as conflict:
            editors.edit_proposal(answer=two[0], user=editor, text="De la mienne.", version=seen)
        assert conflict.value.theirs == "D’une autre main."

    def test_an_empty_answer_a_decided_one_and_a_stranger_are_refused(self, two, editor):
        with pytest.raises(actions.EmptyTextError):
            editors.edit_proposal(answer=two[0], user=editor, text=" ")
        with pytest.raises(PermissionDenied):
            editors.edit_proposal(answer=two[0], user=UserFactory(), text="x")
        actions.send_answer(answer=two[0], user=editor)
        with pytest.raises(actions.NotSendableError):
            editors.edit_proposal(answer=two[0], user=editor, text="x")


class TestMerging:
    def test_one_answer_waits_in_the_place_of_two(self, two, editor):
        joint = merge(two, editor)
        assert waiting() == {str(joint.pk)}
        assert latest(joint).text == "Appelez l’ADIL.\n\nAllez au CCAS."
        assert kinds(joint.question).count(EventKind.MERGED) == 2
        assert not mails(joint.question, MailKind.ANSWER)

    def test_it_is_signed_by_both_and_sent_once(self, two, editor, question):
        joint = actions.send_answer(answer=merge(two, editor), user=editor)
        question.refresh_from_db()
        assert joint.signature in ("ADIL et CCAS", "ADIL and CCAS")
        (mail,) = mails(question, MailKind.ANSWER)
        assert joint.signature in mail.message
        assert question.status == QuestionStatus.ANSWERED
        sent = Event.objects.filter(question=question, kind=EventKind.ANSWER_SENT)
        assert {event.assignment for event in sent} == {answer.assignment for answer in two}

    def test_both_assignments_end_as_handed_in(self, two, editor):
        actions.send_answer(answer=merge(two, editor), user=editor)
        for answer in two:
            answer.assignment.refresh_from_db()
            assert answer.assignment.status == AssignmentStatus.PROPOSED

    def test_each_partner_s_own_words_are_kept(self, two, editor):
        merge(two, editor)
        assert [latest(ProposedAnswer.objects.get(pk=answer.pk)).text for answer in two] == [
            "Appelez l’ADIL.",
            "Allez au CCAS.",
        ]

    def test_a_joined_proposal_cannot_be_sent_on_its_own(self, two, editor):
        joint = merge(two, editor)
        with pytest.raises(actions.JoinedError):
            actions.send_answer(answer=two[0], user=editor)
        with pytest.raises(actions.JoinedError):
            ProposedAnswer.objects.get(pk=two[0].pk).get_latest_revision().publish(user=editor)
        assert not mails(joint.question, MailKind.ANSWER)

    def test_a_third_proposal_joins_the_two(self, two, editor, question):
        third = propose(question, "CAF", "Appelez la CAF.")
        joint = merge((merge(two, editor), third), editor, text="Tout.")
        assert [str(partner) for partner in joint.partners] == ["CAF", "ADIL", "CCAS"]
        actions.send_answer(answer=joint, user=editor)
        assert len(mails(question, MailKind.ANSWER)) == 1

    def test_what_was_decided_in_the_meantime_cannot_be_joined(self, two, editor):
        actions.send_answer(answer=two[1], user=editor)
        with pytest.raises(actions.NotMergeableError):
            merge(two, editor)
        assert not ProposedAnswer.objects.filter(assignment=None).exists()

    def test_what_changed_in_the_meantime_is_shown_first(self, two, editor):
        seen = (version_of(two[0]), version_of(two[1]))
        editors.edit_proposal(answer=two[1], user=UserFactory(moderator=True), text="D’une autre main.")
        with pytest.raises(actions.DraftConflictError):
            merge(two, editor, versions=seen)

    def test_only_proposals_for_the_same_question_and_two_of_them(self, two, editor):
        other = propose(QuestionFactory(assigned=True), "CIDFF", "Venez.")
        for pair in ((two[0], other), (two[0], two[0])):
            with pytest.raises(actions.NotMergeableError):
                merge(pair, editor)

    def test_nothing_written_and_nobody_s_right_are_refused(self, two, editor):
        with pytest.raises(actions.EmptyTextError):
            merge(two, editor, text="\n ")
        with pytest.raises(PermissionDenied):
            merge(two, team_user(two[0].assignment.partner))


class TestAfterwards:
    def test_separating_brings_both_back(self, two, editor):
        joint = merge(two, editor)
        editors.separate_proposals(joint=joint, user=editor)
        assert waiting() == {str(answer.pk) for answer in two}
        assert not ProposedAnswer.objects.filter(pk=joint.pk).exists()
        assert kinds(two[0].question).count(EventKind.SEPARATED) == 2
        actions.send_answer(answer=two[0], user=editor)

    def test_what_was_never_joined_or_is_sent_cannot_be_separated(self, two, editor):
        with pytest.raises(actions.NotMergeableError):
            editors.separate_proposals(joint=two[0], user=editor)
        joint = actions.send_answer(answer=merge(two, editor), user=editor)
        with pytest.raises(actions.NotSendableError):
            editors.separate_proposals(joint=joint, user=editor)

    def test_changes_asked_of_a_joint_answer_reach_both_partners_with_their_own_words(self, two, editor, question):
        joint = merge(two, editor)
        actions.ask_for_changes(answer=joint, user=editor, comment="Plus court.")
        assert len(mails(question, MailKind.CHANGES)) == 2
        for answer in two:
            answer.assignment.refresh_from_db()
            assert answer.assignment.status == AssignmentStatus.DRAFTING
        again = actions.submit_proposal(
            assignment=two[0].assignment, user=team_user(two[0].assignment.partner), text="Court."
        )
        assert waiting() == {str(again.pk)}
        actions.send_answer(answer=again, user=editor)

    def test_a_question_that_ends_takes_its_joint_answer_out_of_the_queue(self, two, editor, question):
        merge(two, editor)
        actions.close(question=question, user=editor)
        assert waiting() == set()

    def test_erasing_leaves_no_word_of_a_joint_answer(self, two, editor, question):
        merge(two, editor)
        actions.erase(question=question)
        assert not ProposedAnswer.objects.filter(question=question).exists()
