"""Passkeys without a browser: what opens nothing. That one opens its account is tested in tests/browser too."""

import json

import pytest
import time_machine
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential
from wagtail.models import ModelLogEntry

from clairdroit.sign_in import actions
from clairdroit.sign_in.passkeys import CHALLENGE_SECONDS
from tests.sign_in.authenticator import Authenticator
from tests.sign_in.people import (
    LOGIN,
    PASSWORD,
    browser,
    give_password,
    is_in,
    person,
    sessions_of,
    sign_in,
    with_app,
)

pytestmark = pytest.mark.django_db

BEGIN = "/admin/login/passkey/begin/"
USE = "/admin/login/passkey/"
ADD = "/admin/access/passkeys/"


@pytest.fixture
def user():
    return person()


def with_passkey(user, name=b"cle"):
    return WebAuthnCredential.objects.create(user=user, credential_id=name, public_key=b"x", aaguid="", name="Chrome")


def test_the_step_is_asked_of_whoever_has_a_passkey_alone(client, user):
    with_passkey(user)
    assert give_password(client, user).url == "/admin/login/step/"
    assert not is_in(client)
    client.force_login(user)
    assert not is_in(client)


@pytest.mark.parametrize(
    "given", ["", "{}", "[]", "null", "x", '{"id": "Y2xl", "rawId": "Y2xl", "type": "public-key"}']
)
def test_what_no_key_said_opens_nothing_and_uses_the_challenge_up(client, user, given):
    with_passkey(user)
    give_password(client, user)
    assert client.post(USE, {"credential": given}).status_code == 200
    assert client.post(BEGIN).status_code == 200
    assert "clairdroit_passkey_used" in client.session
    assert client.post(USE, {"credential": given}).status_code == 200
    assert "clairdroit_passkey_used" not in client.session
    assert not is_in(client)


def test_no_passkey_is_asked_before_the_password(client, user):
    with_passkey(user)
    assert client.post(BEGIN).status_code == 403
    assert client.post(USE, {"credential": "{}"}).url == LOGIN
    assert client.get(BEGIN).status_code == 405


def test_a_passkey_is_added_by_whoever_knows_the_password(client, user):
    sign_in(client, user)
    assert client.post(f"{ADD}begin/", {"password": "faux"}).status_code == 400
    assert "clairdroit_passkey_new" not in client.session
    answer = client.post(f"{ADD}begin/", {"password": PASSWORD})
    assert answer.json()["rp"]["id"] == "testserver"
    assert client.post(ADD, {"credential": "{}"}).status_code == 200
    assert "clairdroit_passkey_new" not in client.session
    assert not WebAuthnCredential.objects.exists()


def test_whoever_has_a_second_step_already_adds_none_on_the_way_in(client, user, settings):
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Coordination"]
    coordinator = person("ines", groups=["Coordination"])
    give_password(client, coordinator)
    assert client.post(f"{ADD}begin/").status_code == 200
    with_app(coordinator)
    assert client.post(f"{ADD}begin/").status_code == 403
    assert client.post(ADD, {"credential": "{}"}).url == LOGIN


def test_the_last_one_goes_with_its_codes_and_takes_a_code(client, user):
    key = with_passkey(user)
    codes = actions.renew_codes(user=user)
    client.force_login(user)
    other = browser()
    give_password(other, user)
    other.post("/admin/login/step/", {"code": codes[0]})
    page = f"{ADD}{key.pk}/remove/"
    assert other.post(page, {"password": PASSWORD, "code": codes[0]}).status_code == 200
    user.recoverycodes_set.update(throttling_failure_count=0)
    assert other.post(page, {"password": PASSWORD, "code": codes[1]}).status_code == 302
    assert not WebAuthnCredential.objects.exists()
    assert not user.recoverycodes_set.exists()
    assert is_in(other)
    assert sessions_of(user) == 1


def test_somebody_else_s_passkey_is_not_removed(client, user):
    key = with_passkey(person("paul"))
    codes = actions.renew_codes(user=key.user)
    with_app(user)
    sign_in(client, user)
    client.post(f"{ADD}{key.pk}/remove/", {"password": PASSWORD, "code": codes[0]})
    assert WebAuthnCredential.objects.filter(pk=key.pk).exists()


