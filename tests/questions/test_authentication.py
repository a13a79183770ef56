"""The receiving server says who a message does not come from (RFC 8601); From says whatever its sender likes."""

import io

import pytest

from clairdroit.questions import actions, emails
from clairdroit.questions.enums import EventKind, IncomingKind, IncomingStatus
from clairdroit.questions.intake import authentication
from clairdroit.questions.intake.message import read_headers
from clairdroit.questions.models import ProposedAnswer, UnreachableAddress
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

OWN = "mx.ville.example"
# As Postfix with OpenDMARC, Gmail, Exchange Online, rspamd and Fastmail write them.
OPENDMARC = "Authentication-Results: mx.ville.example; dmarc=fail (p=reject dis=none) header.from=adil.example"
GMAIL = """Authentication-Results: mx.google.com;
       dkim=pass header.i=@listes.example header.s=s1 header.b=Xa/09;
       spf=pass (google.com: domain of x@listes.example designates 192.0.2.7 as permitted sender)
       smtp.mailfrom=x@listes.example;
       dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=adil.example"""
EXCHANGE = """Authentication-Results: spf=fail (sender IP is 192.0.2.9)
 smtp.mailfrom=adil.example; dkim=none (message not signed)
 header.d=none;dmarc=fail action=oreject header.from=adil.example;compauth=fail reason=000"""
RSPAMD = """Authentication-Results: mx.ville.example;
\tdkim=none;
\tspf=softfail (mx.ville.example: 192.0.2.9 is neither permitted nor denied) smtp.mailfrom=x@adil.example;
\tdmarc=fail reason="No valid SPF, No valid DKIM" header.from=adil.example (policy=quarantine)"""
VERSION = 'Authentication-Results: "mx.ville.example" 1; dmarc/1 = fail header.from=adil.example'
OWN_DKIM = "Authentication-Results: mx.ville.example; dkim=pass header.d=adil.example"
OWN_PASS = "Authentication-Results: mx.ville.example; dmarc=pass (p=none) header.from=adil.example"
FOREIGN_FAIL = "Authentication-Results: mx.liste.example; dmarc=fail header.from=adil.example"
FOREIGN_PASS = "Authentication-Results: mx.liste.example; dmarc=pass header.from=adil.example"


def says_failure(*headers):
    return authentication.fails(read_headers(("\n".join(headers) + "\n\nMots\n").encode()).headers)


@pytest.mark.parametrize(
    "header", [OPENDMARC, RSPAMD, VERSION, OPENDMARC.upper()], ids=["opendmarc", "rspamd", "version", "capitals"]
)
def test_a_failure_is_read_as_servers_write_it(settings, header):
    settings.CLAIRDROIT_AUTHSERV_ID = OWN
    assert says_failure("Received: from x by mx.ville.example", header, "From: Luc <luc@adil.example>")


@pytest.mark.parametrize("header", [OPENDMARC, GMAIL, EXCHANGE, RSPAMD, FOREIGN_FAIL])
def test_without_the_setting_the_topmost_header_counts(header):
    assert says_failure(header, OWN_PASS)
    assert not says_failure(OWN_PASS, header)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [OWN_PASS],
        [OWN_DKIM],
        # Another server's, or its sender's own.
        [FOREIGN_FAIL],
        [EXCHANGE],
        [OWN_PASS, OPENDMARC],
        [FOREIGN_FAIL, OWN_PASS],
        ["Authentication-Results: mx.ville.example; dmarc=none"],
        ["Authentication-Results: mx.ville.example; dmarc=temperror"],
        ["Authentication-Results: mx.ville.example; dmarc=permerror"],
        ["Authentication-Results: mx.ville.example; dmarc=pass (dmarc=fail)"],
        ['Authentication-Results: mx.ville.example; dmarc=pass reason="; dmarc=fail"'],
        ["Authentication-Results: mx.ville.example; spf=fail; dkim=fail"],
        ["Authentication-Results: mx.ville.example; none"],
        ["Authentication-Results: mx.ville.example.liste.example; dmarc=fail"],
        ["Authentication-Results:"],
        ["Authentication-Results: ((((((((((((((((("],
        ["Authentication-Results: " + ";" * 5000],
    ],
)
def test_all_else_is_no_failure_of_our_server(settings, headers):
    settings.CLAIRDROIT_AUTHSERV_ID = OWN
    assert not says_failure(*headers)


@pytest.mark.parametrize(
    "headers",
    [
        # The sender's own pass, below; a filter's header above; one header for each check.
        [OPENDMARC, OWN_PASS],
        [FOREIGN_PASS, OPENDMARC, OWN_PASS],
        [OWN_DKIM, OPENDMARC],
    ],
)
def test_a_pass_that_came_with_the_message_helps_nobody(settings, headers):
    settings.CLAIRDROIT_AUTHSERV_ID = OWN
    assert says_failure(*headers)


@pytest.fixture
def assignment(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"
    settings.CLAIRDROIT_AUTHSERV_ID = OWN
    question = QuestionFactory(assigned=True, email="nadia@boite.example")
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email="equipe@adil.example"))


def receive(to, sender, *headers, own_id="<a@adil.example>"):
    head = [*headers, f"From: {sender}", f"To: {to}", f"Message-ID: {own_id}", "Subject: Re: question"]
    mail, _created = actions.receive(source=io.BytesIO(("\n".join(head) + "\n\nVenez jeudi.\n").encode()))
    return mail


def test_a_partners_forged_reply_is_held_even_with_the_key_and_can_be_joined_by_hand(assignment):
    to = emails.partner_asked(assignment).headers["Reply-To"]
    mail = receive(to, "equipe@adil.example", OPENDMARC)
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.SENDER)
    assert "DMARC" in mail.reason
    assert mail.reply == "Venez jeudi."
    assert not ProposedAnswer.objects.exists()
    assert assignment.question.events.get(kind=EventKind.MAIL_HELD).detail == mail.reason
    actions.accept_incoming(
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


def test_a_forged_bounce_stops_no_mails_to_the_partner(assignment):
    sent = emails.partner_asked(assignment)
    head = "From: MAILER-DAEMON@adil.example\nMIME-Version: 1.0\nSubject: Undelivered Mail Returned to Sender\n"
    report = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\n"
        "No such user.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; adil.example\n\n"
        "Final-Recipient: rfc822; equipe@adil.example\nAction: failed\nStatus: 5.1.1\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {sent.message_id}\n--b--\n"
    )
    actions.receive(source=io.BytesIO(f"{OPENDMARC}\n{head}{report}".encode()))
    assert not UnreachableAddress.objects.exists()
    actions.receive(source=io.BytesIO(f"{head}{report}".encode()))
    assert UnreachableAddress.objects.exists()
