"""Questions that say the same are found, linked, and answered each by a mail of its own."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, editors, similar_questions
from clairdroit.questions.enums import EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import SharedNeed
from clairdroit.questions.similar_questions import resembling, similarities
from tests.questions.factories import QuestionFactory, UserFactory, proposed_answer
from tests.questions.reading import read

pytestmark = pytest.mark.django_db
RENT = "Je n’arrive plus à payer mon loyer depuis que j’ai perdu mon emploi, que puis-je faire ?"
RENT_TOO = "Bonjour, j’ai perdu mon emploi et je ne peux plus payer le loyer. Que faire ?"
CARD = "Où faut-il aller pour refaire une carte d’identité volée ?"


def mails_to(address):
    return [mail for mail in OutboxMail.objects.all() if mail.to == [address]]


def test_the_same_need_is_found_and_another_is_not():
    question = QuestionFactory(text=RENT)
    same = QuestionFactory(text=RENT_TOO, email="karim@citoyen.invalid")
    QuestionFactory(text=CARD, email="zoe@citoyenne.invalid")
    [found] = resembling(question)
    assert found.question == same
    assert not found.is_same_sender


def test_the_same_text_twice_is_almost_word_for_word_the_same():
    question, again = QuestionFactory(text=RENT), QuestionFactory(text=RENT)
    [found] = resembling(question)
    assert found.question == again
    assert found.score == pytest.approx(1.0)
    assert found.is_same_sender
    assert "Presque mot pour mot" in found.in_words


def test_ended_erased_and_old_questions_are_left_out():
    question = QuestionFactory(text=RENT)
    QuestionFactory(text=RENT, answered=True)
    QuestionFactory(erased=True)
    QuestionFactory(text=RENT, received_at=question.received_at - similar_questions.datetime.timedelta(days=400))
    assert resembling(question) == []


def test_it_works_without_the_search(only_registered):
    only_registered(similar_questions.text_analysis)
    scores = similarities(RENT, [RENT, RENT_TOO, CARD])
    assert scores[0] > scores[1] > scores[2]


@pytest.mark.parametrize("others", [[], [""], ["...", "???"]])
def test_a_text_without_words_resembles_nothing(others):
    assert similarities("", others) == [0.0] * len(others)


def test_the_file_shows_both_texts_and_links_them(client, editor):
    question, other = QuestionFactory(text=RENT), QuestionFactory(text=RENT_TOO, email="karim@citoyen.invalid")
    client.force_login(editor)
    shown = read(client, reverse("questions_modeladmin_inspect", args=[question.pk])).content.decode()
    assert "j’ai perdu mon emploi et je ne peux plus payer le loyer" in shown
    assert EventKind.VIEWED in other.events.values_list("kind", flat=True)
    client.post(reverse("clairdroit_questions_act", args=[question.pk, "lier"]), {"other": other.pk})
    question.refresh_from_db()
    other.refresh_from_db()
    assert question.shared_need == other.shared_need is not None
    for each in (question, other):
        assert EventKind.LINKED in each.events.values_list("kind", flat=True)
    assert resembling(question) == []


def test_linking_again_changes_nothing_and_linking_groups_joins_them(editor):
    one, two, three, four = (QuestionFactory() for _number in range(4))
    need = editors.link_questions(question=one, other=two, user=editor)
    assert editors.link_questions(question=one, other=two, user=editor) == need
    assert one.events.filter(kind=EventKind.LINKED).count() == 1
    editors.link_questions(question=three, other=four, user=editor)
    editors.link_questions(question=two, other=three, user=editor)
    assert SharedNeed.objects.get().questions.count() == 4


def test_a_question_is_not_linked_to_itself_or_to_an_erased_one(editor):
    question = QuestionFactory()
    for other in (question, QuestionFactory(erased=True)):
        with pytest.raises(actions.NotAloneError):
            editors.link_questions(question=question, other=other, user=editor)


def test_others_may_not_link_unlink_or_answer(editor):
    question, other = QuestionFactory(), QuestionFactory()
    stranger = UserFactory()
    with pytest.raises(PermissionDenied):
        editors.link_questions(question=question, other=other, user=stranger)
    with pytest.raises(PermissionDenied):
        editors.unlink_question(question=question, user=stranger)
    with pytest.raises(PermissionDenied):
        editors.answer_the_others(answer=proposed_answer(), user=stranger, text="Bonjour.")


def test_each_citizen_receives_a_mail_of_their_own_and_hears_of_nobody(client, editor):
    answer = proposed_answer("Madame Nadia Benali, demandez le FSL au CCAS.")
    first = answer.question
    others = [QuestionFactory(text=RENT_TOO, email=f"{name}@citoyen.invalid") for name in ("karim", "zoe")]
    for other in others:
        editors.link_questions(question=first, other=other, user=editor)
    actions.send_answer(answer=answer, user=editor)
    client.force_login(editor)
    file = client.get(reverse("questions_modeladmin_inspect", args=[first.pk])).content.decode()
    assert "[un nom], demandez le FSL" in file
    text = "Bonjour, demandez le FSL au CCAS."
    url, data = reverse("clairdroit_questions_act", args=[first.pk, "repondre-a-tous"]), {"answer": answer.pk}
    looked_at = client.post(url, {**data, "text": text}).context["seen"]
    client.post(url, {**data, "text": text, "confirmed": looked_at})
    for other in others:
        other.refresh_from_db()
        assert other.status == QuestionStatus.ANSWERED
        [mail] = mails_to(other.email)
        assert text in " ".join(mail.message.split())
        assert other.mails.get().kind == MailKind.ANSWER
        for stranger in {first.email, *(each.email for each in others)} - {other.email}:
            assert stranger not in mail.message + mail.html_message
        assert "Benali" not in mail.message
        assert other.answers.get().signature == answer.signature
    assert len(mails_to(first.email)) == 1


def test_answering_the_others_twice_sends_once(editor):
    answer = proposed_answer()
    other = QuestionFactory(email="karim@citoyen.invalid")
    editors.link_questions(question=answer.question, other=other, user=editor)
    answer = actions.send_answer(answer=answer, user=editor)
    for _turn in range(2):
        editors.answer_the_others(answer=answer, user=editor, text="Bonjour.")
    assert len(mails_to("karim@citoyen.invalid")) == 1


def test_an_answer_that_was_not_sent_goes_to_nobody_else(editor):
    answer = proposed_answer()
    other = QuestionFactory()
    editors.link_questions(question=answer.question, other=other, user=editor)
    with pytest.raises(actions.NotSendableError):
        editors.answer_the_others(answer=answer, user=editor, text="Bonjour.")
    with pytest.raises(actions.EmptyTextError):
        editors.answer_the_others(answer=answer, user=editor, text=" ")


def test_unlinking_leaves_no_group_of_one(editor):
    question, other = QuestionFactory(), QuestionFactory()
    editors.link_questions(question=question, other=other, user=editor)
    editors.unlink_question(question=question, user=editor)
    other.refresh_from_db()
    assert other.shared_need is None
    assert not SharedNeed.objects.exists()
    editors.unlink_question(question=question, user=editor)
    assert question.events.filter(kind=EventKind.UNLINKED).count() == 1


def test_erasing_one_leaves_the_others_whole(editor):
    answer = proposed_answer()
    other = QuestionFactory(text=RENT, email="karim@citoyen.invalid")
    editors.link_questions(question=answer.question, other=other, user=editor)
    answer = actions.send_answer(answer=answer, user=editor)
    editors.answer_the_others(answer=answer, user=editor, text="Bonjour.")
    actions.erase(question=answer.question)
    other.refresh_from_db()
    assert (other.text, other.email) == (RENT, "karim@citoyen.invalid")
    assert other.answers.get().text == "Bonjour."
    assert other.shared_need is None
    assert len(mails_to("karim@citoyen.invalid")) == 1
