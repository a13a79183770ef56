"""Replies and bounces quote our mails, and with them the keys of whoever was written to: nobody reads these there."""

import base64
import io
import quopri
import re

import pytest
from django.urls import reverse

from clairdroit.questions import emails, incoming
from clairdroit.questions.enums import IncomingStatus
from clairdroit.questions.incoming.masked_source import masked_source
from clairdroit.questions.models import IncomingMail
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory
from tests.questions.keys import keys_in

pytestmark = pytest.mark.django_db

# Readings, and so posted.
DOWNLOADS = ("clairdroit_questions_raw_mail", "clairdroit_questions_mail_attachment")
BOX = "equipe@adil.example"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def asked():
    question = QuestionFactory(assigned=True, email="nadia@citoyenne.example")
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email=BOX))


@pytest.fixture
def ours(asked):
    mail = emails.partner_asked(asked)
    assert len(keys_in(mail)) >= 2, "a link and a reply address"
    return mail


def quoted(mail):
    return "\n".join(f"> {line}" for line in mail.message.splitlines())


def reply(mail, body, *, subject="Re: une question", kind="text/plain", encoding="8bit", sender=BOX):
    lines = [
        f"From: <{sender}>",
        f"To: {mail.headers['Reply-To']}",
        "Message-ID: <r1@adil.example>",
        f"In-Reply-To: {mail.message_id}",
        f"Subject: {subject}",
        "MIME-Version: 1.0",
        f"Content-Type: {kind}; charset=utf-8",
        f"Content-Transfer-Encoding: {encoding}",
        "",
    ]
    return "\n".join(lines).encode() + b"\n" + body


def plain(mail):
    text = f"La permanence est le jeudi.\n\nLe lundi, {mail.headers['Reply-To']} a écrit :\n{quoted(mail)}\n"
    return reply(mail, text.encode())


def printable(mail):
    return reply(mail, quopri.encodestring(f"Jeudi, été.\n\n{quoted(mail)}\n".encode()), encoding="quoted-printable")


def packed(mail):
    return reply(mail, base64.encodebytes(f"Jeudi.\n\n{quoted(mail)}\n".encode()), encoding="base64")


def as_html(mail):
    body = f"<p>Jeudi.</p><blockquote>{mail.html_message}</blockquote>"
    return reply(mail, base64.encodebytes(body.encode()), kind="text/html", encoding="base64")


def above_the_quotation(mail):
    """The partner copies the link into its own words, which become its draft."""
    return reply(mail, f"Jeudi, voir {re.search(r'http[^ ]+/espace-partenaires/[^ ]+', mail.message)[0]}\n".encode())


def in_the_subject(mail):
    return reply(mail, b"Jeudi.\n", subject=f"Re: {re.search(r'http[^ ]+/espace-partenaires/[^ ]+', mail.message)[0]}")


def enclosed(mail):
    inner = f"Subject: notre mail\nReply-To: {mail.headers['Reply-To']}\n\n{mail.message}"
    body = (
        "--frontiere\nContent-Type: text/plain\n\nJeudi.\n"
        '--frontiere\nContent-Type: message/rfc822\nContent-Disposition: attachment; filename="m.eml"\n\n'
        f"{inner}\n--frontiere\n"
        'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="page.html"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(mail.html_message.encode()).decode()}\n"
        "--frontiere--\n"
    )
    return reply(mail, body.encode(), kind="multipart/mixed; boundary=frontiere")


def bounce(mail):
    body = (
        "--frontiere\nContent-Type: text/plain\n\nUndelivered.\n"
        "--frontiere\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; adil.example\n\n"
        f"Final-Recipient: rfc822; {BOX}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no such user\n"
        "--frontiere\nContent-Type: message/rfc822\n\n"
        f"Message-ID: {mail.message_id}\nTo: {BOX}\nReply-To: {mail.headers['Reply-To']}\n\n{mail.message}\n"
        "--frontiere--\n"
    )
    kind = "multipart/report; report-type=delivery-status; boundary=frontiere"
    return reply(mail, body.encode(), kind=kind, sender="MAILER-DAEMON@adil.example")


def of_a_stranger(mail):
    return plain(mail).replace(f"<{BOX}>".encode(), b"<luc@maison.example>")


MESSAGES = [plain, printable, packed, as_html, above_the_quotation, in_the_subject, enclosed, bounce, of_a_stranger]


