"""An editor passes an attachment on to a partner: by its content, made anew, masked, and gone with the question."""

import base64
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from PIL import Image

from clairdroit.mail.models import OutboxMail
from clairdroit.questions import actions, emails, incoming, links
from clairdroit.questions.enums import EventKind, MailKind
from clairdroit.questions.incoming import attachments
from clairdroit.questions.models import PassedFile, PassedPiece
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

CITIZEN = "nadia.benali@boite.example"
PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n%%EOF"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


@pytest.fixture
def assignment():
    question = QuestionFactory(assigned=True, email=CITIZEN)
    return AssignmentFactory(question=question, partner=PartnerFactory(team_email="equipe@adil.example"))


@pytest.fixture
def moderator():
    return UserFactory(moderator=True)


def photo(kind="JPEG", **options):
    drawn = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(drawn, format=kind, **options)
    return drawn.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x010F] = "Appareil de Nadia Benali"
    exif[0x0112] = 6
    return photo(exif=exif, comment=b"Nadia Benali")


_numbers = iter(range(10_000))


def received(assignment, data, name, kind="application/octet-stream"):
    to = emails.question_received(assignment.question).headers["Reply-To"]
    head = f'Content-Type: {kind}; name="{name}"\nContent-Disposition: attachment; filename="{name}"\n'
    packed = data.decode() if kind == "message/rfc822" else base64.encodebytes(data).decode()
    encoding = "" if kind == "message/rfc822" else "Content-Transfer-Encoding: base64\n"
    raw = (
        f"From: <{CITIZEN}>\nTo: {to}\nMessage-ID: <p{next(_numbers)}@x.example>\nSubject: Re\n"
        f"Content-Type: multipart/mixed; boundary=XX\n\n--XX\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Voir ci-joint.\n--XX\n{head}{encoding}\n{packed}\n--XX--\n"
    )
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


def passed(assignment, moderator, data, name, **kwargs):
    mail = received(assignment, data, name, **kwargs)
    return incoming.pass_on(mail=mail, number=1, assignment=assignment, user=moderator)


def download(client, assignment, file):
    return client.post(f"{links.assignment_url(assignment)}pieces/{file.pk}/")


def test_the_partner_downloads_it_from_its_page_and_is_told(client, assignment, moderator):
    file = passed(assignment, moderator, PDF, "bail nadia.benali@boite.example.pdf")
    assert "nadia" not in file.name
    page = client.get(links.assignment_url(assignment)).content.decode()
    assert f"/pieces/{file.pk}/" in page
    response = download(client, assignment, file)
    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    told = OutboxMail.objects.filter(question_mail__kind=MailKind.FILE_PASSED).latest("pk")
    assert file.name in told.message
    assert assignment.question.events.filter(kind=EventKind.VIEWED, assignment=assignment).exists()
    assert assignment.question.events.get(kind=EventKind.FILE_PASSED).user == moderator


def test_a_picture_is_drawn_again(assignment, moderator):
    file = passed(assignment, moderator, with_place(), "photo.jpg")
    data = file.read()
    assert b"Nadia" not in data
    with Image.open(io.BytesIO(data)) as drawn:
        assert (drawn.format, drawn.size, dict(drawn.getexif())) == ("JPEG", (20, 40), {})


def test_an_attached_message_leaves_as_text_without_the_persons_address(assignment, moderator):
    inner = f"From: agence@agence.example\nTo: {CITIZEN}\nSubject: x\n\nBonjour {CITIZEN}, nous gardons 480 euros."
    file = passed(assignment, moderator, inner.encode(), "message.eml", kind="message/rfc822")
    text = file.read().decode()
    assert file.name.endswith(".txt")
    assert "480 euros" in text
    assert "nadia" not in text


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("1", "PNG"), ("RGBA", "WEBP")],
)
def test_of_any_kind_of_picture_the_points_are_left_and_nothing_else(mode, kind):
    exif, written = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0112] = "Appareil de Nadia Benali", 6
    Image.new(mode, (30, 20)).save(written, kind, exif=exif)
    data = attachments.ready(written.getvalue(), name="photo", declared="", mask=str).data
    assert b"Nadia" not in data
    with Image.open(io.BytesIO(data)) as drawn:
        assert (drawn.size, dict(drawn.getexif())) == ((20, 30), {})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.4 /OpenAction << /S /JavaScript /JS (x) >>", "bail.pdf"),
        (b"%PDF-1.4 /Encrypt 5 0 R", "bail.pdf"),
        (b"MZ\x90\x00", "bail.pdf"),
        (b"PK\x03\x04\x00word/document.xml", "bail.docx"),
        (b"<html><script>x</script>", "bail.txt"),
        (b"<svg onload=x>", "photo.png"),
        (b"\xff\xd8\xff\xe0broken", "photo.jpg"),
        (b"GIF89a\x00\x00", "photo.png"),
        (b"", "bail.pdf"),
        (b"x" * (attachments.MAX_BYTES + 1), "texte.txt"),
    ],
    ids=["script", "password", "program", "office", "html", "svg", "broken", "gif", "empty", "large"],
)
def test_anything_else_is_refused_with_the_reason_whatever_its_name(data, name):
    with pytest.raises(attachments.NotPassableError) as refused:
        attachments.ready(data, name=name, declared="application/pdf", mask=str)
    assert len(str(refused.value)) > 15


