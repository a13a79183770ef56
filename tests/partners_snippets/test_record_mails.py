"""What a partner is told of its own record: a plain sentence, and a link that it can open."""

import datetime
import re
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, TaskState, Workflow

from clairdroit.mail.models import OutboxMail
from clairdroit.moderation import actions as moderation_actions
from clairdroit.moderation.listing import waiting_for
from clairdroit.partners_snippets.actions import propose_correction, team_user
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.questions import links
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory
from tests.questions.mail_forms import in_both_forms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(settings):
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"
    call_command("setup_site", verbosity=0)


@pytest.fixture
def partner():
    partner = PartnerFactory(
        name="ADIL 78", phone="01 99 00 10 45", description="Conseils.", team_email="a@adil.example"
    )
    partner.save_revision().publish()
    return partner


@pytest.fixture
def moderator():
    return UserFactory(moderator=True, username="mlegrand", first_name="Maud", last_name="Legrand")


def propose(partner, **values):
    propose_correction(partner=partner, user=team_user(partner), values=values or {"phone": "01 99 00 20 20"})
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


def told(kind=PartnerMail.RECORD_PUBLISHED):
    return list(OutboxMail.objects.filter(kind=kind))


def to_the_box():
    return [mail for mail in OutboxMail.objects.all() if mail.to == ["a@adil.example"]]


def test_after_the_approval_it_reads_a_plain_sentence_with_its_record_and_the_public_page(partner, moderator):
    propose(partner).approve(user=moderator)
    (mail,) = told()
    assert mail.to == ["a@adil.example"]
    for form in in_both_forms(mail):
        assert "La fiche de « ADIL 78 » est à jour" in form
    addresses = {word for form in in_both_forms(mail) for word in form.split() if word.startswith("http")}
    assert len(addresses) == 2
    for address in addresses:
        # Without any account.
        assert Client().get(urlsplit(address).path).status_code == 200, address


def test_no_other_mail_goes_to_the_team_box(partner, moderator):
    propose(partner).approve(user=moderator)
    assert len(to_the_box()) == len(told()) == 1


def test_several_approved_together_are_told_each(partner, moderator):
    other = PartnerFactory(name="CCAS", team_email="c@ccas.example", phone="01 99 00 10 46")
    other.save_revision().publish()
    propose(partner)
    propose_correction(partner=other, user=team_user(other), values={"phone": "01 99 00 20 21"})
    seen = {item.key: item.revision for item in waiting_for(moderator)}
    assert moderation_actions.approve_together(seen=seen, user=moderator) == 2
    assert {mail.to[0] for mail in told()} == {"a@adil.example", "c@ccas.example"}


def test_published_past_the_workflow_it_is_approved_all_the_same(partner, moderator):
    task_state = propose(partner)
    task_state.revision.publish(user=moderator)
    assert len(told()) == 1


def test_words_that_it_wrote_into_an_editor_s_draft_count(partner, moderator):
    draft = partner.get_latest_revision_as_object()
    draft.description = "Conseils gratuits."
    draft.save_revision(user=moderator)
    partner.get_workflow().start(Partner.objects.get(pk=partner.pk), moderator)
    propose(partner).approve(user=UserFactory(moderator=True))
    assert len(told()) == 1


def test_it_is_told_once_and_not_of_what_others_change_later(partner, moderator):
    propose(partner).approve(user=moderator)
    draft = Partner.objects.get(pk=partner.pk)
    draft.description = "D’une autre main."
    draft.save_revision(user=moderator).publish(user=moderator)
    assert len(told()) == 1


def test_of_corrections_that_an_editor_took_out_again_nothing_is_told(partner, moderator):
    propose(partner)
    draft = Partner.objects.get(pk=partner.pk)
    draft.description = "D’une autre main."
    draft.save_revision(user=moderator).publish(user=moderator)
    assert not told()


