"""Who receives digests says so with the key in each, whichever app knows them."""

import datetime

import pytest
from django.core import signing
from django.core.exceptions import ImproperlyConfigured

from clairdroit.mail import digests
from clairdroit.mail.enums import DigestRhythm
from clairdroit.mail.models import DigestChoice
from clairdroit.registries import registered
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db


class Subscriber:
    def __init__(self):
        self.wanted = True


class Subscribers:
    """As an app of newsletters would have them."""

    prefix = "s"
    note = "La lettre reste sur le site."

    def __init__(self, *known):
        self.known = known

    def concerns(self, reader):
        return isinstance(reader, Subscriber)

    def key_of(self, reader):
        return str(self.known.index(reader))

    def find(self, key):
        return self.known[int(key)] if int(key) < len(self.known) else None

    def receives(self, reader):
        return reader.wanted

    def choose(self, reader, *, wanted):
        reader.wanted = wanted


def test_an_account_stops_them_and_takes_them_up_again():
    user, other = UserFactory(), UserFactory()
    assert digests.reader_of_token(digests.token_of(user)) == user
    digests.choose(user, wanted=False)
    assert not digests.receives(user)
    assert digests.receives(other)
    digests.choose(user, wanted=True)
    assert digests.rhythm_of(user) == DigestRhythm.DAILY


def test_an_account_that_was_closed_has_no_key_any_more():
    user = UserFactory()
    token = digests.token_of(user)
    user.is_active = False
    user.save()
    assert digests.reader_of_token(token) is None


def test_readers_of_another_app_have_keys_of_their_own():
    mine, gone = Subscriber(), Subscriber()
    with registered(digests.known_readers, *digests.known_readers, Subscribers(mine, gone)):
        token, of_the_gone = digests.token_of(mine), digests.token_of(gone)
        assert digests.reader_of_token(token) is mine
        digests.choose(mine, wanted=False)
        assert not digests.receives(mine)
        assert not DigestChoice.objects.exists()
    with registered(digests.known_readers, *digests.known_readers, Subscribers(mine)):
        assert digests.reader_of_token(of_the_gone) is None


def test_nobody_takes_over_the_keys_of_accounts():
    others = Subscribers(Subscriber())
    others.prefix = digests.Accounts.prefix
    with pytest.raises(ImproperlyConfigured, match="Keys that begin"):
        digests.known_readers.register(others)
    user = UserFactory()
    assert digests.reader_of_token(digests.token_of(user)) == user


@pytest.mark.parametrize("key", ["", "x1", "u0", "1"])
def test_a_signed_key_of_nobody_leads_nowhere(key):
    signed = signing.Signer(salt="clairdroit.mail.digests", sep=".").sign(key)
    assert digests.reader_of_token(signed) is None


@pytest.mark.parametrize("token", ["", "u1", "u1.faux", "."])
def test_an_invented_key_leads_nowhere(token):
    assert digests.reader_of_token(token) is None


def test_a_key_for_something_else_is_none_of_a_digest():
    user = UserFactory()
    assert digests.reader_of_token(signing.Signer(salt="autre", sep=".").sign(f"u{user.pk}")) is None


@pytest.mark.parametrize(
    ("rhythm", "monday", "tuesday"),
    [(DigestRhythm.DAILY, True, True), (DigestRhythm.WEEKLY, True, False), (DigestRhythm.NEVER, False, False)],
)
def test_each_rhythm_has_its_days(rhythm, monday, tuesday):
    user = UserFactory()
    DigestChoice.objects.create(user=user, rhythm=rhythm)
    assert digests.wants_today(user, datetime.date(2026, 11, 16)) is monday
    assert digests.wants_today(user, datetime.date(2026, 11, 17)) is tuesday


def test_a_mail_program_s_button_is_offered_as_rfc_8058_says():
    assert digests.unsubscribe_headers("https://ville.invalid/rappels/x/") == {
        "List-Unsubscribe": "<https://ville.invalid/rappels/x/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
