"""A citizen's e-mail that comes when its question takes no more: held with the reason, and a person may decide."""

import io

import pytest

from clairdroit.questions import actions, emails, incoming
from clairdroit.questions.enums import IncomingKind, IncomingStatus
from clairdroit.questions.incoming.decision import decide
from tests.questions.factories import QuestionFactory, UserFactory

pytestmark = pytest.mark.django_db

CITIZEN = "nadia@citoyenne.example"
WORDS = "Et pour le bail ?"


@pytest.fixture(autouse=True)
def _takes_replies(settings):
    settings.CLAIRDROIT_REPLY_ADDRESS = "reponse@ville.example"


def receive(to):
    raw = f"From: <{CITIZEN}>\nTo: {to}\nMessage-ID: <a1@citoyenne.example>\nSubject: Re: question\n\n{WORDS}\n"
    mail, _created = incoming.receive(source=io.BytesIO(raw.encode()))
    return mail


@pytest.mark.parametrize("change", [actions.mark_spam, actions.erase], ids=["spam", "erased"])
def test_what_changes_while_the_message_is_read_counts(monkeypatch, change):
    """The decision is taken before the question's row is locked: what is true under the lock goes first."""
    question = QuestionFactory(assigned=True, email=CITIZEN)

    def decided_too_early(raw):
        decision = decide(raw)
        user = {} if change == actions.erase else {"user": UserFactory(moderator=True)}
        change(question=question, **user)
        return decision

    monkeypatch.setattr("clairdroit.questions.incoming.receiving.decide", decided_too_early)
    mail = receive(emails.question_received(question).headers["Reply-To"])
    assert (mail.status, mail.kind) == (IncomingStatus.HELD, IncomingKind.EXPIRED)
    assert mail.reason
    assert mail.reply == WORDS
    if change == actions.erase:
        assert mail.question is None
