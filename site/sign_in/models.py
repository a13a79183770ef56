"""Who is signed in where, and what each person's second step is made of.

Built upon django-otp's devices (throttling, dates, the algorithm of RFC 6238). Its own TOTP device keeps the secret
in clear in a column too short for a sealed one, and its static tokens stand in clear: both are told anew here (ADR 27).
"""

import base64
import datetime
import hashlib
import secrets
import time
import uuid
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin, TimestampMixin
from django_otp.oath import TOTP

from clairdroit.encryption import EncryptedCharField, Unreadable
from clairdroit.sign_in.defaults import make_secret
from clairdroit.sign_in.enums import Factor
from clairdroit.sign_in.managers import RecoveryCodeQuerySet, SignInQuerySet

STEP_SECONDS = 30
DIGITS = 6
# Codes before and after the current one that are taken too: for clocks and fingers that are half a minute off.
TOLERANCE = 1
# The wait doubles with each wrong code, up to 2 ** 11 seconds: 34 minutes. So 42 guesses a day, each right 3 times in a
# million, are the most that somebody who knows the password has; their owner is told of them.
MOST_COUNTED = 12
# A secret that was shown and not confirmed is worth nothing after that: it was shown to whoever gave the password then.
WAITS = datetime.timedelta(minutes=15)
# No 0, 1, o, i or l: read aloud and copied by hand. 31 letters: 16 of them hold 79 bits, which no one tries through.
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 16


class SignIn(models.Model):
    """A browser in which somebody is signed in: Django's table of sessions does not know whose they are.

    The session holds the row's id; without its row a session opens nothing. Neither address nor exact browser is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    device = models.CharField(_("device"), max_length=60, blank=True)
    factor = models.CharField(_("second step"), max_length=10, choices=Factor.choices, blank=True)
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), default=timezone.now)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-last_used_at"]

    def __str__(self) -> str:
        return f"{self.device} ({self.started_at:%Y-%m-%d %H:%M})"


class SlowedDevice(TimestampMixin, ThrottlingMixin, Device):  # type: ignore[misc]
    """After each wrong code the next is looked at later: 1, 2, 4 … seconds, as MOST_COUNTED says.

    Without that end, whoever has learnt a password could keep its owner out for days by typing wrong codes.
    """

    # ThrottlingMixin's, which brings no types.
    throttling_failure_count: Any

    class Meta:
        abstract = True

    def get_throttle_factor(self) -> int:
        return 1

    def throttle_increment(self, commit: bool = True) -> None:
        super().throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, MOST_COUNTED)
        if commit:
            self.save()


class AuthenticatorApp(SlowedDevice):
    """An application that shows a new code every half minute (RFC 6238). One that is not `confirmed` opens nothing."""

    secret = EncryptedCharField(_("secret"), max_length=64, default=make_secret)
    drift = models.SmallIntegerField(default=0)
    # The step of the last code that was taken: neither it nor an earlier one is taken again (RFC 6238, 5.2).
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        verbose_name = _("authenticator application")
        verbose_name_plural = _("authenticator applications")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=True), name="clairdroit_sign_in_one_confirmed_app"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=False), name="clairdroit_sign_in_one_waiting_app"
            ),
        ]

    def verify_token(self, token: str) -> bool:
        """Call it with the row locked, or a code is taken twice."""
        if not self.verify_is_allowed()[0]:
            return False
        if isinstance(self.secret, Unreadable) or not (token.isascii() and token.isdecimal() and len(token) == DIGITS):
            verified = False
        else:
            totp = TOTP(base64.b32decode(self.secret), STEP_SECONDS, digits=DIGITS, drift=self.drift)
            # Pinned: the code, its step and the drift are all told by one moment.
            totp.time = time.time()
            # The drift of the person's clock, within TOLERANCE, is remembered: a slow telephone stays usable.
            verified = totp.verify(int(token), TOLERANCE, self.last_step + 1)
        if verified:
            self.last_step, self.drift = totp.t(), totp.drift
            self.throttle_reset(commit=False)
            self.set_last_used_timestamp(commit=False)
            self.save()
        else:
            self.throttle_increment()
        return verified

    def key_uri(self, issuer: str) -> str:
        """What a QR code carries to the application: github.com/google/google-authenticator, wiki "Key Uri Format"."""
        issuer = issuer.replace(":", " ")
        label = f"{issuer}:{self.user.get_username()}"
        details = {"secret": self.secret, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}
        return f"otpauth://totp/{quote(label)}?{urlencode(details, quote_via=quote)}"


class RecoveryCodes(SlowedDevice):
    """A person's sheet of codes for the day their telephone is lost. They open nothing without another second step."""

    class Meta:
        verbose_name = _("recovery codes")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["user"], name="clairdroit_sign_in_one_sheet_of_codes")]

    def verify_token(self, token: str) -> bool:
        """Call it with the row locked. The same statement finds a code and takes it: once, whoever asks."""
        if not self.verify_is_allowed()[0]:
            return False
        # UPDATE … WHERE used_at IS NULL: of two requests with one code, one changes a row.
        found = self.codes.unused().filter(digest=digest(token)).update(used_at=timezone.now())
        if found:
            self.throttle_reset(commit=False)
            self.set_last_used_timestamp(commit=False)
            self.save()
        else:
            self.throttle_increment()
        return bool(found)


class RecoveryCode(models.Model):
    """Only what a code hashes to. It holds 79 random bits, so a fast hash is enough; a person's password is not so."""

    sheet = models.ForeignKey(RecoveryCodes, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = RecoveryCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [models.UniqueConstraint(fields=["sheet", "digest"], name="clairdroit_sign_in_code_once")]

    def __str__(self) -> str:
        return str(_("used") if self.used_at else _("not used"))


def make_code() -> str:
    """As it is shown, in groups of four; `normalized` takes what was typed."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _each in range(CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def normalized(typed: str) -> str:
    """Spaces, hyphens and capitals do not count."""
    return "".join(character for character in typed.casefold() if character.isalnum())


def digest(code: str) -> str:
    return hashlib.sha256(normalized(code).encode()).hexdigest()
