"""What a person adds to a question is a row of its own: when, how, by whom written down, and the words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.questions import actions, emails, incoming, links
from clairdroit.questions.details import QuestionPart
from clairdroit.questions.enums import DetailWay, EventKind, IncomingStatus, QuestionOrigin, ReadingPlace
from clairdroit.questions.for_partners import QuestionForPartner
from clairdroit.questions.models import Event, IncomingMail, Question, QuestionDetail
from tests.questions.factories import AssignmentFactory, QuestionFactory

from .whole_database import holding

pytestmark = pytest.mark.django_db

# What a person may write themselves.
LOOKS_ADDED = "Bonjour.\n\n[12/03/2026] rendez-vous CAF\n\n[13/03/2026] rien reçu"


@pytest.fixture
def asked():
    return AssignmentFactory(question=QuestionFactory(text=LOOKS_ADDED, assigned=True))


def today():
    return timezone.localdate().strftime("%d/%m/%Y")


def received(question, reply="J’ai deux enfants.", number=1):
    return IncomingMail.objects.create(
        fingerprint=f"{number}",
        status=IncomingStatus.ACCEPTED,
        question=question,
        sender=question.email,
        reply=reply,
    )


def test_a_persons_own_dates_are_no_later_addition(client, asked, editor):
    question = asked.question
    assert question.parts == [QuestionPart(LOOKS_ADDED)]
    assert QuestionForPartner(asked).parts == [QuestionPart(LOOKS_ADDED)]
    client.force_login(editor)
    pages = [
        client.get(reverse("questions_modeladmin_inspect", args=[question.pk])),
        client.get(links.assignment_url(asked)),
        client.get(links.follow_url(question)),
    ]
    for page in pages:
        assert "Ajouté le 12/03/2026" not in page.content.decode()


def test_what_is_added_stands_apart_whatever_it_looks_like(asked):
    actions.add_detail(question=asked.question, text=f"Encore :\n\n[14/03/2026] {LOOKS_ADDED}")
    question = Question.objects.get(pk=asked.question_id)
    assert question.text == LOOKS_ADDED
    assert [part.added_on for part in question.parts] == ["", today()]
    assert question.parts[1].text == f"Encore :\n\n[14/03/2026] {LOOKS_ADDED}"
    assert [part.added_on for part in QuestionForPartner(asked).parts] == ["", today()]
    assert question.words == f"{LOOKS_ADDED}\n\n[{today()}] {question.parts[1].text}"


def test_a_detail_knows_when_and_how_it_came_and_who_wrote_it_down(editor):
    question = QuestionFactory(origin=QuestionOrigin.DESK)
    mail = received(question)
    before = timezone.now()
    actions.add_detail(question=question, text="Par la page.")
    actions.add_detail(question=question, text=mail.reply, mail=mail)
    actions.add_detail(question=question, text="Au guichet.", user=editor)
    found = list(question.details.all())
    assert [(each.way, each.user, each.mail) for each in found] == [
        (DetailWay.PAGE, None, None),
        (DetailWay.MAIL, None, mail),
        (DetailWay.TOLD, editor, None),
    ]
    assert all(before <= each.at <= timezone.now() for each in found)
    assert question.events.filter(kind=EventKind.DETAIL_ADDED).count() == 3


def test_two_details_at_once_lose_nothing(asked):
    one, other = (Question.objects.get(pk=asked.question_id) for _twice in range(2))
    actions.add_detail(question=one, text="Le premier.")
    actions.add_detail(question=other, text="Le second.")
    one.save()
    assert [each.text for each in asked.question.details.all()] == ["Le premier.", "Le second."]


def test_the_same_sent_twice_is_there_once(asked):
    for _twice in range(2):
        actions.add_detail(question=asked.question, text="  J’ai deux enfants. ")
    actions.add_detail(question=asked.question, text="deux enfants.")
    assert [each.text for each in asked.question.details.all()] == ["J’ai deux enfants.", "deux enfants."]


def test_the_words_of_an_e_mail_leave_with_its_row_alone(asked, editor):
    question = asked.question
    actions.add_detail(question=question, text="Merci beaucoup")
    actions.add_detail(question=question, text="Autre chose.")
    mail = received(question, "Merci beaucoup")
    actions.add_detail(question=question, text=mail.reply, mail=mail)
    incoming.note_as_thanks(mail=mail, user=editor)
    assert [(each.text, each.way) for each in question.details.all()] == [
        ("Merci beaucoup", DetailWay.PAGE),
        ("Autre chose.", DetailWay.PAGE),
    ]


def test_who_left_before_a_detail_that_went_reads_no_later_one(asked, editor):
    question = asked.question
    mail = received(question, "Merci à vous")
    actions.add_detail(question=question, text=mail.reply, mail=mail)
    actions.add_detail(question=question, text="Je déménage.")
    actions.release(assignment=asked, user=editor)
    actions.add_detail(question=question, text="Plus tard encore.")
    incoming.note_as_thanks(mail=mail, user=editor)
    asked.refresh_from_db()
    assert [part.text for part in QuestionForPartner(asked).parts] == [LOOKS_ADDED, "Je déménage."]


def test_partners_read_them_masked_by_page_mail_and_program(asked):
    actions.add_detail(question=asked.question, text="Appelez-moi au 06 98 76 54 32, je suis enceinte.")
    seen = QuestionForPartner(asked)
    assert "06 98" not in seen.text
    assert "enceinte" in seen.text
    mail = emails.partner_reminded(asked, by=None)
    assert "enceinte" in mail.message
    assert "06 98" not in mail.message


def test_nothing_of_them_stands_in_clear_and_nothing_is_left_once_erased(asked):
    actions.add_detail(question=asked.question, text="Le mot est amaryllis.")
    assert not holding("amaryllis")
    actions.erase(question=asked.question)
    assert not QuestionDetail.objects.exists()
    assert not Question.objects.get(pk=asked.question_id).parts[0].text


def test_the_register_finds_their_words(client, editor, asked):
    actions.add_detail(question=asked.question, text="Le mot est amaryllis.")
    client.force_login(editor)
    page = client.get(reverse("questions_modeladmin_index"), {"q": "Amaryllis"}).content.decode()
    assert asked.question.reference in page


def test_a_detail_whose_key_is_lost_is_sent_to_nobody(asked, settings):
    keys = settings.CLAIRDROIT_ENCRYPTION_KEYS
    settings.CLAIRDROIT_ENCRYPTION_KEYS = ["b" * 43 + "=", *keys]
    actions.add_detail(question=asked.question, text="Le mot est amaryllis.")
    settings.CLAIRDROIT_ENCRYPTION_KEYS = keys
    question = Question.objects.get(pk=asked.question_id)
    assert question.text == LOOKS_ADDED
    assert isinstance(question.words, Unreadable)
    asked.refresh_from_db()
    with pytest.raises(UnreadableTextError):
        emails.partner_reminded(asked, by=None)


def test_the_database_refuses_a_detail_without_words_or_way():
    question = QuestionFactory()
    for wrong in ({"text": "", "way": "page"}, {"text": "Oui.", "way": "pigeon"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuestionDetail.objects.create(question=question, **wrong)


def test_the_lists_cost_the_same_however_much_was_added(client, editor, django_assert_max_num_queries):
    client.force_login(editor)
    address = reverse("questions_modeladmin_index")
    actions.add_detail(question=QuestionFactory(), text="Un.")
    client.get(address)
    with django_assert_max_num_queries(1000) as few:
        client.get(address)
    for number in range(4):
        actions.add_detail(question=QuestionFactory(), text=f"Détail {number}.")
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_one_reading_in_two_languages_is_one(editor):
    """What the history says of it is for people; whether it is the same place does not hang on their language."""
    question = QuestionFactory()
    for language in ("fr", "en"):
        with translation.override(language):
            actions.log_view(question=question, user=editor, place=ReadingPlace.FILE)
            actions.log_listing(questions=[question], user=editor, place=ReadingPlace.REGISTER)
    events = Event.objects.filter(kind=EventKind.VIEWED)
    assert sorted(event.place for event in events) == ["file", "register"]
    assert {event.detail for event in events} == {"le dossier", "la liste des questions (premiers mots)"}
