"""What apps say of the things that wait: their kinds, who decides, and what must be read first."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.safestring import mark_safe

from clairdroit.moderation import actions, cautions, registry, submitted
from clairdroit.moderation.cautions import Caution
from clairdroit.moderation.colleagues import reviewers
from clairdroit.moderation.listing import waiting_for
from clairdroit.moderation.permissions import user_can_decide
from clairdroit.moderation.registry import Key, Source
from clairdroit.moderation.small_corrections import small_corrections
from clairdroit.partners_snippets.models import Partner
from clairdroit.registries import registered
from tests.moderation.submitting import submit
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


class Careful:
    """Asks that whatever is approved be read first."""

    accepted = ()

    def caution(self, thing):
        return Caution("À lire d’abord.", mark_safe("<p>Deux passages.</p>")) if isinstance(thing, Partner) else None

    def accept(self, *, thing, revision, user):
        self.accepted = (*self.accepted, (thing.pk, revision.pk, user))


@pytest.fixture
def guard():
    with registered(cautions.guards, Careful()) as (guard,):
        yield guard


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


@pytest.fixture
def record(editor):
    partner = PartnerFactory(name="ADIL 78")
    partner.save_revision().publish()
    partner = Partner.objects.get(pk=partner.pk)
    partner.languages = "français, dari"
    return submit(partner, editor)


def test_a_caution_stands_on_the_screen_and_is_accepted_with_the_approval(client, editor, record, guard):
    shown = client.get(reverse("clairdroit_moderation_decide", args=["fiche", record.pk])).content.decode()
    assert "<p>Deux passages.</p>" in shown
    actions.decide_text(revision=record.latest_revision_id, decision=actions.APPROVE, user=editor)
    assert guard.accepted == ((record.pk, record.latest_revision_id, editor),)


def test_a_refusal_accepts_nothing(editor, record, guard):
    actions.decide_text(revision=record.latest_revision_id, decision=actions.REJECT, user=editor, comment="Non.")
    assert guard.accepted == ()


def test_what_needs_a_caution_is_no_small_correction(editor, record):
    assert len(small_corrections(waiting_for(editor))) == 1
    with registered(cautions.guards, Careful()):
        assert small_corrections(waiting_for(editor)) == []


def test_a_model_that_nobody_registered_waits_among_the_other_texts(client, editor, record):
    with registered(submitted.submitted_kinds):
        (item,) = waiting_for(editor)
        assert item.key.kind == submitted.OTHER.key
        assert client.get(reverse("clairdroit_moderation_decide", args=item.key)).status_code == 200
        assert client.get(reverse("clairdroit_moderation_queue")).context["rows"][0].described.title == "ADIL 78"


def test_a_kind_with_a_screen_of_its_own_is_not_decided_on_here(client, editor, record, monkeypatch):
    kind = submitted.kind_of(record)
    monkeypatch.setattr(type(kind), "is_decided_here", False)
    assert small_corrections(waiting_for(editor)) == []
    assert submitted.key_of(record) == Key("fiche", str(record.pk))
    address = reverse("clairdroit_moderation_decide", args=["fiche", record.pk])
    assert client.get(address).status_code == 302
    with pytest.raises(PermissionDenied):
        actions.decide_text(revision=record.latest_revision_id, decision=actions.APPROVE, user=editor)
    assert Partner.objects.get(pk=record.pk).languages == ""


def test_whoever_has_the_right_of_a_source_has_a_part_in_the_queue():
    class Trial(Source):
        kinds = ()
        permission = "clairdroit_glossary.change_glossaryentry"

        def waiting(self, user):
            return ()

        def describe(self, items, user):
            return {}

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="change_glossaryentry"))
    assert not user_can_decide(user)
    assert user not in reviewers()
    with registered(registry.sources, Trial()):
        user = type(user).objects.get(pk=user.pk)
        assert user_can_decide(user)
        assert list(reviewers()) == [user]
        user.is_active = False
        assert not user_can_decide(user)
