"""What Django, Wagtail and a host's own apps send goes through the outbox and arrives as it was written."""

from email import message_from_bytes, policy
from email.message import MIMEPart
from email.mime.image import MIMEImage

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import DatabaseError, connection, transaction

from clairdroit.encryption import make_key
from clairdroit.mail import backends, delivery
from clairdroit.mail.enums import DeliveryOutcome
from clairdroit.mail.models import MailPart, MailPiece, OutboxMail
from clairdroit.mail.models.pieces import PIECE_BYTES

pytestmark = pytest.mark.django_db

FROM, TO = "Mairie <site@ville.invalid>", ["nadia@citoyenne.invalid"]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def files_into_the_outbox(settings):
    settings.EMAIL_BACKEND = "clairdroit.mail.backends.OutboxBackend"


@pytest.fixture
def arrived(moods):
    """Sends a message through the outbox; gives it as the mail server received it."""

    def send(message):
        assert message.send() == 1
        assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}
        (accepted,) = moods.accepted
        # Lines end on the way as SMTP wants them.
        return message_from_bytes(accepted.content.replace(b"\r\n", b"\n"), policy=policy.default)

    return send


def types(message):
    return [part.get_content_type() for part in message.walk()]


def test_a_plain_mail_keeps_its_headers_and_all_whom_it_goes_to(arrived, moods):
    message = EmailMessage(
        "Été",
        "Bonjour Zoé.\n",
        FROM,
        ['"Benali, Nadia" <nadia@citoyenne.invalid>'],
        bcc=["archive@ville.invalid"],
        cc=["ccas@ville.invalid"],
        reply_to=["accueil@ville.invalid", "autre@ville.invalid"],
        headers={"X-Town": "Clairval", "List-Unsubscribe": "<https://ville.invalid/stop>"},
    )
    found = arrived(message)
    assert (found["Subject"], found["From"], found.get_content()) == ("Été", FROM, "Bonjour Zoé.\n")
    assert [str(each) for each in found["To"].addresses] == ['"Benali, Nadia" <nadia@citoyenne.invalid>']
    assert (found["Cc"], found["Bcc"]) == ("ccas@ville.invalid", None)
    assert found["Reply-To"] == "accueil@ville.invalid, autre@ville.invalid"
    assert (found["X-Town"], found["List-Unsubscribe"]) == ("Clairval", "<https://ville.invalid/stop>")
    assert sorted(moods.accepted[0].rcpt_tos) == sorted([*TO, "ccas@ville.invalid", "archive@ville.invalid"])


def test_every_try_of_a_mail_carries_the_same_identifier_its_own_where_it_has_one(arrived):
    found = arrived(EmailMessage("x", "y", FROM, TO, headers={"message-id": "<own@ville.invalid>"}))
    assert found.get_all("Message-ID") == ["<own@ville.invalid>"]
    assert OutboxMail.objects.get().message_id == "<own@ville.invalid>"


def test_one_without_an_identifier_gets_one_with_its_row(moods):
    django_mail.send_mail("x", "y", FROM, TO)
    own_id = OutboxMail.objects.get().message_id
    moods.data_reply = "451 4.3.0 Busy"
    delivery.send_due()
    moods.data_reply = None
    OutboxMail.objects.update(not_before=None)
    delivery.send_due()
    (accepted,) = moods.accepted
    assert message_from_bytes(accepted.content)["Message-ID"] == own_id


def test_a_from_header_of_its_own_is_kept_beside_the_envelope(arrived, moods):
    found = arrived(EmailMessage("x", "y", "rebonds@ville.invalid", TO, headers={"From": "maire@ville.invalid"}))
    assert found["From"] == "maire@ville.invalid"
    assert moods.accepted[0].mail_from == "rebonds@ville.invalid"


def test_a_text_and_its_html_are_two_forms_of_one_mail(arrived):
    message = EmailMultiAlternatives("x", "Bonjour.\n", FROM, TO)
    message.attach_alternative("<p>Bonjour.</p>", "text/html")
    found = arrived(message)
    assert types(found) == ["multipart/alternative", "text/plain", "text/html"]
    assert not MailPart.objects.exists()