def test_with_a_day_to_come_it_is_told_on_that_day(partner, moderator):
    task_state = propose(partner)
    draft = task_state.revision.as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(days=2)
    draft.save_revision(user=moderator).publish(user=moderator)
    assert not told()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        call_command("publish_scheduled", verbosity=0)
    assert len(told()) == 1


def test_without_a_team_box_nothing_is_sent_and_nothing_fails(partner, moderator):
    task_state = propose(partner)
    Partner.objects.filter(pk=partner.pk).update(team_email="")
    task_state.revision.content["team_email"] = ""
    task_state.revision.save()
    task_state.approve(user=moderator)
    assert not told()


class TestChangesAsked:
    def test_it_reads_who_asks_what_and_where_to_change_it(self, partner, moderator):
        state = propose(partner)
        # A link says when it was made, to the second.
        with time_machine.travel(timezone.now(), tick=False):
            state.reject(user=moderator, comment="Le numéro est <incomplet>.")
            link = space_links.record_url(partner)
        (mail,) = told(PartnerMail.RECORD_CHANGES)
        for form in in_both_forms(mail):
            assert "Maud Legrand (équipe du site) demande une modification" in form
            assert "Le numéro est <incomplet>." in form
        assert link in mail.message
        assert len(to_the_box()) == 1

    def test_without_a_reason_the_mail_says_so(self, partner, moderator):
        propose(partner).reject(user=moderator)
        (mail,) = told(PartnerMail.RECORD_CHANGES)
        assert not [form for form in in_both_forms(mail) if "Aucune raison n’est donnée" not in form]

    def test_the_record_says_it_until_the_corrections_come_again(self, client, partner, moderator):
        address = reverse("clairdroit_partner_space:record", args=[links.partner_token(partner)])
        propose(partner).reject(user=moderator, comment="Le numéro est <incomplet>.")
        page = client.get(address).content.decode()
        assert "Le numéro est &lt;incomplet&gt;." in page
        assert 'value="01 99 00 20 20"' in page
        propose(partner, phone="01 99 00 20 21")
        assert "incomplet" not in client.get(address).content.decode()


class TestPeople:
    @pytest.fixture
    def editor(self):
        return UserFactory(coordinator=True, username="pmartin")

    @pytest.fixture(params=[False, True], ids=["plain text", "with HTML"])
    def mails(self, request, settings, partner, moderator, editor):
        """Of a text that a person handed in: to whoever reads it over, then to its author."""
        settings.WAGTAILADMIN_NOTIFICATION_USE_HTML = request.param
        Workflow.objects.update(name="Circuit 7")
        Task.objects.update(name="Circuit 7")
        for decide in ("reject", "approve"):
            draft = Partner.objects.get(pk=partner.pk)
            draft.description = f"Pour {decide}."
            draft.save_revision(user=editor)
            state = Partner.objects.get(pk=partner.pk).current_workflow_state
            state.resume(editor) if state else partner.get_workflow().start(Partner.objects.get(pk=partner.pk), editor)
            getattr(TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS), decide)(user=moderator)
        return list(OutboxMail.objects.all())

    def test_no_mail_names_a_workflow_a_login_or_the_admin_s_account_page(self, mails):
        assert len(mails) >= 4
        names = ["Circuit 7", "workflow", "pmartin", "mlegrand", "/account/"]
        for mail in mails:
            # Of the addresses only the account's page counts.
            text = re.sub(r"/workflow/preview/", "", f"{mail.subject}\n{mail.message}\n{mail.html_message}")
            assert not [name for name in names if name in text], text

    def test_the_author_reads_who_asks_for_what(self, mails, editor):
        own = [" ".join(mail.message.split()) for mail in mails if mail.to == [editor.email]]
        assert any("Maud Legrand demande des modifications de « ADIL 78 »" in text for text in own)
        assert any("est validé" in text for text in own)
        assert not told()
        assert not told(PartnerMail.RECORD_CHANGES)
