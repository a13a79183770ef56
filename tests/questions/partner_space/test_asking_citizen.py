"""A partner asks the citizen for a detail without seeing the address; the citizen answers on the follow-up page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.models import PrivateContact
from clairdroit.questions import actions, links, partner_space
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind
from clairdroit.questions.models import Assignment
from clairdroit.questions.partner_space.contacts import foreign_contacts
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db
ASKED = "Depuis quand ne payez-vous plus le loyer ?"


@pytest.fixture
def asked():
    return AssignmentFactory(partner__name="ADIL 78", partner__phone="01 99 00 10 45")


def ask(assignment, text=ASKED):
    return partner_space.ask_citizen(assignment=assignment, user=team_user(assignment.partner), text=text)


def url(assignment, name="ask_citizen"):
    token = links.partner_token(assignment.partner)
    return reverse(f"clairdroit_questions:{name}", args=[token, assignment.question.uuid])


@pytest.mark.parametrize("name", ["assignment", "ask_citizen", "hand_over", "decline"])
def test_what_was_added_later_stands_under_its_day_on_each_page_of_the_question(client, asked, name):
    actions.add_detail(question=asked.question, text="J’oubliais : je suis seule.")
    page = client.get(url(asked, name)).content.decode()
    assert "Ajouté le" in page
    assert f"[{timezone.localdate():%d/%m/%Y}]" not in page


class TestTheAction:
    def test_the_citizen_is_written_to_in_the_thread_of_the_question(self, asked):
        ask(asked)
        mail = OutboxMail.objects.get()
        assert mail.question_mail.kind == MailKind.DETAIL_ASKED
        assert mail.to == [asked.question.email]
        assert ASKED in mail.message
        assert "ADIL 78" in mail.message
        assert links.follow_url(asked.question) in mail.message
        assert asked.partner.team_email not in mail.message + mail.html_message

    def test_the_citizen_s_language_is_kept(self, asked):
        asked.question.language = "en"
        asked.question.save()
        ask(asked)
        assert "One more thing about your question" in OutboxMail.objects.get().subject

    def test_the_partner_waits_and_the_history_tells_what_was_asked(self, asked):
        before = timezone.now()
        ask(asked)
        asked.refresh_from_db()
        assert asked.waiting_for_citizen_since >= before
        assert asked.status == AssignmentStatus.SEEN
        event = asked.question.events.get(kind=EventKind.DETAIL_ASKED)
        assert event.detail == f"ADIL 78 : {ASKED}"

    def test_the_citizen_s_detail_ends_the_waiting_and_tells_the_partner(self, asked):
        ask(asked)
        actions.add_detail(question=asked.question, text="Depuis août.")
        asked.refresh_from_db()
        assert asked.waiting_for_citizen_since is None
        assert OutboxMail.objects.get(question_mail__kind=MailKind.DETAIL).to == [asked.partner.team_email]

    def test_the_same_word_in_answer_to_two_partners_is_said_twice(self, asked):
        other = AssignmentFactory(question=asked.question)
        for each in (asked, other):
            ask(each)
            actions.add_detail(question=asked.question, text="oui")
            # The button was pressed twice.
            actions.add_detail(question=asked.question, text="oui")
            each.refresh_from_db()
            assert not each.is_waiting_for_citizen
        asked.question.refresh_from_db()
        assert asked.question.words.count("] oui") == 2

    @pytest.mark.parametrize("last", ["Bonjour. Que puis-je faire, s’il vous plaît ? Merci", "Merci\n\nMerci"])
    def test_a_detail_that_the_question_happens_to_end_with_is_not_lost(self, last):
        question = QuestionFactory(text=last)
        for _twice in range(2):
            actions.add_detail(question=question, text="Merci")
        question.refresh_from_db()
        assert question.words.count("] Merci") == 1

    def test_one_request_at_a_time(self, asked):
        ask(asked)
        with pytest.raises(actions.AlreadyAskedCitizenError):
            ask(asked, "Et votre âge ?")
        assert OutboxMail.objects.count() == 1

    def test_not_more_than_three_in_all(self, asked):
        for number in range(3):
            ask(asked, f"Question {number} ?")
            actions.add_detail(question=asked.question, text=f"Réponse {number}.")
        with pytest.raises(actions.AskedCitizenOftenError):
            ask(asked, "Encore une ?")

    @pytest.mark.parametrize("end", ["submit", "decline", "close", "hand_over"])
    def test_whatever_ends_the_partner_s_part_ends_the_waiting(self, asked, end):
        ask(asked)
        user = team_user(asked.partner)
        if end == "submit":
            actions.submit_proposal(assignment=asked, user=user, text="Voici.")
        elif end == "decline":
            actions.decline(assignment=asked, user=user, reason="Pas notre domaine.")
        elif end == "close":
            actions.close(question=asked.question, user=UserFactory(moderator=True))
        else:
            partner_space.hand_over(
                assignment=asked, user=user, to=PartnerFactory(team_email="b@p.invalid"), word="À vous."
            )
        asked.refresh_from_db()
        assert asked.waiting_for_citizen_since is None

    def test_nobody_but_the_partner_asks(self, asked):
        for stranger in (UserFactory(moderator=True), team_user(PartnerFactory())):
            with pytest.raises(PermissionDenied):
                partner_space.ask_citizen(assignment=asked, user=stranger, text=ASKED)
        assert not OutboxMail.objects.exists()

    def test_nothing_is_asked_with_no_words_or_about_an_ended_question(self, asked):
        with pytest.raises(actions.EmptyTextError):
            ask(asked, " \n ")
        actions.close(question=asked.question, user=UserFactory(moderator=True))
        with pytest.raises(actions.NotWaitingError):
            ask(asked)

    def test_erasing_takes_what_was_asked_along(self, asked):
        ask(asked)
        actions.erase(question=asked.question)
        asked.refresh_from_db()
        assert (asked.asked_of_citizen, asked.waiting_for_citizen_since) == ("-", None)
        assert not asked.question.events.exclude(detail="").exists()

    def test_the_database_refuses_a_waiting_without_a_question(self, asked):
        rows = Assignment.objects.filter(pk=asked.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(waiting_for_citizen_since=timezone.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(
                waiting_for_citizen_since=timezone.now(),
                asked_of_citizen=ASKED,
                status=AssignmentStatus.PROPOSED,
                proposed_at=timezone.now(),
            )


class TestThePages:
    def test_the_partner_asks_by_the_form_and_reads_since_when_it_waits(self, client, asked):
        page = client.post(url(asked), {"text": ASKED}, follow=True).content.decode()
        assert "En attente de la réponse de la personne depuis" in page
        assert ASKED in page
        assert asked.question.email not in page
        assert "Votre réponse" in page

    def test_the_citizen_answers_on_the_follow_up_page(self, client, asked):
        ask(asked)
        token = links.follow_token(asked.question)
        page = client.get(reverse("clairdroit_questions:follow", args=[token])).content.decode()
        assert "Il nous manque une précision" in page
        assert ASKED in page
        assert page.count('name="detail"') == 1
        address = reverse("clairdroit_questions:detail", args=[token])
        page = client.post(address, {"detail": "Depuis août."}, follow=True, headers={"Origin": "http://testserver"})
        assert ASKED not in page.content.decode()
        assert "Depuis août." in client.get(url(asked, "assignment")).content.decode()

    def test_a_second_request_is_refused_in_words_and_kept_in_the_form(self, client, asked):
        ask(asked)
        page = client.post(url(asked), {"text": "Et votre âge ?"}).content.decode()
        assert "Vous avez déjà demandé une précision" in page
        assert "Et votre âge ?" in page

    def test_a_number_that_is_not_the_partner_s_must_be_confirmed(self, client, asked):
        text = "Appelez-nous au 06 99 00 20 30."
        page = client.post(url(asked), {"text": text}).content.decode()
        assert "06 99 00 20 30 ne figure pas dans votre fiche" in page
        assert not OutboxMail.objects.exists()
        client.post(url(asked), {"text": text, "contacts_confirmed": "on"})
        assert OutboxMail.objects.count() == 1

    def test_too_late_the_words_are_shown_to_be_copied(self, client, asked):
        address = url(asked)
        actions.close(question=asked.question, user=UserFactory(moderator=True))
        assert ASKED in client.post(address, {"text": ASKED}).content.decode()

    def test_the_editor_reads_what_was_asked_and_since_when(self, client, asked):
        ask(asked)
        client.force_login(UserFactory(moderator=True))
        page = client.get(reverse("questions_modeladmin_inspect", args=[asked.question.pk])).content.decode()
        assert ASKED in page
        assert "En attente de la réponse de la personne depuis" in page

    def test_another_partner_s_question_is_not_there(self, client, asked):
        other = AssignmentFactory(question=QuestionFactory(assigned=True))
        token = links.partner_token(other.partner)
        address = reverse("clairdroit_questions:ask_citizen", args=[token, asked.question.uuid])
        assert client.post(address, {"text": ASKED}).status_code == 404


class TestContacts:
    def test_the_partner_s_own_are_recognised_however_they_are_typed(self, asked):
        PrivateContact.objects.create(partner=asked.partner, email="Mme.Diop@adil.invalid", phone="+33 6 99 00 11 22")
        text = "Au 01.99.00.10.45, +33699001122 ou mme.diop@adil.invalid."
        assert foreign_contacts(text, asked.partner) == []

    def test_others_are_named_once_each(self, asked):
        text = "06 99 00 20 30, 06 99 00 20 30, moi@ailleurs.invalid"
        assert foreign_contacts(text, asked.partner) == ["06 99 00 20 30", "moi@ailleurs.invalid"]

    def test_dates_and_amounts_are_no_numbers(self, asked):
        assert foreign_contacts("Le 12/03/2026 : 1 250,50 € en 24 mois, article 1244-1.", asked.partner) == []