def test_several_forms_stay_in_the_order_of_their_sender(arrived):
    message = EmailMultiAlternatives("x", "Bonjour.\n", FROM, TO)
    message.attach_alternative("<p>léger</p>", "text/x-amp-html")
    message.attach_alternative("<p>entier</p>", "text/html")
    message.attach_alternative("BEGIN:VCALENDAR", "text/calendar")
    found = arrived(message)
    assert types(found) == ["multipart/alternative", "text/plain", "text/x-amp-html", "text/html", "text/calendar"]
    assert [part.get_content().strip() for part in found.iter_parts()][1:3] == ["<p>léger</p>", "<p>entier</p>"]


def test_a_mail_in_html_alone_leaves_as_html(arrived):
    message = EmailMessage("x", "<p>Bonjour.</p>", FROM, TO)
    message.content_subtype = "html"
    assert arrived(message).get_content_type() == "text/html"


@pytest.mark.parametrize(
    ("name", "content", "content_type", "expected"),
    [
        ("été.txt", "l’été\n", "text/plain", "text/plain"),
        ("données.csv", "nom;âge\n".encode(), None, "text/csv"),
        ("scan.pdf", b"%PDF-1.7\x00\xff", "application/pdf", "application/pdf"),
        ("rien", b"", None, "application/octet-stream"),
        # It says that it is a text, and is none.
        ("note.txt", b"\xff\xfe\x00", "text/plain", "application/octet-stream"),
        ("grand.bin", bytes(range(256)) * 9000, "application/x-grand", "application/x-grand"),
    ],
)
def test_an_attachment_arrives_byte_by_byte(arrived, name, content, content_type, expected):
    message = EmailMessage("x", "Ci-joint.", FROM, TO)
    message.attach(name, content, content_type)
    (attached,) = arrived(message).iter_attachments()
    assert (attached.get_filename(), attached.get_content_type()) == (name, expected)
    got = attached.get_content()
    assert (got.encode() if isinstance(got, str) else got) == (
        content.encode() if isinstance(content, str) else content
    )


def test_a_large_attachment_lies_in_no_single_value_of_the_database():
    message = EmailMessage("x", "Ci-joint.", FROM, TO)
    message.attach("grand.bin", b"\xe9" * (2 * PIECE_BYTES + 1), "application/x-grand")
    message.send()
    assert [len(piece.data) for piece in MailPiece.objects.all()] == [PIECE_BYTES, PIECE_BYTES, 1]


def test_attachments_stay_in_order_and_two_of_one_name_are_two(arrived):
    message = EmailMessage("x", "Ci-joint.", FROM, TO)
    for word in ("un", "deux"):
        message.attach("piece.txt", word, "text/plain")
    assert [part.get_content().strip() for part in arrived(message).iter_attachments()] == ["un", "deux"]


def test_an_image_that_the_html_shows_comes_with_its_own_headers(arrived):
    message = EmailMultiAlternatives("x", "Voyez.", FROM, TO)
    message.attach_alternative('<img src="cid:vue">', "text/html")
    container = "mixed"
    # As of Django 6 a message cannot say so any more.
    if hasattr(EmailMessage, "mixed_subtype"):
        container = message.mixed_subtype = "related"
    image = MIMEImage(PIXEL)
    image.add_header("Content-ID", "<vue>")
    image.add_header("Content-Disposition", "inline", filename="vue.png")
    message.attach(image)
    found = arrived(message)
    assert types(found) == [f"multipart/{container}", "multipart/alternative", "text/plain", "text/html", "image/png"]
    shown = next(part for part in found.walk() if part.get_content_type() == "image/png")
    assert (shown["Content-ID"], shown.get_content_disposition(), shown.get_content()) == ("<vue>", "inline", PIXEL)


