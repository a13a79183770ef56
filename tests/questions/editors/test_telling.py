"""What there is to tell somebody without an address waits until somebody has told it, and only then counts as sent."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.questions import actions, editors, links, partner_space
from clairdroit.questions.drafts import sent_answer
from clairdroit.questions.enums import (
    TO_CITIZEN,
    AssignmentStatus,
    EventKind,
    MailKind,
    QuestionStatus,
    TellingKind,
    TellingWay,
)
from clairdroit.questions.models import Event, ProposedAnswer, Question, Telling
from clairdroit.questions.outcomes import Outcome, outcome_of
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer
from tests.questions.whole_database import holding, opened

pytestmark = pytest.mark.django_db
ANSWER, ASKED = "Écrivez au bailleur avant le 15.", "Depuis quand ne payez-vous plus ?"


@pytest.fixture
def question():
    return QuestionFactory(assigned=True, without_address=True)


@pytest.fixture
def asked(question):
    return AssignmentFactory(question=question)


@pytest.fixture
def approved(asked, editor):
    """The telling of a partner's answer that an editor has approved."""
    actions.send_answer(answer=proposed_answer(ANSWER, assignment=asked), user=editor)
    return Telling.objects.get()


def tell(telling, user, way=TellingWay.PRINTED, **more):
    return actions.tell(telling=telling, user=user, way=way, **{"revision": telling.revision_id, **more})


def mails_to_citizens():
    return OutboxMail.objects.filter(question_mail__kind__in=TO_CITIZEN)


def steps(question, kind):
    return question.events.filter(kind=kind)


class TestAnAnswer:
    def test_approved_it_waits_and_is_not_sent(self, approved, question, asked):
        assert (approved.kind, approved.words, approved.told_at) == (TellingKind.ANSWER, ANSWER, None)
        assert list(Telling.objects.waiting()) == [approved]
        question.refresh_from_db()
        assert (question.is_open, question.answered_at) == (True, None)
        assert sent_answer(question) is None
        answer = ProposedAnswer.objects.get()
        assert (answer.live, answer.sent_at, answer.sent_revision) == (True, None, None)
        asked.refresh_from_db()
        assert outcome_of(asked) == Outcome.PROPOSED
        assert not mails_to_citizens().exists()
        assert steps(question, EventKind.ANSWER_READY).get().assignment == asked
        assert not steps(question, EventKind.ANSWERED).exists()

    @pytest.mark.parametrize("way", TellingWay)
    def test_told_it_is_sent_and_marked_with_who_and_how(self, approved, question, asked, editor, way):
        before = timezone.now()
        told = tell(approved, editor, way)
        assert (told.way, told.told_by) == (way, editor)
        assert told.told_at >= before
        question.refresh_from_db()
        assert question.status == QuestionStatus.ANSWERED
        assert question.answered_at >= before
        answer = sent_answer(question)
        assert answer.sent_revision == approved.revision
        assert outcome_of(type(asked).objects.get(pk=asked.pk)) == Outcome.ANSWERED
        event = steps(question, EventKind.ANSWER_TOLD).get()
        assert str(way.label) in event.detail
        assert (event.user, event.assignment) == (editor, asked)
        assert not mails_to_citizens().exists()
        assert not Telling.objects.waiting().exists()

    def test_told_twice_it_was_told_once(self, approved, question, editor):
        tell(approved, editor)
        assert tell(approved, editor, TellingWay.PHONE).way == TellingWay.PRINTED
        assert steps(question, EventKind.ANSWER_TOLD).count() == steps(question, EventKind.ANSWERED).count() == 1

    def test_others_who_were_still_looking_are_released_when_it_is_approved(self, question, asked, editor):
        other = AssignmentFactory(question=question)
        actions.send_answer(answer=proposed_answer(ANSWER, assignment=asked), user=editor)
        other.refresh_from_db()
        assert other.status == AssignmentStatus.RELEASED

    def test_nobody_is_asked_to_entrust_it_meanwhile(self, editor):
        question = QuestionFactory(without_address=True)
        assert question in Question.objects.unassigned()
        actions.answer_directly(question=question, user=editor, text=ANSWER)
        assert question not in Question.objects.unassigned()

    def test_the_same_words_twice_by_an_editor_are_one_answer(self, editor):
        question = QuestionFactory(without_address=True)
        first = actions.answer_directly(question=question, user=editor, text=ANSWER)
        assert actions.answer_directly(question=question, user=editor, text=f" {ANSWER} ") == first
        assert Telling.objects.count() == 1

    def test_approving_twice_keeps_it_once(self, approved, editor):
        actions.send_answer(answer=approved.answer, user=editor)
        assert Telling.objects.count() == 1

    def test_a_correction_takes_its_place_and_the_former_words_cannot_be_told(self, approved, editor):
        answer = ProposedAnswer.objects.get()
        answer.text = "Écrivez avant le 10."
        answer.save_revision(user=editor).publish(user=editor)
        with pytest.raises(actions.ChangedMeanwhileError):
            tell(approved, editor)
        new = Telling.objects.get()
        assert (new.pk, new.words) == (approved.pk, "Écrivez avant le 10.")
        tell(new, editor)

    def test_a_correction_of_what_was_told_waits_to_be_told(self, approved, question, editor):
        tell(approved, editor)
        answer = ProposedAnswer.objects.get()
        answer.text = "Pardon : avant le 10."
        answer.save_revision(user=editor).publish(user=editor)
        assert Telling.objects.waiting().get().words == "Pardon : avant le 10."
        tell(Telling.objects.waiting().get(), editor)
        assert steps(question, EventKind.ANSWERED).count() == 1

    @pytest.mark.parametrize("end", ["close", "mark_spam", "mark_out_of_scope", "erase"])
    def test_a_question_that_ended_otherwise_has_no_answer_to_tell(self, approved, question, editor, end):
        given = {"mark_out_of_scope": {"explanation": "Voyez la mairie."}}.get(end, {})
        actions_of = {"question": question, **given} | ({} if end == "erase" else {"user": editor})
        getattr(actions, end)(**actions_of)
        assert not Telling.objects.waiting().filter(kind=TellingKind.ANSWER).exists()
        with pytest.raises(actions.NothingToTellError):
            tell(approved, editor)
        question.refresh_from_db()
        assert question.status != QuestionStatus.ANSWERED

    def test_reopened_it_begins_anew(self, question, editor):
        actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez la mairie.")
        actions.reopen(question=question, user=editor)
        assert not Telling.objects.waiting().exists()

    def test_given_to_several_each_gets_it_in_their_way(self, question, asked, editor):
        with_mail = QuestionFactory()
        for other in (with_mail, without := QuestionFactory(without_address=True)):
            editors.link_questions(question=question, other=other, user=editor)
        actions.send_answer(answer=proposed_answer(ANSWER, assignment=asked), user=editor)
        tell(Telling.objects.get(), editor)
        editors.answer_the_others(answer=ProposedAnswer.objects.get(question=question), user=editor, text=ANSWER)
        assert [mail.question_mail.question for mail in mails_to_citizens()] == [with_mail]
        assert Telling.objects.waiting().get().question == without


