"""Each person's second steps, whichever they are."""

from typing import Any

from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from clairdroit.sign_in.models import WAITS, AuthenticatorApp


def app_of(user: Any) -> AuthenticatorApp | None:
    return AuthenticatorApp.objects.filter(user=user, confirmed=True).first()


def waiting_apps() -> Any:
    """Those that may still be confirmed."""
    return AuthenticatorApp.objects.filter(confirmed=False, created_at__gt=timezone.now() - WAITS)


def passkeys_of(user: Any) -> Any:
    return WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk")


def has_second_factor(user: Any) -> bool:
    """Recovery codes do not count: they stand in for one of these."""
    return app_of(user) is not None or passkeys_of(user).exists()