@pytest.mark.parametrize("as_text", [False, True])
def test_a_mail_that_is_attached_stays_a_mail(arrived, as_text):
    inner = EmailMessage("Dedans", "l’intérieur\n", FROM, TO)
    message = EmailMessage("x", "Voyez.", FROM, TO)
    message.attach("dedans.eml", inner.message().as_string() if as_text else inner, "message/rfc822")
    (attached,) = arrived(message).iter_attachments()
    assert attached.get_content()["Subject"] == "Dedans"
    assert attached.get_content().get_content() == "l’intérieur\n"


class SignedMessage(EmailMessage):
    """As libraries for signed or encrypted mails do: what leaves is not what the attributes say."""

    def message(self):
        written = super().message()
        written["X-Signature"] = "sceau"
        return written


def test_a_message_of_a_class_that_writes_itself_leaves_as_it_wrote_itself(arrived, moods):
    found = arrived(SignedMessage("x", "Bonjour.\n", FROM, TO, bcc=["archive@ville.invalid"]))
    assert (found["X-Signature"], found.get_content()) == ("sceau", "Bonjour.\n")
    assert sorted(moods.accepted[0].rcpt_tos) == ["archive@ville.invalid", *TO]


def test_nothing_of_one_stands_in_clear_and_no_file_beside_the_database(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    message = EmailMessage(
        "pivoine", "pivoine", "pivoine@ville.invalid", ["pivoine@x.invalid"], headers={"X": "pivoine"}
    )
    message.attach("pivoine.txt", "pivoine", "text/plain")
    message.send()
    with connection.cursor() as cursor:
        for model in (OutboxMail, MailPart, MailPiece):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            assert "pivoine" not in str(cursor.fetchall()), model
    assert not list(tmp_path.rglob("*"))


def test_an_attachment_whose_key_is_missing_waits_and_goes_later(moods, settings):
    message = EmailMessage("x", "Ci-joint.", FROM, TO)
    message.attach("piece.txt", "un", "text/plain")
    message.send()
    [old] = settings.CLAIRDROIT_ENCRYPTION_KEYS
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [new := make_key()]
    assert delivery.send_due() == {DeliveryOutcome.TEMPORARY: 1}
    assert moods.accepted == []
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [new, old]
    OutboxMail.objects.update(not_before=None)
    assert delivery.send_due() == {DeliveryOutcome.DELIVERED: 1}


def test_no_register_shows_one():
    django_mail.send_mail("x", "y", FROM, TO)
    assert not OutboxMail.objects.shown().exists()
    assert OutboxMail.objects.of_others().count() == 1


def test_a_message_to_nobody_is_no_row():
    assert get_connection().send_messages([EmailMessage("x", "y", FROM, [])]) == 0
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("silently", [False, True])
def test_a_failure_leaves_nothing_half_filed_and_is_silent_where_that_was_asked(monkeypatch, silently):
    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(backends, "_keep", fail)
    message = EmailMessage("x", "y", FROM, TO)
    message.attach("piece.txt", "un", "text/plain")
    with transaction.atomic():
        if silently:
            assert message.send(fail_silently=True) == 0
        else:
            with pytest.raises(DatabaseError):
                message.send()
        # The transaction of whoever sends goes on.
        assert not OutboxMail.objects.exists()


def test_a_line_break_in_a_header_adds_no_header_and_is_given_up(moods):
    EmailMessage("x", "y", FROM, TO, headers={"X-Town": "a\nBcc: autre@x.invalid"}).send()
    assert delivery.send_due() == {DeliveryOutcome.PERMANENT: 1}
    assert moods.accepted == []


def test_an_attachment_that_is_a_message_part_is_kept_as_it_is():
    """As Django 6 attaches them: the part is no MIMEBase, and its headers are no name, content and type."""
    part = MIMEPart()
    part.set_content(PIXEL, maintype="image", subtype="png", filename="plan.png")
    message = EmailMessage("Plan", "Voici.", FROM, TO)
    message.attachments.append(part)
    backends.file(message)
    kept = MailPart.objects.get()
    assert kept.content_type == "image/png"
    assert message_from_bytes(bytes(kept.content), policy=policy.default).get_content() == PIXEL
