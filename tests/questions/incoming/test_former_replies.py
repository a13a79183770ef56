"""A reply with a key of a partner's former links waits for a person: whoever wrote it may be nobody of the partner's.

The sender is right in each of these mails, as a thief of the mailbox or a volunteer who left would write it; the key
alone is of before. `test_…_joins` shows that nothing else holds them.
"""

import io

import pytest

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import renew_links
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.models import Partner, PartnerMember
from clairdroit.questions import actions, emails, incoming, reply_addresses
from clairdroit.questions.enums import AssignmentStatus, EventKind, IncomingKind, IncomingStatus
from clairdroit.questions.models import Assignment, ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory, PartnerMemberFactory
from tests.questions.factories import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db
BOX, MEMBER = "equipe@adil.example", "luc@adil.example"
WORDS = "La permanence est le jeudi."


@pytest.fixture
def assignment(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    found = AssignmentFactory(partner=PartnerFactory(team_email=BOX))
    for name in ("luc", "anne"):
        PartnerMemberFactory(partner=found.partner, user=UserFactory(username=name, email=f"{name}@adil.example"))
    return found


def again(assignment):
    return Partner.objects.get(pk=assignment.partner_id)


def another_box_and_back(assignment):
    for address in ("accueil@ailleurs.example", BOX):
        partner = again(assignment)
        partner.team_email = address
        partner.save()


def another_box(assignment):
    partner = again(assignment)
    partner.team_email = "accueil@adil.example"
    partner.save()


def withdrawn_and_published_again(assignment):
    again(assignment).unpublish()
    again(assignment).save_revision().publish()
    actions.assign(question=assignment.question, partner=again(assignment), user=UserFactory(moderator=True))


def a_member_leaves(assignment):
    PartnerMember.objects.get(user__username="anne").delete()


def an_account_is_closed(assignment):
    user = PartnerMember.objects.get(user__username="anne").user
    user.is_active = False
    user.save()


def renewed_by_an_editor(assignment):
    renew_links(partner=again(assignment), user=UserFactory(is_superuser=True, is_staff=True), reason=LinkReason.EDITOR)


WAYS = [
    another_box_and_back,
    another_box,
    withdrawn_and_published_again,
    a_member_leaves,
    an_account_is_closed,
    renewed_by_an_editor,
]


def reply(asked, sender, how):
    """By the key in the address, or to the bare address and by the headers that programs write themselves."""
    key, own_id = asked.headers["Reply-To"], asked.message_id
    head = {
        "address": f"To: {key}",
        "in-reply-to": f"To: reponse@ville.example\nIn-Reply-To: {own_id}",
        "references": f"To: reponse@ville.example\nReferences: <x@y.example> {own_id}",
        "delivered-to": f"To: reponse@ville.example\nDelivered-To: {key}",
    }[how]
    raw = f"From: <{sender}>\nMessage-ID: <r1@adil.example>\nSubject: Re\n{head}\n\n{WORDS}\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


HOWS = ["address", "in-reply-to", "references", "delivered-to"]


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_reply_with_a_key_of_before_is_held_for_a_person(assignment, way, how):
    asked = emails.partner_asked(assignment)
    way(assignment)
    status = Assignment.objects.get(pk=assignment.pk).status
    sent = OutboxMail.objects.count()
    mail = reply(asked, MEMBER, how)
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.EXPIRED)
    assert "avant le renouvellement des liens du partenaire" in mail.reason
    assert not ProposedAnswer.objects.exists()
    assert Assignment.objects.get(pk=assignment.pk).status == status
    assert assignment.question.events.filter(kind=EventKind.MAIL_HELD).count() == 1
    assert OutboxMail.objects.count() == sent, "and nobody is told that a draft was kept"


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_without_the_versions_each_of_them_joins(assignment, monkeypatch, way, how):
    monkeypatch.setattr(reply_addresses, "_is_former", lambda row: False)
    asked = emails.partner_asked(assignment)
    way(assignment)
    assert reply(asked, MEMBER, how).status == IncomingStatus.ACCEPTED


@pytest.mark.parametrize("how", HOWS)
def test_the_key_of_now_joins_and_one_of_before_does_not_though_both_were_quoted(assignment, how):
    before = emails.partner_asked(assignment)
    another_box_and_back(assignment)
    now = emails.partner_asked(Assignment.objects.get(pk=assignment.pk))
    assert before.headers["Reply-To"] != now.headers["Reply-To"]
    assert reply(before, MEMBER, how).status == IncomingStatus.HELD
    raw = f"From: <{MEMBER}>\nTo: {now.headers['Reply-To']}\nMessage-ID: <r2@adil.example>\nSubject: Re\n\n{WORDS}\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    assert mail.status == IncomingStatus.ACCEPTED
    assert Assignment.objects.get(pk=assignment.pk).status == AssignmentStatus.DRAFTING


@pytest.mark.parametrize("sender", [BOX, MEMBER])
def test_of_a_partner_that_is_withdrawn_nothing_joins_at_all(assignment, sender):
    asked = emails.partner_asked(assignment)
    again(assignment).unpublish()
    assert reply(asked, sender, "address").status == IncomingStatus.HELD
    assert not ProposedAnswer.objects.exists()


def test_a_person_who_has_asked_who_wrote_it_joins_it(assignment):
    asked = emails.partner_asked(assignment)
    another_box_and_back(assignment)
    mail = reply(asked, MEMBER, "address")
    editor = UserFactory(moderator=True)
    incoming.accept_incoming(
        mail=mail, user=editor, question=assignment.question, assignment=Assignment.objects.get(pk=assignment.pk)
    )
    assert ProposedAnswer.objects.get().assignment_id == assignment.pk
