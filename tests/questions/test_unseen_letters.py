"""Letters that nobody sees, and those that turn the order round, in what an e-mail says of itself."""

import io

import pytest
from django.urls import reverse

from clairdroit.questions import incoming
from clairdroit.questions.incoming.details_by_mail import sender_address
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db
UNSEEN = ["\x00", "\x0b", "\x1b", "\u202e", "\u2066", "\ufeff"]


def received(sender, subject="Une question", name=""):
    raw = f"From: {name} <{sender}>\nTo: m@ville.example\nMessage-ID: <1@x.example>\nSubject: {subject}\n\nQui aide ?\n"
    return incoming.receive(source=io.BytesIO(raw.encode()))[0]


@pytest.mark.parametrize("letter", [*UNSEEN, "\x85", "\u200b", "\u00ad"])
def test_an_address_that_holds_one_is_nobody_s(client, letter):
    """Without the letter it would be somebody else's, who would be written to."""
    mail = received(f"nad{letter}ia@boite.example")
    assert letter not in mail.sender
    assert mail.sender != "nadia@boite.example"
    assert sender_address(mail) == ""
    client.force_login(UserFactory(moderator=True))
    page = client.get(reverse("clairdroit_questions_make_question", args=[mail.pk]))
    assert page.context["form"]["email"].value() == ""


@pytest.mark.parametrize("letter", UNSEEN)
def test_subject_and_name_are_read_in_their_order(client, letter):
    mail = received("nadia@boite.example", subject=f"Une{letter} question", name=f"Nadia{letter} B")
    assert (mail.subject, mail.sender_name) == ("Une question", "Nadia B")
    client.force_login(UserFactory(moderator=True))
    for name in ("inspect", "index"):
        args = [mail.pk] if name == "inspect" else []
        assert letter not in client.get(reverse(f"courriels-recus_modeladmin_{name}", args=args)).content.decode()


@pytest.mark.parametrize("name", ["نادية", "می‌خواهم", "Zoë Ål"])
def test_names_of_any_language_stay_as_they_are(name):
    assert received("nadia@boite.example", subject=name, name=name).subject == name
