"""Who wants reminders: team boxes by the link in the mail, editors also in Wagtail's account page."""

import pytest
from django.urls import reverse

from clairdroit.mail.enums import DigestRhythm
from clairdroit.mail.models import DigestChoice, OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.public_forms.digests import stop_url
from clairdroit.questions import actions
from clairdroit.questions.models import PartnerAvailability
from clairdroit.roles.actions import compose_roles
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, ProposedAnswerFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db


def path_of(reader):
    return stop_url(reader).removeprefix("http://127.0.0.1:8000")


@pytest.fixture
def partner():
    return PartnerFactory(team_email="equipe@partenaire.invalid")


class TestLinks:
    def test_a_team_box_stops_them_and_takes_them_up_again(self, client, partner):
        address = path_of(partner)
        page = client.get(address)
        assert "Vous recevez un rappel" in page.content.decode()
        assert not PartnerAvailability.objects.exists(), "looking changes nothing"
        page = client.post(address, {"stop": "1"}, follow=True)
        assert "Vous ne recevez plus de rappels" in page.content.decode()
        assert PartnerAvailability.objects.get().wants_reminders is False
        client.post(address, {"resume": "1"})
        assert PartnerAvailability.objects.get().wants_reminders is True

    def test_a_mail_program_s_button_stops_them_with_one_post(self, client, partner):
        response = client.post(path_of(partner), {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert PartnerAvailability.objects.get().wants_reminders is False

    def test_an_editor_s_link_stops_its_own_only(self, client, partner):
        editor, other = UserFactory(), UserFactory()
        client.post(path_of(editor), {"stop": "1"})
        assert DigestChoice.objects.get().rhythm == DigestRhythm.NEVER
        assert DigestChoice.objects.get().user == editor != other
        assert not PartnerAvailability.objects.exists()

    @pytest.mark.parametrize("token", ["p1", "p1.faux", "u1.faux", "x"])
    def test_an_invented_link_leads_nowhere(self, client, partner, token):
        assert client.post(f"/rappels/{token}/", {"stop": "1"}).status_code == 404

    def test_a_reader_who_is_gone_leads_nowhere(self, client, partner):
        address = path_of(partner)
        partner.delete()
        assert client.get(address).status_code == 404

    def test_the_page_sets_no_cookie_and_is_kept_by_nobody(self, client, partner):
        response = client.get(path_of(partner))
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]


class TestAccount:
    def post(self, client, rhythm):
        address = reverse("wagtailadmin_account")
        page = client.get(address)
        data = {}
        for panels in page.context["panels_by_tab"].values():
            for panel in panels:
                form = panel.get_form()
                data |= {form.add_prefix(name): form[name].value() or "" for name in form.fields}
        return client.post(address, data | {"digests-rhythm": rhythm})

    def test_an_editor_chooses_there(self, client):
        editor = UserFactory(moderator=True, first_name="Claire", last_name="Petit")
        client.force_login(editor)
        assert "Une fois par semaine" in client.get(reverse("wagtailadmin_account")).content.decode()
        self.post(client, "weekly")
        assert DigestChoice.objects.get(user=editor).rhythm == DigestRhythm.WEEKLY

    def test_whoever_gets_none_is_not_asked(self, client):
        compose_roles()
        user = UserFactory(is_staff=True, is_superuser=False)
        user.user_permissions.add(*access_admin())
        client.force_login(user)
        assert "digests-rhythm" not in client.get(reverse("wagtailadmin_account")).content.decode()


def access_admin():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="access_admin")


class TestWagtailsOwnNotices:
    def test_an_answer_that_is_handed_in_is_not_announced_one_by_one(self, settings, mailoutbox):
        settings.WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = True
        UserFactory(moderator=True)
        UserFactory(is_superuser=True)
        proposed_answer()
        assert not OutboxMail.objects.exists()
        assert not mailoutbox

    def test_nor_is_its_approval_or_its_refusal_by_wagtail(self, mailoutbox):
        editor = UserFactory(moderator=True)
        answer = proposed_answer()
        answer.current_workflow_state.requested_by = UserFactory(moderator=True)
        answer.current_workflow_state.save()
        actions.ask_for_changes(answer=answer, user=editor, comment="Plus court.")
        mails = list(OutboxMail.objects.all())
        assert [mail.to for mail in mails] == [[answer.assignment.partner.team_email]], "our own word to the partner"
        assert not mailoutbox

    def test_a_partner_record_is_announced_as_before(self, mailoutbox):
        compose_roles()
        editor = UserFactory(moderator=True)
        partner = PartnerFactory()
        partner.save_revision()
        # The workflow of answers does for the record here: what it is about decides, not which workflow it is.
        ProposedAnswerFactory().get_workflow().start(partner, team_user(PartnerFactory()))
        assert [mail.to for mail in mailoutbox] == [[editor.email]]


def test_an_assignment_of_the_links_partner_is_listed_nowhere_on_its_page(client, partner):
    asked = AssignmentFactory(partner=partner)
    assert asked.question.text not in client.get(path_of(partner)).content.decode()
