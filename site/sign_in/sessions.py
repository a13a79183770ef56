"""From a session to a person: who a request is from, and why not any more.

Nobody is signed in before their second step, so no address needs to know that there is one: until then a request is
a visitor's. The same holds for a session that was ended, has been idle or is too old, and for one that was opened
with a password alone by somebody who now needs more.
"""

import contextlib
import datetime
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from clairdroit.sign_in import conf
from clairdroit.sign_in.enums import Lapse
from clairdroit.sign_in.factors import has_second_factor
from clairdroit.sign_in.models import SignIn
from clairdroit.sign_in.permissions import must_have_second_factor

# Of the session: the id of its SignIn.
KEY = "clairdroit_sign_in"
# "Last used" is written down once in so long a time, so that reading a page is no writing of a row.
COARSE = datetime.timedelta(minutes=1)
# What an open editor asks for by itself, every few seconds: nobody need be there.
BY_ITSELF = "/editing-sessions/"


def current(request: HttpRequest) -> SignIn | None:
    """The session's row, lapsed or not; None when there is none, or when it is another person's."""
    owner = request.session.get(SESSION_KEY)
    try:
        key = uuid.UUID(request.session.get(KEY, ""))
    except ValueError:
        return None
    # Of this owner: a session that Django gave to another account since stands for nobody.
    return SignIn.objects.filter(pk=key, user_id=owner).first() if owner else None


def current_key(request: HttpRequest) -> uuid.UUID | None:
    sign_in = current(request)
    return None if sign_in is None else sign_in.pk


def lapse_of(sign_in: SignIn, now: datetime.datetime) -> Lapse | None:
    if now - sign_in.started_at > conf.longest():
        return Lapse.OLD
    if now - sign_in.last_used_at > conf.idle_limit():
        return Lapse.IDLE
    return None


def _left_cookie() -> str:
    """Beside the session's cookie, with its prefix: Wagtail leaves no session to whoever signs out."""
    return f"{settings.SESSION_COOKIE_NAME}_left"


def remember_leaving(response: HttpResponse, *, user_id: Any, key: str) -> None:
    """Other tabs may still hold what that person typed. Signed, opens nothing, and goes with the browser."""
    response.set_signed_cookie(
        _left_cookie(),
        f"{user_id}:{key}",
        salt=KEY,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def forget_leaving(response: HttpResponse) -> None:
    response.delete_cookie(_left_cookie(), samesite="Lax")


def _left(request: HttpRequest) -> tuple[str, str]:
    """Who signed out in this browser, and the id of the SignIn that they ended; nothing where nobody did lately."""
    found = request.get_signed_cookie(_left_cookie(), default="", salt=KEY, max_age=conf.longest())
    user_id, _sign, key = (found or "").partition(":")
    return user_id, key


def left_by(request: HttpRequest, user: Any) -> str:
    """The id of the SignIn that `user` ended in this browser; empty when the last who did so was somebody else."""
    user_id, key = _left(request)
    return key if user_id == str(user.pk) else ""


def who_left(request: HttpRequest) -> Any:
    """The account of whoever signed out in this browser; None where nobody did, or their account is closed."""
    user_id, _key = _left(request)
    return get_user_model().objects.filter(pk=user_id, is_active=True).first() if user_id else None


def lapse(request: HttpRequest) -> Lapse | None:
    """Why this browser is not signed in any more; None when it is, or nothing is known of it."""
    if not request.session.get(KEY):
        return Lapse.LEFT if any(_left(request)) else None
    sign_in = current(request)
    return Lapse.ENDED if sign_in is None else lapse_of(sign_in, timezone.now())


def person_behind(request: HttpRequest, user: Any) -> Any:
    """`user`, whom Django found in the session, if the session still stands for them; else a visitor."""
    if not user.is_authenticated:
        return user
    sign_in, now = current(request), timezone.now()
    if sign_in is None or lapse_of(sign_in, now):
        return AnonymousUser()
    # Opened with the password alone, before the second step was set up or asked for.
    if not sign_in.factor and (has_second_factor(user) or must_have_second_factor(user)):
        return AnonymousUser()
    note_use(request, sign_in, now)
    return user


def note_use(request: HttpRequest, sign_in: SignIn, now: datetime.datetime) -> None:
    if BY_ITSELF in request.path_info or now - sign_in.last_used_at < COARSE:
        return
    # A page is shown all the same where nothing can be written at the moment.
    with contextlib.suppress(DatabaseError):
        # Conditional, so that two requests at once do not set the time back.
        SignIn.objects.filter(pk=sign_in.pk, last_used_at__lt=now).update(last_used_at=now)