def test_too_many_points_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(attachments, "MAX_POINTS", 100)
    with pytest.raises(attachments.NotPassableError):
        attachments.ready(photo("PNG"), name="x.png", declared="image/png", mask=str)


@pytest.mark.parametrize("declared", ["text/plain", "message/rfc822"])
def test_a_text_of_more_than_forty_pages_is_refused_and_not_looked_through(declared):
    def mask(text):
        assert len(text) < 100
        return text

    data = b"From: x@y.example\n\n" + b"06 12 34 56 78 " * 10_000
    with pytest.raises(attachments.NotPassableError):
        attachments.ready(data, name="texte.txt", declared=declared, mask=mask)


def test_by_a_button_and_a_refusal_is_told(client, assignment, moderator):
    mail = received(assignment, b"PK\x03\x04\x00", "bail.docx")
    client.force_login(moderator)
    page = reverse("courriels-recus_modeladmin_inspect", args=[mail.pk])
    button = reverse("clairdroit_questions_pass_on", args=[mail.pk, 1])
    assert button in client.get(page).content.decode()
    told = client.post(button, {"assignment": assignment.pk}, follow=True).content.decode()
    assert "PNG, WebP" in told
    assert not PassedFile.objects.exists()
    assert client.get(button).status_code == 405


def test_only_to_a_partner_of_the_question_whose_part_goes_on_and_once(assignment, moderator):
    mail = received(assignment, PDF, "bail.pdf")
    with pytest.raises(actions.NotWaitingError):
        incoming.pass_on(mail=mail, number=1, assignment=AssignmentFactory(), user=moderator)
    for number in (0, -1, 2):
        with pytest.raises(actions.NotWaitingError):
            incoming.pass_on(mail=mail, number=number, assignment=assignment, user=moderator)
    with pytest.raises(PermissionDenied):
        incoming.pass_on(mail=mail, number=1, assignment=assignment, user=UserFactory())
    incoming.pass_on(mail=mail, number=1, assignment=assignment, user=moderator)
    with pytest.raises(actions.AlreadyPassedError):
        incoming.pass_on(mail=mail, number=1, assignment=assignment, user=moderator)


def test_no_other_partner_has_it_nor_one_whose_part_has_ended(client, assignment, moderator):
    file = passed(assignment, moderator, PDF, "bail.pdf")
    other = AssignmentFactory(question=assignment.question, partner=PartnerFactory(team_email="x@caf.example"))
    assert download(client, other, file).status_code == 404
    assert f"/pieces/{file.pk}/" not in client.get(links.assignment_url(other)).content.decode()
    actions.release(assignment=assignment, user=moderator)
    assert download(client, assignment, file).status_code == 404


def test_it_goes_from_the_partner_with_an_e_mail_that_was_about_something_else(client, assignment, moderator):
    file = passed(assignment, moderator, PDF, "bail.pdf")
    known = {"heading": "sante", "commune": None, "language": "fr", "email": CITIZEN, "text": "Une autre question."}
    incoming.make_question(mail=file.mail, user=moderator, **known)
    assert f"/pieces/{file.pk}/" not in client.get(links.assignment_url(assignment)).content.decode()
    assert download(client, assignment, file).status_code == 404
    assert not PassedPiece.objects.exists()


def test_it_goes_from_the_partner_with_an_e_mail_that_joined_another_question(client, assignment, moderator):
    file = passed(assignment, moderator, PDF, "bail.pdf")
    incoming.note_as_thanks(mail=file.mail, user=moderator)
    other = QuestionFactory(assigned=True, email=CITIZEN)
    incoming.accept_incoming(mail=file.mail, user=moderator, question=other, assignment=None)
    assert download(client, assignment, file).status_code == 404


def test_it_is_encrypted_and_goes_with_the_question(assignment, moderator):
    from django.db import connection

    passed(assignment, moderator, PDF, "bail.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clairdroit_questions_passedpiece")
        assert "Catalog" not in str(cursor.fetchall())
    actions.erase(question=assignment.question)
    assert not PassedFile.objects.exists()
    assert not PassedPiece.objects.exists()