def test_a_reset_takes_passkeys_too(user):
    with_passkey(user)
    actions.reset_second_factor(person=user, user=person("ada", is_superuser=True))
    assert not WebAuthnCredential.objects.exists()


def add(client, authenticator):
    options = client.post(f"{ADD}begin/", {"password": PASSWORD}).json()
    return client.post(ADD, {"credential": json.dumps(authenticator.made(options))})


def use(client, user, authenticator):
    give_password(client, user)
    options = client.post(BEGIN).json()
    return client.post(USE, {"credential": json.dumps(authenticator.used(options))})


def test_a_passkey_opens_its_own_account_and_each_answer_once(client, user):
    key = Authenticator()
    sign_in(client, user)
    assert "sign-in__codes" in add(client, key).content.decode()
    other = browser()
    give_password(other, user)
    options = other.post(BEGIN).json()
    answer = json.dumps(key.used(options))
    assert other.post(USE, {"credential": answer}).status_code == 302
    assert is_in(other)
    third = browser()
    give_password(third, user)
    third.post(BEGIN)
    assert third.post(USE, {"credential": answer}).status_code == 200
    assert not is_in(third)


@pytest.mark.parametrize("wrong", [{"origin": "https://testserver.example"}, {"domain": "testserver.example"}])
def test_an_answer_for_another_address_opens_nothing(client, user, wrong):
    key = Authenticator()
    sign_in(client, user)
    add(client, key)
    vars(key).update(wrong)
    other = browser()
    assert use(other, user, key).status_code == 200
    assert not is_in(other)


def test_the_key_of_somebody_else_opens_nothing(client, user):
    key, stranger = Authenticator(), person("paul")
    sign_in(client, user)
    add(client, key)
    with_passkey(stranger)
    other = browser()
    assert use(other, stranger, key).status_code == 200
    assert not is_in(other)


def test_a_copied_key_whose_counter_stands_still_opens_nothing(client, user):
    key = Authenticator()
    sign_in(client, user)
    add(client, key)
    WebAuthnCredential.objects.update(sign_count=1000)
    other = browser()
    assert use(other, user, key).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("taken_by", ["the same person", "another"])
def test_a_key_that_is_set_up_already_is_refused_with_words(client, user, taken_by):
    key = Authenticator()
    first = user if taken_by == "the same person" else person("paul")
    sign_in(client, first)
    add(client, key)
    sign_in_again = browser()
    if taken_by == "another":
        sign_in(sign_in_again, user)
    else:
        use(sign_in_again, user, key)
    answer = add(sign_in_again, key)
    assert answer.status_code == 200
    assert "sign-in__codes" not in answer.content.decode()
    assert WebAuthnCredential.objects.count() == 1


def test_an_answer_that_comes_too_late_makes_and_opens_nothing(client, user):
    key, now = Authenticator(), timezone.now()
    sign_in(client, user)
    with time_machine.travel(now, tick=False) as clock:
        options = client.post(f"{ADD}begin/", {"password": PASSWORD}).json()
        clock.shift(CHALLENGE_SECONDS + 1)
        client.post(ADD, {"credential": json.dumps(key.made(options))})
        assert not WebAuthnCredential.objects.exists()
        add(client, key)
        other = browser()
        give_password(other, user)
        options = other.post(BEGIN).json()
        clock.shift(CHALLENGE_SECONDS + 1)
        assert other.post(USE, {"credential": json.dumps(key.used(options))}).status_code == 200
        assert not is_in(other)


def test_a_passkey_is_made_and_told_of_in_one_step(client, user, monkeypatch):
    """Where its owner cannot be told, there is none."""

    def fail(*args, **kwargs):
        raise RuntimeError

    sign_in(client, user)
    monkeypatch.setattr("clairdroit.sign_in.emails.tell", fail)
    with pytest.raises(RuntimeError):
        add(client, Authenticator())
    assert not WebAuthnCredential.objects.exists()
    assert not user.recoverycodes_set.exists()
    assert not ModelLogEntry.objects.filter(action="clairdroit_sign_in.set").exists()


@pytest.mark.parametrize("given", ["[" * 200_000, '{"a":' * 100_000, "1" * 100_000])
def test_an_answer_that_no_program_reads_is_refused_with_words(client, user, given):
    with_passkey(user)
    give_password(client, user)
    client.post(BEGIN)
    assert client.post(USE, {"credential": given}).status_code == 200
    assert not is_in(client)
