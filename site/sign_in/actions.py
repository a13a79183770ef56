"""What changes an account's protection: each tells the person by mail, stands in the log, and ends other sessions."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from clairdroit.sign_in import emails
from clairdroit.sign_in.enums import Change, Factor
from clairdroit.sign_in.factors import app_of, has_second_factor, passkeys_of, waiting_apps
from clairdroit.sign_in.models import (
    DIGITS,
    AuthenticatorApp,
    RecoveryCode,
    RecoveryCodes,
    SignIn,
    digest,
    make_code,
    normalized,
)
from clairdroit.sign_in.permissions import (
    must_have_second_factor,
    user_can_end_sign_ins,
    user_can_reset_second_factor,
)

CODES = 10
# From so many wrong codes on the person is told: whoever types them knows the password.
TOLD_AFTER = 5


class WrongCodeError(Exception):
    """`until`: before that no code is looked at, because of the wrong ones before."""

    def __init__(self, until: datetime.datetime | None = None) -> None:
        super().__init__()
        self.until = until


class StillRequiredError(Exception):
    """A role of the person needs a second step."""


def check_code(*, user: Any, typed: str) -> Factor:
    """Takes a code of the application, or else a recovery code; each is taken once, and wrong ones cost time.

    The row is locked meanwhile: of two requests with one code, one is too late. A wrong code is counted and committed
    before the error leaves.
    """
    code = normalized(typed)
    kind: type[AuthenticatorApp] | type[RecoveryCodes]
    kind, factor = (AuthenticatorApp, Factor.APP) if len(code) == DIGITS else (RecoveryCodes, Factor.RECOVERY)
    with transaction.atomic():
        # Held until the wrong code is counted: parallel guesses would otherwise all count as the first.
        device = kind.objects.select_for_update().filter(user=user, confirmed=True).first()
        before = device.throttling_failure_count if device is not None else 0
        taken = device is not None and device.verify_token(code)
        if device is not None and before < device.throttling_failure_count == TOLD_AFTER:
            emails.tell(Change.WRONG_CODES, user)
    # Outside of the transaction, which an error inside would take back with the count.
    if not taken:
        raise WrongCodeError(_locked_until(device))
    if factor is Factor.RECOVERY:
        emails.tell(Change.RECOVERY_USED, user, left=unused_codes(user))
    return factor


def _locked_until(device: Any) -> datetime.datetime | None:
    allowed, details = device.verify_is_allowed() if device is not None else (True, None)
    return None if allowed or details is None else details.get("locked_until")


def begin_app(*, user: Any) -> AuthenticatorApp:
    """A new secret, to be confirmed within WAITS; an application that is in use stays so until then."""
    waiting = AuthenticatorApp.objects.filter(user=user, confirmed=False)
    try:
        with transaction.atomic():
            # A secret is shown once: pressing the button again makes a new one.
            waiting.delete()
            return AuthenticatorApp.objects.create(user=user, confirmed=False)
    except IntegrityError:
        # The button was pressed twice, and the other request was quicker.
        return waiting.get()


def confirm_app(*, user: Any, typed: str, current: uuid.UUID | None) -> list[str]:
    """The application shows the right code, so it is the person's from now on. Gives recovery codes if there are none.

    `current`: the session that may go on.
    """
    with transaction.atomic():
        waiting = waiting_apps().select_for_update().filter(user=user).first()
        if waiting is not None and waiting.verify_token(normalized(typed)):
            # In one transaction with the new one: nobody is without a second step in between.
            AuthenticatorApp.objects.filter(user=user, confirmed=True).delete()
            waiting.confirmed = True
            waiting.save(update_fields=["confirmed"])
            return _factor_was_set(user, current)
    raise WrongCodeError(_locked_until(waiting))


@transaction.atomic
def add_passkey(*, user: Any, made: Callable[[], Any], name: str, current: uuid.UUID | None) -> list[str]:
    """`made` checks what the browser sent and writes the passkey down, or raises PasskeyError. Gives recovery codes if
    there are none."""
    passkey = made()
    passkey.name = name
    passkey.save(update_fields=["name"])
    return _factor_was_set(user, current)


def _factor_was_set(user: Any, current: uuid.UUID | None) -> list[str]:
    codes = [] if unused_codes(user) else _make_codes(user)
    # Whoever was signed in with the password alone is signed out by it.
    end_others(user=user, current=current)
    log(user, "clairdroit_sign_in.set", user=user)
    emails.tell(Change.FACTOR_SET, user)
    return codes


def unused_codes(user: Any) -> int:
    return RecoveryCode.objects.unused().filter(sheet__user=user).count()


def _make_codes(user: Any) -> list[str]:
    RecoveryCodes.objects.filter(user=user).delete()
    sheet, codes = RecoveryCodes.objects.create(user=user), [make_code() for _each in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(sheet=sheet, digest=digest(code)) for code in codes)
    return codes


@transaction.atomic
def renew_codes(*, user: Any) -> list[str]:
    """The former ones open nothing any more."""
    if not has_second_factor(user):
        raise PermissionDenied
    codes = _make_codes(user)
    log(user, "clairdroit_sign_in.codes", user=user)
    emails.tell(Change.CODES_RENEWED, user)
    return codes


@transaction.atomic
def remove_second_factor(*, user: Any, current: uuid.UUID | None) -> None:
    """StillRequiredError: it can be replaced, not removed."""
    if must_have_second_factor(user):
        raise StillRequiredError
    _remove(user)
    end_others(user=user, current=current)
    SignIn.objects.filter(user=user).update(factor=Factor.NONE)
    log(user, "clairdroit_sign_in.removed", user=user)
    emails.tell(Change.FACTOR_REMOVED, user)


@transaction.atomic
def remove_passkey(*, user: Any, key: int, current: uuid.UUID | None) -> None:
    """The last second step goes as a whole, with its recovery codes."""
    if not passkeys_of(user).exclude(pk=key).exists() and app_of(user) is None:
        remove_second_factor(user=user, current=current)
        return
    passkeys_of(user).filter(pk=key).delete()
    end_others(user=user, current=current)
    log(user, "clairdroit_sign_in.removed", user=user)
    emails.tell(Change.FACTOR_REMOVED, user)


@transaction.atomic
def reset_second_factor(*, person: Any, user: Any) -> None:
    """For somebody who has lost theirs. Whoever is signed in as that person is so no longer."""
    if not user_can_reset_second_factor(user, person):
        raise PermissionDenied
    _remove(person)
    SignIn.objects.filter(user=person).delete()
    log(person, "clairdroit_sign_in.reset", user=user)
    emails.tell(Change.FACTOR_RESET, person)


def _remove(user: Any) -> None:
    AuthenticatorApp.objects.filter(user=user).delete()
    passkeys_of(user).delete()
    RecoveryCodes.objects.filter(user=user).delete()


@transaction.atomic
def end_sign_in(*, sign_in: SignIn, user: Any) -> None:
    if not user_can_end_sign_ins(user, sign_in.user):
        raise PermissionDenied
    log(sign_in.user, "clairdroit_sign_in.ended", user=user)
    sign_in.delete()


@transaction.atomic
def end_all(*, person: Any, user: Any, current: uuid.UUID | None = None) -> int:
    """All sessions of a person, but the one that this is asked from."""
    if not user_can_end_sign_ins(user, person):
        raise PermissionDenied
    log(person, "clairdroit_sign_in.ended", user=user)
    return end_others(user=person, current=current)


def end_others(*, user: Any, current: uuid.UUID | None) -> int:
    return SignIn.objects.others(user=user, current=current).delete()[0]


@transaction.atomic
def password_was_changed(*, person: Any, current: uuid.UUID | None = None) -> None:
    end_others(user=person, current=current)
    emails.tell(Change.PASSWORD, person)


@transaction.atomic
def change_email(*, person: Any, email: str, current: uuid.UUID | None) -> None:
    former, person.email = person.email, email
    person.save(update_fields=["email"])
    email_was_changed(person=person, former=former, current=current)


@transaction.atomic
def email_was_changed(*, person: Any, former: str, current: uuid.UUID | None = None) -> None:
    """The former address is written to: it is its owner who would have to notice."""
    end_others(user=person, current=current)
    log(person, "clairdroit_sign_in.email", user=person if current else None)
    emails.tell(Change.EMAIL, person, to=former)


def give_up(*, sign_in: SignIn) -> None:
    """Somebody else signs in, in the browser where this one was."""
    sign_in.delete()


def forget_old_sign_ins() -> int:
    return SignIn.objects.forgettable().delete()[0]
