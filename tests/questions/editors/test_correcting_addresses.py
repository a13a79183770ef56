"""A wrong address of a person is corrected: logged, the former one forgotten, and what counts now is sent again."""

import io
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail import addresses
from clairdroit.mail.enums import DeliveryOutcome, MailStatus
from clairdroit.mail.models import DeliveryAttempt, OutboxMail, UnreachableAddress
from clairdroit.questions import actions, editors, emails, incoming, links
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus, MailKind, QuestionOrigin
from clairdroit.questions.models import IncomingMail, Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions import whole_database
from tests.questions.factories import (
    AssignmentFactory,
    DeliveryAttemptFactory,
    QuestionFactory,
    UserFactory,
    proposed_answer,
)

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "nadja.benali@boite.example", "nadia.benali@boite.example"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def question():
    return QuestionFactory(email=WRONG)


def url(question):
    return reverse("clairdroit_questions_correct_address", args=[question.pk])


def correct(question, editor, email=RIGHT):
    return editors.correct_address(question=Question.objects.get(pk=question.pk), email=email, user=editor)


def kinds(mails):
    return [mail.question_mail.kind for mail in mails]


def received(words, *, to, sender=WRONG, number=1):
    raw = f"From: {sender}\nTo: {to}\nMessage-ID: <{number}@boite.example>\nSubject: Re: x\n\n{words}\n"
    return incoming.receive(source=io.BytesIO(raw.encode()))[0]


class TestWhatIsSent:
    def test_of_a_question_that_waits_the_confirmation(self, question, editor):
        (mail,) = correct(question, editor)
        assert (mail.to, kinds([mail])) == ([RIGHT], [MailKind.ACKNOWLEDGEMENT])

    def test_where_a_partner_waits_for_a_detail_its_request(self, editor):
        assignment = AssignmentFactory(question__email=WRONG, waiting_for_citizen=True)
        (mail,) = correct(assignment.question, editor)
        assert (mail.to, kinds([mail])) == ([RIGHT], [MailKind.DETAIL_ASKED])
        assert assignment.asked_of_citizen in mail.message

    def test_of_an_answered_one_the_answer(self, editor):
        answer = proposed_answer("Prenez rendez-vous.")
        Question.objects.update(email=WRONG)
        actions.send_answer(answer=answer, user=editor)
        (mail,) = correct(answer.question, editor)
        assert (mail.to, kinds([mail])) == ([RIGHT], [MailKind.ANSWER])
        assert "Prenez rendez-vous." in mail.message
        answer.refresh_from_db()
        assert answer.sent_mail_id == mail.pk
        assert answer.question.events.filter(kind=EventKind.ANSWER_SENT).count() == 1, "it counts as one answer"

    def test_of_one_that_was_out_of_scope_where_to_turn(self, question, editor):
        actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez la mairie.")
        (mail,) = correct(question, editor)
        assert kinds([mail]) == [MailKind.OUT_OF_SCOPE]
        assert "Voyez la mairie." in mail.message

    def test_of_one_that_was_closed_without_a_word_nothing(self, client, question, editor):
        actions.close(question=question, user=editor)
        page = client.post(url(question), {"email": RIGHT}, follow=True).content.decode()
        assert "Il n’y avait aucun message à renvoyer" in page
        assert not OutboxMail.objects.exists()

    def test_of_somebody_who_had_none_what_waited_to_be_told(self, client, editor):
        question = QuestionFactory(email="", origin=QuestionOrigin.DESK)
        actions.mark_out_of_scope(question=question, user=editor, explanation="Voyez la mairie.")
        page = client.post(url(question), {"email": RIGHT}, follow=True).content.decode()
        assert "L’adresse est notée, et le message part." in page
        assert [mail.to for mail in OutboxMail.objects.all()] == [[RIGHT]]
        assert not question.tellings.waiting().exists()

    def test_it_begins_a_new_conversation(self, question, editor):
        first = emails.question_received(question)
        (mail,) = correct(question, editor)
        assert "In-Reply-To" not in mail.headers
        assert mail.headers["Reply-To"] != first.headers["Reply-To"]


