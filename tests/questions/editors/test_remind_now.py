"""An editor reminds one partner of one question."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from clairdroit.mail.shown_keys import without_keys
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links
from clairdroit.questions.enums import AssignmentStatus, EventKind, MailKind, QuestionStatus
from clairdroit.questions.models import Question, QuestionMail
from clairdroit.questions.reminders import stages
from clairdroit.questions.sent_words import sent_in
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UnreachableAddressFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory(moderator=True, first_name="Inès", last_name="Carpentier")


@pytest.fixture
def asked():
    """Six days ago, of a partner that has not replied."""
    then = timezone.now() - datetime.timedelta(days=6)
    question = QuestionFactory(assigned=True, received_at=then, due_at=timezone.now() + datetime.timedelta(days=30))
    partner = PartnerFactory(name="ADIL 78", team_email="equipe@adil.invalid")
    return AssignmentFactory(question=question, partner=partner, notified_at=then)


def remind(asked, editor, **values):
    return actions.remind_now(assignment=asked, user=editor, **values)


def refused(asked, editor):
    with pytest.raises(actions.NotRemindedError) as caught:
        remind(asked, editor)
    assert not QuestionMail.objects.filter(kind=MailKind.REMINDER).exists()
    return str(caught.value)


def test_the_team_box_gets_the_question_its_day_and_its_link(asked, editor):
    mail = remind(asked, editor)
    assert mail.to == ["equipe@adil.invalid"]
    assert mail.question_mail.kind == MailKind.REMINDER
    assert asked.question.reference in mail.subject
    assert "payer mon loyer" in mail.message
    assert str(asked.question.uuid) in mail.message
    assert "Réponse attendue" in mail.message
    assert "nadia@citoyenne" not in mail.message + mail.html_message
    assert "Inès Carpentier (équipe du site) vous demande" in mail.message
    assert editor.username not in mail.message + mail.html_message


def test_the_history_says_who_reminded_whom(asked, editor):
    remind(asked, editor)
    event = asked.question.events.get(kind=EventKind.REMINDED)
    assert (event.user, event.assignment, event.detail) == (editor, asked, "ADIL 78")


def test_the_clock_counts_from_this_reminder_on(asked, editor):
    today = timezone.localdate()
    remind(asked, editor)
    asked.refresh_from_db()
    assert not stages.is_to_remind(asked, today)


def test_a_partner_that_was_given_up_may_be_reminded_and_stays_silent_until_it_gives_a_sign(asked, editor):
    asked.status = AssignmentStatus.SILENT
    asked.save()
    remind(asked, editor)
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.SILENT


def test_an_absent_partner_and_one_that_wants_no_lists_are_reminded_by_a_person(asked, editor):
    asked.partner.is_absent_until = timezone.localdate() + datetime.timedelta(days=3)
    asked.partner.save()
    actions.choose_reminders(partner=asked.partner, wanted=False)
    assert remind(asked, editor).pk


def test_twice_on_one_day_is_once(asked, editor):
    remind(asked, editor)
    with pytest.raises(actions.NotRemindedError, match="déjà relancé aujourd’hui"):
        remind(asked, editor)
    assert QuestionMail.objects.filter(kind=MailKind.REMINDER).count() == 1


def test_the_clock_s_own_reminder_of_that_day_counts(asked, editor):
    asked.reminded_at = timezone.now()
    asked.save()
    assert "déjà relancé aujourd’hui" in refused(asked, editor)


def test_one_asked_anew_since_its_reminder_may_be_reminded(asked, editor):
    asked.reminded_at = timezone.now() - datetime.timedelta(minutes=2)
    asked.notified_at = timezone.now() - datetime.timedelta(minutes=1)
    asked.save()
    assert remind(asked, editor).pk


def test_who_waits_for_the_person_is_not_pressed(asked, editor):
    asked.asked_of_citizen, asked.waiting_for_citizen_since = "Depuis quand ?", timezone.now()
    asked.save()
    assert "attend" in refused(asked, editor)


def test_a_box_from_which_mails_come_back_is_named(asked, editor):
    UnreachableAddressFactory(address=asked.partner.team_email)
    assert "des messages en sont revenus" in refused(asked, editor)


@pytest.mark.parametrize("change", ["withdrawn", "no box", "closed account"])
def test_a_partner_that_cannot_be_written_to_is_not(asked, editor, change):
    partner = asked.partner
    match change:
        case "withdrawn":
            partner.live = False
        case "no box":
            partner.team_email = ""
        case "closed account":
            account = team_user(partner)
            account.is_active = False
            account.save()
    partner.save()
    assert "ne peut pas être sollicité" in refused(asked, editor)


def test_a_question_that_closed_between_the_page_and_the_button_reminds_nobody(asked, editor):
    actions.close(question=asked.question, user=editor)
    assert "n’a plus à répondre" in refused(asked, editor)


def test_who_handed_something_in_is_not_reminded(asked, editor):
    asked.status, asked.proposed_at = AssignmentStatus.PROPOSED, timezone.now()
    asked.save()
    assert "n’a plus à répondre" in refused(asked, editor)


class TestWord:
    """A word of the editor's own: optional, theirs, masked as the partner may read it, and in the history."""

    def test_it_stands_in_both_forms_as_theirs(self, asked, editor):
        mail = remind(asked, editor, word="  La personne passe <mercredi>.\n\nUn mot suffit.  ")
        assert "Un mot de la part de Inès Carpentier (équipe du site)" in mail.message
        assert "La personne passe <mercredi>.\n\nUn mot suffit." in mail.message
        assert "La personne passe &lt;mercredi&gt;." in mail.html_message
        assert "Réponse attendue" in mail.message

    def test_without_one_nothing_announces_it(self, asked, editor):
        mail = remind(asked, editor, word="  ")
        assert "Un mot de la part" not in mail.message + mail.html_message
        assert asked.question.events.get(kind=EventKind.REMINDED).detail == "ADIL 78"

    def test_the_person_is_masked_in_it(self, asked, editor):
        text = "Je n’arrive plus à payer mon loyer.\nCordialement,\nNadia Benali\n06 39 98 12 34"
        Question.objects.filter(pk=asked.question_id).update(text=text)
        asked.refresh_from_db()
        mail = remind(asked, editor, word="Madame Benali (nadia@citoyenne.invalid, 06 39 98 12 34) attend.")
        for secret in ("Benali", "nadia@citoyenne", "06 39 98"):
            assert secret not in mail.message + mail.html_message

    def test_the_history_keeps_it_for_the_team(self, client, asked, editor):
        remind(asked, editor, word="La personne passe mercredi.")
        event = asked.question.events.get(kind=EventKind.REMINDED)
        assert (event.user, event.detail) == (editor, "ADIL 78 : La personne passe mercredi.")
        client.force_login(editor)
        url = reverse("questions_modeladmin_inspect", args=[asked.question_id])
        assert "La personne passe mercredi." in client.get(url).content.decode()

    def test_it_is_gone_with_the_question_s_words(self, asked, editor):
        remind(asked, editor, word="La personne passe mercredi.")
        actions.erase(question=asked.question)
        assert not [event for event in asked.question.events.all() if "mercredi" in event.detail]
        assert not [mail for mail in OutboxMail.objects.all() if "mercredi" in mail.message]

    def test_quoted_back_by_the_partner_it_is_known_as_ours(self, asked, editor):
        remind(asked, editor, word="La personne passe mercredi matin à la permanence.")
        known = sent_in(asked.question, asked, is_answer=True)
        assert known.digests.of_text("La personne passe mercredi matin à la permanence.") <= known.known


