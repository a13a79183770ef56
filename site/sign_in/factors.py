"""Each person's second steps, whichever they are."""

from typing import Any

from django_otp_webauthn.models import WebAuthnCredential

from clairdroit.sign_in.models import AuthenticatorApp


def app_of(user: Any) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


def passkeys_of(user: Any) -> Any:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def has_second_factor(user: Any) -> bool:
    """Recovery codes do not count: they stand in for one of these."""
    return app_of(user) is not None or passkeys_of(user).exists()
