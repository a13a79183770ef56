"""A session holds for a moment what a page could not say yet; its table is no place for words about a question."""

import hashlib

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse

from clairdroit.encryption import make_key
from tests.questions import whole_database
from tests.questions.factories import AssignmentFactory, UserFactory

pytestmark = pytest.mark.django_db

FLOWER = "campanule"
# Too long to be sent; packed, it is also too long for a cookie, which holds two thousand letters.
NUMBERS = " ".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(120))
WORD = f"Elle m’a écrit : {FLOWER}. {NUMBERS}"


@pytest.fixture
def editor(client):
    editor = UserFactory(moderator=True)
    client.force_login(editor)
    return editor


@pytest.fixture
def refused(client, editor):
    """The word comes back with the next page, since nothing was sent."""
    asked = AssignmentFactory()
    act = reverse("clairdroit_questions_act", args=[asked.question_id, "relancer"])
    return client.post(act, {"assignment": asked.pk, "text": WORD})["Location"]


def test_a_word_that_waits_in_the_session_stands_nowhere_in_clear_and_is_shown(client, refused):
    assert whole_database.holding(FLOWER) == set()
    assert FLOWER in client.get(refused).content.decode()
    assert whole_database.holding(FLOWER) == set()


@pytest.fixture
def as_django_does(settings):
    settings.SESSION_SERIALIZER = "django.core.signing.JSONSerializer"


def test_as_django_writes_a_session_it_would_be_found(as_django_does, refused):
    assert whole_database.holding(FLOWER) == {"django_session.session_data"}


def test_a_session_from_before_goes_on(client, editor):
    with override_settings(SESSION_SERIALIZER="django.core.signing.JSONSerializer"):
        client.force_login(editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_with_another_key_its_person_signs_in_again(client, editor):
    with override_settings(CLAIRDROIT_ENCRYPTION_KEYS=[make_key()]):
        answer = client.get(reverse("wagtailadmin_home"))
    assert answer["Location"].startswith(reverse("wagtailadmin_login"))


def test_of_a_former_key_it_is_still_opened(client, editor, settings):
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key(), *settings.CLAIRDROIT_ENCRYPTION_KEYS]
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert Session.objects.get().get_decoded()["_auth_user_id"] == str(editor.pk)
