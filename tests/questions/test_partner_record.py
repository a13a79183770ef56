"""A partner's record in its space: looked at, confirmed, corrected."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from clairdroit.partners_snippets.actions import propose_correction, team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import links
from clairdroit.questions.models import ErrorReport
from tests.partners_snippets.factories import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return PartnerFactory(name="ADIL 78", phone="01 99 00 10 45", description="Conseils sur le logement.")


def url(partner):
    return reverse("clairdroit_partner_space:record", args=[links.partner_token(partner)])


def fields(partner, **changes):
    shown = {name: getattr(partner, name) for name in ("description", "phone", "email", "website", "languages")}
    return {**shown, **changes}


def test_all_is_still_right_in_one_touch(client, partner):
    page = client.post(url(partner), {"confirm": "1"}, follow=True).content.decode()
    partner.refresh_from_db()
    assert (partner.verified_at, partner.verified_by) == (timezone.localdate(), "ADIL 78")
    assert "C’est confirmé" in page


def test_a_correction_waits_for_an_editor_and_readers_see_the_old_record(client, partner):
    page = client.post(url(partner), fields(partner, phone="01 99 00 20 20"), follow=True).content.decode()
    partner.refresh_from_db()
    assert partner.phone == "01 99 00 10 45"
    draft = partner.get_latest_revision_as_object()
    assert (draft.phone, draft.description) == ("01 99 00 20 20", "Conseils sur le logement.")
    assert partner.latest_revision.user == team_user(partner)
    assert "Vos corrections sont chez l’équipe" in page
    assert 'value="01 99 00 20 20"' in page


def test_a_second_correction_joins_the_first_in_the_same_place_of_the_queue(client, partner):
    call_command("setup_site", verbosity=0)
    client.post(url(partner), fields(partner, phone="01 99 00 20 20"))
    client.post(url(partner), fields(partner, phone="01 99 00 20 20", description="Gratuit."))
    (task_state,) = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    assert task_state.revision.content["description"] == "Gratuit."
    assert task_state.revision.content["phone"] == "01 99 00 20 20"


def test_what_is_sent_unchanged_makes_no_draft(client, partner):
    page = client.post(url(partner), fields(partner), follow=True).content.decode()
    assert Partner.objects.get(pk=partner.pk).latest_revision is None
    assert "Rien n’a changé" in page


def test_what_an_editor_must_change_reaches_the_reports_once(client, partner):
    for _ in range(2):
        client.post(url(partner), fields(partner, remark="Nous déménageons au 3 rue Neuve."))
    report = ErrorReport.objects.get()
    assert "3 rue Neuve" in report.text
    assert str(partner.pk) in report.page


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"phone": "appelez-nous"}, "id_phone_error"),
        ({"email": "adil@"}, "id_email_error"),
        ({"website": "pas une adresse"}, "id_website_error"),
        ({"website": "javascript:alert(1)"}, "id_website_error"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(client, partner, changes, error):
    page = client.post(url(partner), fields(partner, description="Tout nouveau.", **changes)).content.decode()
    assert f'id="{error}"' in page
    assert "Tout nouveau." in page
    assert Partner.objects.get(pk=partner.pk).latest_revision is None


def test_nobody_but_the_partner_s_own_people_correct_it(partner):
    with pytest.raises(PermissionDenied):
        propose_correction(partner=partner, user=team_user(PartnerFactory()), values={"phone": "01 99 00 20 20"})


def test_neither_the_team_box_nor_private_contacts_are_in_the_form(client, partner):
    page = client.get(url(partner)).content.decode()
    assert partner.team_email not in page