class TestThePartner:
    def page(self, client, asked):
        token = links.partner_token(asked.partner)
        url = reverse("clairdroit_questions:assignment", args=[token, asked.question.uuid])
        return client.get(url).content.decode(), client.get(space_links.space_url(asked.partner)).content.decode()

    def test_reads_before_it_writes_that_the_answer_is_handed_over(self, client, asked):
        page, _space = self.page(client, asked)
        assert "votre réponse est imprimée pour elle" in page
        other, _space = self.page(client, AssignmentFactory())
        assert "imprimée pour elle" not in other

    def test_reads_that_it_was_approved_and_later_that_the_person_was_told(self, client, approved, asked, editor):
        page, space = self.page(client, asked)
        assert "L’équipe a validé votre réponse" in page
        assert "Validée" in space
        assert "a été envoyée" not in page
        tell(approved, editor)
        page, space = self.page(client, asked)
        assert "L’équipe a validé votre réponse" not in page
        assert "Validée" not in space


class TestOtherWords:
    def test_what_a_partner_asks_is_told_and_the_answer_joins_the_question(self, asked, question, editor):
        partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text=ASKED)
        telling = Telling.objects.waiting().get()
        assert (telling.kind, telling.words, telling.partner_name) == (
            TellingKind.DETAIL_ASKED,
            ASKED,
            asked.partner.name,
        )
        tell(telling, editor, TellingWay.PHONE, heard="Depuis août.")
        question.refresh_from_db()
        assert question.words.endswith("Depuis août.")
        asked.refresh_from_db()
        assert not asked.is_waiting_for_citizen
        assert OutboxMail.objects.get(question_mail__kind=MailKind.DETAIL).to == [asked.partner.team_email]
        assert steps(question, EventKind.DETAIL_ADDED).get().user == editor
        assert steps(question, EventKind.TOLD).get().assignment == asked

    def test_what_was_said_to_a_colleague_who_told_it_too_is_not_lost(self, asked, question, editor):
        """Both had the page open; one wrote down what the person said, the other was first."""
        partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text=ASKED)
        telling = Telling.objects.get()
        tell(telling, editor, TellingWay.PHONE)
        for _twice in range(2):
            tell(telling, UserFactory(moderator=True), TellingWay.SAID, heard="Depuis août.")
        question.refresh_from_db()
        assert question.words.count("Depuis août.") == 1
        asked.refresh_from_db()
        assert not asked.is_waiting_for_citizen
        assert steps(question, EventKind.TOLD).count() == 1

    def test_told_without_an_answer_the_partner_goes_on_waiting(self, asked, editor):
        partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text=ASKED)
        tell(Telling.objects.get(), editor)
        asked.refresh_from_db()
        assert asked.is_waiting_for_citizen
        assert not Telling.objects.waiting().exists()

    @pytest.mark.parametrize("how", ["the person wrote", "the partner declined", "the partner was released"])
    def test_it_waits_no_more_once_the_partner_does_not(self, asked, question, editor, how):
        partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text=ASKED)
        telling = Telling.objects.get()
        if how == "the person wrote":
            actions.add_detail(question=question, text="Depuis août.")
        elif how == "the partner declined":
            actions.decline(assignment=asked, user=team_user(asked.partner), reason="Pas nous.")
        else:
            actions.release(assignment=asked, user=editor)
        assert not Telling.objects.waiting().exists()
        with pytest.raises(actions.NothingToTellError):
            tell(telling, editor)

    def test_asked_again_later_it_waits_again(self, asked, question):
        for words in (ASKED, "Et pour le bail ?"):
            partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text=words)
            if words == ASKED:
                actions.add_detail(question=question, text="Depuis août.")
        assert [each.words for each in Telling.objects.waiting()] == ["Et pour le bail ?"]

    def test_where_to_turn_instead_is_told(self, question, editor):
        actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez la mairie.")
        telling = Telling.objects.waiting().get()
        assert (telling.kind, telling.words, telling.partner_name) == (TellingKind.OUT_OF_SCOPE, "Voyez la mairie.", "")
        tell(telling, editor, TellingWay.PHONE)
        question.refresh_from_db()
        assert question.status == QuestionStatus.OUT_OF_SCOPE