def test_nobody_else_may(asked):
    with pytest.raises(PermissionDenied):
        remind(asked, team_user(asked.partner))


class TestButton:
    def press(self, client, asked, **data):
        url = reverse("clairdroit_questions_act", args=[asked.question_id, "relancer"])
        return client.post(url, {"assignment": asked.pk, **data}, follow=True)

    def test_the_file_has_it_and_says_afterwards_when(self, client, asked, editor):
        client.force_login(editor)
        url = reverse("questions_modeladmin_inspect", args=[asked.question_id])
        assert "Relancer maintenant" in client.get(url).content.decode()
        page = self.press(client, asked)
        assert "Le partenaire est relancé." in page.content.decode()
        assert "Relancé aujourd’hui à" in page.content.decode()
        assert "Relancer maintenant" not in page.content.decode()
        assert OutboxMail.objects.filter(status=MailStatus.WAITING).count() == 1

    def test_it_leads_back_to_where_it_stood_and_to_no_other_site(self, client, asked, editor):
        client.force_login(editor)
        here = f"{reverse('questions_modeladmin_index')}?panier=en-retard"
        assert self.press(client, asked, next=here).redirect_chain == [(here, 302)]
        file = reverse("questions_modeladmin_inspect", args=[asked.question_id])
        assert self.press(client, asked, next="https://ailleurs.invalid/").redirect_chain == [(file, 302)]

    def test_a_part_of_another_question_is_not_found(self, client, asked, editor):
        client.force_login(editor)
        url = reverse("clairdroit_questions_act", args=[QuestionFactory().pk, "relancer"])
        assert client.post(url, {"assignment": asked.pk}).status_code == 404

    def test_a_word_is_sent_along_and_keys_pasted_into_it_are_masked(self, client, asked, editor):
        client.force_login(editor)
        url = reverse("questions_modeladmin_inspect", args=[asked.question_id])
        assert 'name="text" rows="3" maxlength="1000"' in client.get(url).content.decode()
        pasted = f"Voyez {links.assignment_url(asked)} : c’est urgent."
        self.press(client, asked, text=pasted)
        mail = QuestionMail.objects.get(kind=MailKind.REMINDER).email
        assert "c’est urgent." in mail.message
        assert without_keys(pasted) in mail.message
        assert pasted not in mail.message

    @pytest.mark.parametrize("word", ["Un mot qui compte.", "x" * 1001])
    def test_a_word_that_does_not_leave_is_given_back(self, client, asked, editor, word):
        client.force_login(editor)
        if len(word) < 1000:
            actions.close(question=asked.question, user=editor)
        page = self.press(client, asked, text=word).content.decode()
        assert "Votre mot n’a pas été envoyé" in page
        assert word in page
        assert not QuestionMail.objects.filter(kind=MailKind.REMINDER).exists()

    def test_the_refusal_is_said_on_the_page(self, client, asked, editor):
        client.force_login(editor)
        actions.close(question=asked.question, user=editor)
        assert "n’a plus à répondre" in self.press(client, asked).content.decode()
        asked.question.refresh_from_db()
        assert asked.question.status == QuestionStatus.CLOSED
