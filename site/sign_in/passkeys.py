"""What a passkey is bound to: the address that the site is reached at. The ceremonies are django-otp-webauthn's."""

import contextlib
import json
import time
from collections.abc import Iterator
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest
from django_otp_webauthn.exceptions import OTPWebAuthnApiError
from django_otp_webauthn.helpers import WebAuthnHelper
from django_otp_webauthn.models import WebAuthnCredential
from webauthn.helpers.exceptions import WebAuthnException

from clairdroit.sign_in.emails import site_name

# As long as a browser is told to wait for its person (OTP_WEBAUTHN_TIMEOUT_SECONDS).
CHALLENGE_SECONDS = 5 * 60


class PasskeyError(Exception):
    """The browser's answer does not fit the question, or there was none, or it came too late."""


def site_domain(request: HttpRequest) -> str:
    """Without its port (WebAuthn level 3, "RP ID"). ALLOWED_HOSTS has been checked by then."""
    return request.get_host().partition(":")[0]


def shown_name(request: HttpRequest) -> str:
    return site_name()


class PasskeyHelper(WebAuthnHelper):
    def get_allowed_origins(self) -> list[str]:
        # The origin that the browser signs: a page of another host cannot use the key.
        return [f"{self.request.scheme}://{self.request.get_host()}"]


def keep_challenge(request: HttpRequest, key: str, state: dict[str, Any]) -> None:
    request.session[key] = {**state, "asked_at": time.time()}


def take_challenge(request: HttpRequest, key: str) -> dict[str, Any]:
    """PasskeyError where there is none, or one that was asked too long ago."""
    state: dict[str, Any] | None = request.session.pop(key, None)
    # At once: nothing that fails afterwards gives the challenge back.
    request.session.save()
    if state is None or time.time() - state["asked_at"] > CHALLENGE_SECONDS:
        raise PasskeyError
    return state


def register(request: HttpRequest, *, user: Any, state: dict[str, Any], answer: str) -> WebAuthnCredential:
    """PasskeyError too for a key that somebody has set up already, or whose counter no column holds."""
    with _refused_answers():
        return PasskeyHelper(request).register_complete(user=user, state=state, data=json.loads(answer))


def authenticate(request: HttpRequest, *, user: Any, state: dict[str, Any], answer: str) -> WebAuthnCredential:
    with _refused_answers():
        used = PasskeyHelper(request).authenticate_complete(user=user, state=state, data=json.loads(answer))
    if not used.confirmed:
        raise PasskeyError
    return used


@contextlib.contextmanager
def _refused_answers() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    # RecursionError: JSON nested deep enough to exhaust the decoder. All are answers that fit no question.
    except (OTPWebAuthnApiError, WebAuthnException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasskeyError from error
    except (IntegrityError, DataError) as error:
        raise PasskeyError from error
