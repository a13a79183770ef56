"""Passkeys without a browser: what opens nothing. That one opens its account is tested in tests/browser."""

import pytest
from django_otp_webauthn.models import WebAuthnCredential

from clairdroit.sign_in import actions
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
    codes = actions.passkey_was_added(user=user, current=None)
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
    codes = actions.passkey_was_added(user=key.user, current=None)
    with_app(user)
    sign_in(client, user)
    client.post(f"{ADD}{key.pk}/remove/", {"password": PASSWORD, "code": codes[0]})
    assert WebAuthnCredential.objects.filter(pk=key.pk).exists()


def test_a_reset_takes_passkeys_too(user):
    with_passkey(user)
    actions.reset_second_factor(person=user, user=person("ada", is_superuser=True))
    assert not WebAuthnCredential.objects.exists()
