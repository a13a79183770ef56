"""Wagtail's notices about texts that wait: in our words, to people, and where their kind says so none."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from wagtail.models import TaskState, WorkflowState

from clairdroit.moderation.notices import WAGTAIL_NOTICES, OurNotice
from clairdroit.moderation.submitted import SubmittedKind, kind_of_model, submitted_kinds
from clairdroit.partners_snippets.actions import propose_correction, team_user
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.waiting import WaitingRecords
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    call_command("setup_site", verbosity=0)


@pytest.fixture
def moderator():
    return UserFactory(moderator=True, email="maud@ville.invalid", first_name="Maud", last_name="Legrand")


@pytest.fixture
def partner():
    found = PartnerFactory(name="ADIL 78", phone="01 99 00 10 45", team_email="equipe@adil.invalid")
    found.save_revision().publish()
    return found


def hand_in(partner, user):
    draft = partner.get_latest_revision_as_object()
    draft.languages = "dari"
    draft.save_revision(user=user)
    partner.get_workflow().start(Partner.objects.get(pk=partner.pk), user)
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


def receivers(mailoutbox):
    """Of Wagtail's own notices."""
    return [address for mail in mailoutbox for address in mail.to]


def test_ours_stand_in_for_each_of_wagtail_s_once():
    for signal, sender, name, _notifier in WAGTAIL_NOTICES:
        found = [receiver for (key, _sender), receiver, *_rest in signal.receivers if key == name]
        assert [type(receiver) for receiver in found] == [OurNotice], name
        assert sender in (TaskState, WorkflowState)


def test_a_person_s_text_is_told_to_whoever_decides_and_the_decision_to_the_person(mailoutbox, partner, moderator):
    author = UserFactory(coordinator=True, email="ines@ville.invalid")
    task = hand_in(partner, author)
    assert receivers(mailoutbox) == ["maud@ville.invalid"]
    task.reject(user=moderator, comment="Plus court.")
    assert receivers(mailoutbox[1:]) == ["ines@ville.invalid"]
    assert "Maud Legrand" in mailoutbox[1].body


def test_a_team_box_is_named_as_its_partner_and_gets_none_itself(mailoutbox, partner, moderator):
    propose_correction(partner=partner, user=team_user(partner), values={"phone": "01 99 00 20 20"})
    [notice] = mailoutbox
    assert notice.to == ["maud@ville.invalid"]
    assert "ADIL 78." in notice.body
    TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).approve(user=moderator)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("silent", "count"), [(False, 2), (True, 0)])
def test_a_kind_says_of_which_there_is_none(mailoutbox, only_registered, partner, moderator, silent, count):
    class Silent(SubmittedKind):
        kind, model = WaitingRecords.kind, Partner

        def has_notice(self, state, *, is_to_author):
            assert state.content_object == partner
            return not silent

    only_registered(submitted_kinds, Silent())
    hand_in(partner, UserFactory(coordinator=True)).approve(user=moderator)
    assert len(mailoutbox) == count


def test_texts_that_nobody_registered_are_told_of_as_wagtail_does(mailoutbox, only_registered, partner, moderator):
    only_registered(submitted_kinds)
    hand_in(partner, UserFactory(coordinator=True))
    assert receivers(mailoutbox) == ["maud@ville.invalid"]
    # Of an app that was taken out again.
    assert kind_of_model(ContentType(app_label="gone", model="gone").model_class()) is None