def test_erased_neither_the_number_nor_what_was_told_is_left(asked, question, editor):
    Question.objects.filter(pk=question.pk).update(phone="06 39 98 12 34")
    partner_space.ask_citizen(assignment=asked, user=team_user(asked.partner), text="Xylophone planté ?")
    tell(Telling.objects.get(), editor, heard="Basson planté.")
    actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez le hautbois planté.")
    planted = ("Xylophone", "Basson", "hautbois", "06 39 98 12 34")
    kept = {word for _place, text in opened() for word in planted if word in text}
    assert kept == set(planted)
    actions.erase(question=question)
    assert not [text for _place, text in opened() if any(word in text for word in planted)]
    assert not holding(*planted)


class TestAnAddressComes:
    def test_what_waited_is_sent_there(self, approved, question, editor):
        Question.objects.filter(pk=question.pk).update(email="nadia@exemple.fr")
        actions.mail_what_waits(question=question, user=editor)
        assert [mail.to for mail in mails_to_citizens()] == [["nadia@exemple.fr"]]
        question.refresh_from_db()
        assert question.status == QuestionStatus.ANSWERED
        assert ProposedAnswer.objects.get().sent_mail is not None
        assert not Telling.objects.exists()

    def test_without_one_nothing_is_sent(self, approved, question, editor):
        with pytest.raises(actions.NothingToTellError):
            actions.mail_what_waits(question=question, user=editor)
        assert Telling.objects.waiting().exists()


class TestWhoMay:
    def taken_down_by(self, user, question):
        Question.objects.filter(pk=question.pk).update(taken_down_by=user)
        question.refresh_from_db()

    def test_whoever_took_it_down_tells_it(self, approved, question, front_desk):
        self.taken_down_by(front_desk, question)
        tell(approved, front_desk)
        question.refresh_from_db()
        assert question.status == QuestionStatus.ANSWERED

    def test_whoever_took_down_another_does_not(self, approved, front_desk):
        self.taken_down_by(front_desk, QuestionFactory(without_address=True))
        with pytest.raises(PermissionDenied):
            tell(approved, front_desk)

    def test_without_the_right_having_taken_it_down_is_nothing(self, approved, question):
        user = UserFactory()
        self.taken_down_by(user, question)
        with pytest.raises(PermissionDenied):
            tell(approved, user)

    def test_a_question_that_they_did_not_write_down_is_never_theirs(self, asked, front_desk):
        """Nor one that an editor made of an e-mail, where the same account is at the desk too."""
        question = AssignmentFactory().question
        Event.objects.create(question=question, kind=EventKind.RECEIVED, user=front_desk)
        with pytest.raises(PermissionDenied):
            actions.add_detail(question=question, text="Autre chose.", user=front_desk)
        with pytest.raises(PermissionDenied):
            actions.erase(question=question, user=front_desk)

    def test_they_erase_it_when_the_person_asks_them(self, approved, question, front_desk):
        self.taken_down_by(front_desk, question)
        actions.erase(question=question, user=front_desk)
        question.refresh_from_db()
        assert question.erased_at
        assert steps(question, EventKind.ERASED).get().user == front_desk
        assert not Telling.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "pigeon"},
        {"way": TellingWay.PHONE},
        {"told_at": timezone.now()},
        {"answer": None},
        {"kind": TellingKind.OUT_OF_SCOPE},
    ],
)
def test_an_inconsistent_one_is_refused(approved, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.filter(pk=approved.pk).update(**values)


def test_one_answer_waits_once(approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        Telling.objects.create(question=approved.question, kind=TellingKind.ANSWER, answer=approved.answer)
