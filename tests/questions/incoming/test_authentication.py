"""Where the receiving server says that DMARC failed, a message is held: From says whatever its sender likes."""

import io

import pytest

from clairdroit.mail.models import UnreachableAddress
from clairdroit.questions import emails, incoming
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus
from clairdroit.questions.models import ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

OWN = "mx.ville.example"
OPENDMARC = "Authentication-Results: mx.ville.example; dmarc=fail (p=reject dis=none) header.from=adil.example"
OWN_PASS = "Authentication-Results: mx.ville.example; dmarc=pass (p=none) header.from=adil.example"
FOREIGN_FAIL = "Authentication-Results: mx.liste.example; dmarc=fail header.from=adil.example"


@pytest.fixture
def assignment(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    settings.CLAIRDROIT_AUTHSERV_ID = OWN
    question = QuestionFactory(assigned=True, email="nadia@boite.example")
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email="equipe@adil.example"))


def receive(to, sender, *headers, own_id="<a@adil.example>"):
    head = [*headers, f"From: {sender}", f"To: {to}", f"Message-ID: {own_id}", "Subject: Re: question"]
    mail, _created = incoming.receive(source=io.BytesIO(("\n".join(head) + "\n\nVenez jeudi.\n").encode()))
    return mail


def test_a_partners_forged_reply_is_held_even_with_the_key_and_can_be_joined_by_hand(assignment):
    to = emails.partner_asked(assignment).headers["Reply-To"]
    mail = receive(to, "equipe@adil.example", OPENDMARC)
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.SENDER)
    assert "DMARC" in mail.reason
    assert mail.reply == "Venez jeudi."
    assert not ProposedAnswer.objects.exists()
    assert assignment.question.events.get(kind=EventKind.MAIL_HELD).detail == mail.reason
    incoming.accept_incoming(
        mail=mail, user=UserFactory(moderator=True), question=assignment.question, assignment=assignment
    )
    assert ProposedAnswer.objects.get().latest_revision.as_object().text == "Venez jeudi."
    mail.refresh_from_db()
    assert "DMARC" in mail.reason


def test_a_forged_detail_does_not_join_the_question(assignment):
    to = emails.question_received(assignment.question).headers["Reply-To"]
    assert receive(to, "nadia@boite.example", OPENDMARC).status == IncomingStatus.HELD
    assignment.question.refresh_from_db()
    assert "jeudi" not in assignment.question.words


def test_what_passes_or_was_not_checked_is_joined_as_before(assignment):
    to = emails.partner_asked(assignment).headers["Reply-To"]
    for number, headers in enumerate([[], [OWN_PASS], [FOREIGN_FAIL]]):
        mail = receive(to, "equipe@adil.example", *headers, own_id=f"<{number}@adil.example>")
        assert mail.status == IncomingStatus.ACCEPTED


def test_without_the_setting_whoever_says_that_it_failed_is_believed(assignment, settings):
    settings.CLAIRDROIT_AUTHSERV_ID = ""
    to = emails.partner_asked(assignment).headers["Reply-To"]
    mail = receive(to, "equipe@adil.example", FOREIGN_FAIL)
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.SENDER)


def test_a_forged_bounce_stops_no_mails_to_the_partner(assignment):
    sent = emails.partner_asked(assignment)
    head = "From: MAILER-DAEMON@adil.example\nMIME-Version: 1.0\nSubject: Undelivered Mail Returned to Sender\n"
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        "No such user.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; adil.example\n\n"
        "Final-Recipient: rfc822; equipe@adil.example\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {sent.message_id}\n--b--\n"
    )
    incoming.receive(source=io.BytesIO(f"{OPENDMARC}\n{head}{report}".encode()))
    assert not UnreachableAddress.objects.exists()
    incoming.receive(source=io.BytesIO(f"{head}{report}".encode()))
    assert UnreachableAddress.objects.exists()