class TestWhatIsForgotten:
    def test_the_former_address_stands_nowhere_in_the_database(self, question, editor):
        mail = emails.question_received(question)
        DeliveryAttemptFactory(
            email=mail, outcome=DeliveryOutcome.PERMANENT, finished_at=timezone.now(), detail=f"550 <{WRONG}> unknown"
        )
        addresses.note_bounce(address=WRONG, hard=True, detail=f"550 <{WRONG}> unknown")
        IncomingMail.objects.create(
            fingerprint="1" * 64,
            question=question,
            kind=IncomingKind.BOUNCE,
            status=IncomingStatus.HELD,
            bounced_address=WRONG,
            hard_bounce=True,
        )
        correct(question, editor)
        assert not [place for place, text in whole_database.opened() if WRONG in text]
        assert not whole_database.holding(WRONG)
        assert any(RIGHT in text for _place, text in whole_database.opened())

    def test_the_history_says_who_corrected_it_and_not_what(self, question, editor):
        correct(question, editor)
        event = question.events.get(kind=EventKind.ADDRESS_CORRECTED)
        assert (event.user, event.detail) == (editor, "")

    def test_the_links_of_before_lead_nowhere(self, client, question, editor):
        former = urlsplit(links.follow_url(question)).path
        assert client.get(former).status_code == 200
        correct(question, editor)
        assert client.get(former).status_code == 404
        question.refresh_from_db()
        assert client.get(urlsplit(links.follow_url(question)).path).status_code == 200
        correct(question, editor, "tierce@boite.example")
        assert client.get(urlsplit(links.follow_url(question)).path).status_code == 404

    def test_the_sheet_of_somebody_who_had_no_address_goes_on(self, client, editor):
        question = QuestionFactory(without_address=True)
        on_paper = urlsplit(links.follow_url(question)).path
        correct(question, editor)
        assert client.get(on_paper).status_code == 200
        correct(question, editor, "tierce@boite.example")
        assert client.get(on_paper).status_code == 404

    def test_a_reply_with_the_key_of_before_joins_nothing(self, question, editor):
        former = emails.question_received(question).headers["Reply-To"]
        (mail,) = correct(question, editor)
        held = received("Je ne suis pas la bonne personne.", to=former)
        assert (held.status, held.question) == (IncomingStatus.HELD, None)
        assert received("J’ai deux enfants.", to=mail.headers["Reply-To"], sender=RIGHT, number=2).question == question

    def test_what_the_person_wrote_from_there_stays(self, question, editor):
        mail = received("J’ai deux enfants.", to=emails.question_received(question).headers["Reply-To"])
        correct(question, editor)
        question.refresh_from_db()
        assert question.words.endswith("J’ai deux enfants.")
        assert IncomingMail.objects.get(pk=mail.pk).reply == "J’ai deux enfants."

    def test_a_mail_under_way_is_forgotten_at_its_end(self, question, editor):
        mail = emails.question_received(question)
        DeliveryAttemptFactory(email=mail)
        correct(question, editor)
        assert not DeliveryAttempt.objects.exists()

    def test_mails_to_partners_stay(self, editor):
        assignment = AssignmentFactory(question__email=WRONG)
        mail = emails.partner_asked(assignment)
        correct(assignment.question, editor)
        assert OutboxMail.objects.filter(pk=mail.pk).exists()

    @pytest.mark.parametrize("used_by", ["another open question", "a team box"])
    def test_a_bounce_that_concerns_others_too_stays_known(self, question, editor, used_by):
        if used_by == "a team box":
            PartnerFactory(team_email=WRONG)
        else:
            other = QuestionFactory(email=WRONG.upper())
        addresses.note_bounce(address=WRONG, hard=True, detail="550")
        correct(question, editor)
        assert UnreachableAddress.objects.blocks(WRONG)
        if used_by != "a team box":
            assert Question.objects.get(pk=other.pk).email == WRONG.upper()


class TestRefused:
    @pytest.mark.parametrize(
        ("email", "said"),
        [
            ("nadia@boite", "Cette adresse n’est pas complète"),
            ("", "Écrivez l’adresse"),
            (WRONG, "qui y est déjà"),
            ("root@[10.0.0.1]", "Cette adresse n’est pas complète"),
            ("nadia@boîte.example", "sans accents"),
        ],
    )
    def test_what_is_no_new_address_is_said_beside_the_box_and_nothing_is_lost(
        self, client, question, editor, email, said
    ):
        page = client.post(url(question), {"email": email}).content.decode()
        assert said in page
        assert f'value="{email}"' in page or not email
        assert Question.objects.get().email == WRONG

    def test_the_action_reads_the_address_as_strictly(self, question, editor):
        with pytest.raises(actions.BadAddressError, match="complète"):
            correct(question, editor, "nadia@boite")

    @pytest.mark.parametrize("state", ["erased", "spam"])
    def test_of_an_erased_question_or_one_marked_as_spam_nothing_is_corrected(self, client, editor, state):
        question = QuestionFactory(**{state: True})
        assert "ne peut pas (ou plus) être corrigée" in client.post(url(question), {"email": RIGHT}).content.decode()
        assert not OutboxMail.objects.exists()

    def test_who_may_not_handle_questions_corrects_nothing(self, client, question):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.post(url(question), {"email": RIGHT}).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            correct(question, user)
        assert Question.objects.get().email == WRONG

    def test_two_editors_who_write_the_same_are_one_correction(self, question, editor):
        correct(question, editor)
        with pytest.raises(actions.SameAddressError):
            correct(question, editor)
        assert OutboxMail.objects.count() == 1


class TestWaysToIt:
    def test_the_file_the_failed_mail_and_the_address_that_does_not_work_lead_there(self, client, question, editor):
        mail = emails.question_received(question)
        OutboxMail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED)
        bounced = addresses.note_bounce(address=WRONG, hard=True, detail="550")
        for name, pk in (
            ("questions_modeladmin_inspect", question.pk),
            ("courriels_modeladmin_inspect", mail.pk),
            ("adresses:inspect", bounced.pk),
        ):
            page = client.get(reverse(name, args=[pk]))
            assert url(question) in page.content.decode(), name

    def test_the_page_opens_with_the_address_and_the_reading_is_written_down(self, client, question, editor):
        page = client.get(url(question)).content.decode()
        assert f'value="{WRONG}"' in page
        assert "data-reading" in page

    def test_after_it_the_file_opens_and_says_what_happened(self, client, question, editor):
        emails.question_received(question)
        answer = client.post(url(question), {"email": f"  {RIGHT} "}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("questions_modeladmin_inspect", args=[question.pk])
        assert "L’adresse est corrigée. L’ancienne est oubliée, et le message repart." in answer.content.decode()