def decoded(content):
    """As whoever downloads it can read it: every stretch of base64 and quoted-printable undone."""
    found = [content, quopri.decodestring(content)]
    for block in re.findall(rb"(?:[A-Za-z0-9+/]{4,}={0,2}\r?\n)+", content):
        try:
            found.append(base64.b64decode(b"".join(block.split())))
        except ValueError:
            continue
    return b"\n".join(found)


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("reader", ["moderator", "administrator"])
def test_no_screen_file_or_row_of_a_received_mail_holds_a_key_of_ours(client, ours, asked, message, reader):
    raw = message(ours)
    keys = {key.encode() for key in keys_in(ours)}
    assert any(key in decoded(raw) for key in keys), "the message does hold one"
    received, created = incoming.receive(source=io.BytesIO(raw))
    assert created
    if message is not of_a_stranger and message is not bounce:
        assert received.question == asked.question, "the key has led to the file"
    client.force_login(
        UserFactory(moderator=True) if reader == "moderator" else UserFactory(is_superuser=True, is_staff=True)
    )
    names = [("courriels-recus_modeladmin_index", []), ("courriels-recus_modeladmin_inspect", [received.pk])]
    names += [("questions_modeladmin_inspect", [asked.question_id]), ("clairdroit_moderation_queue", [])]
    names += [("adresses:index", []), ("clairdroit_questions_raw_mail", [received.pk])]
    numbers = range(1, len(received.attachments) + 1)
    names += [("clairdroit_questions_mail_attachment", [received.pk, number]) for number in numbers]
    for name, args in names:
        ask = client.post if name in DOWNLOADS else client.get
        answer = ask(reverse(name, args=args))
        assert answer.status_code == 200, name
        shown = decoded(answer.getvalue())
        assert not [key for key in keys if key in shown], name
    mail = IncomingMail.objects.get()
    words = " ".join([mail.subject, mail.reply, mail.quoted, mail.signature, mail.sender, mail.reason]).encode()
    assert not [key for key in keys if key in words]
    for answer in asked.question.answers.all():
        assert not [key for key in keys if key in answer.text.encode()]


def test_a_reply_still_finds_its_file_and_keeps_its_words(ours, asked):
    mail, _created = incoming.receive(source=io.BytesIO(plain(ours)))
    assert mail.status == IncomingStatus.ACCEPTED, mail.reason
    assert mail.reply == "La permanence est le jeudi."
    assert "/espace-partenaires/…" in mail.quoted


def test_what_holds_no_key_leaves_byte_for_byte_as_it_came():
    picture = bytes(range(256)) * 400
    for content in (
        b"From: <a@b.example>\r\nSubject: =?utf-8?q?=C3=A9t=C3=A9?=\r\n\r\nBonjour =C3=A9t=C3=A9.\r\n",
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(picture) + b"\n--x--\n",
        picture,
        b"",
        b"\n\n--\n=\n",
    ):
        assert b"".join(masked_source([content])) == content
        assert b"".join(masked_source([content[at : at + 7] for at in range(0, len(content), 7)])) == content


@pytest.mark.parametrize("end", [b"!", b" !\n", b"\xe9\n", b"=A\n"])
def test_a_long_line_that_only_begins_like_a_file_is_passed_on_at_once(end):
    """No clock: a pattern that tries every way to cut the line into pieces ends in no lifetime."""
    for line in (b"A" * 4000 + end, (b"A" * 76 + b"\n") * 50 + end):
        assert b"".join(masked_source([line])) == line
    assert b"".join(masked_source([b"aGVs " * 4000])) == b"aGVs " * 4000


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b" \r\n"])
@pytest.mark.parametrize("last", range(3))
def test_a_packed_file_is_opened_however_its_lines_end_and_however_short_the_last_is(ours, line_end, last):
    plain = f"Jeudi.\n\n{quoted(ours)}\n".encode()
    plain += b"-" * (-len(plain) % 57 + last)
    packed = base64.encodebytes(plain).replace(b"\n", line_end)
    assert any(key.encode() in decoded(packed.replace(b" ", b"")) for key in keys_in(ours))
    shown = b"".join(masked_source([packed]))
    read = base64.b64decode(b"".join(shown.split()))
    assert b"Jeudi." in read
    assert not [key for key in keys_in(ours) if key.encode() in read]
