"""From a session to a person: who a request is from, and why not any more.

Nobody is signed in before their second step, so no address needs to know that there is one: until then a request is
a visitor's. The same holds for a session that was ended, has been idle or is too old, and for one that was opened
with a password alone by somebody who now needs more.
"""

import contextlib
import datetime
import uuid
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest
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


def lapse(request: HttpRequest) -> Lapse | None:
    """Why this browser is not signed in any more; None when it is, or never was."""
    if not request.session.get(KEY):
        return None
    sign_in = current(request)
    return Lapse.ENDED if sign_in is None else lapse_of(sign_in, timezone.now())


def person_behind(request: HttpRequest, user: Any) -> Any:
    """`user`, whom Django found in the session, if the session still stands for them; else a visitor."""
    if not user.is_authenticated:
        return user
    sign_in, now = current(request), timezone.now()
    if sign_in is None or lapse_of(sign_in, now):
        return AnonymousUser()
    if not sign_in.factor and (has_second_factor(user) or must_have_second_factor(user)):
        return AnonymousUser()
    note_use(request, sign_in, now)
    return user


def note_use(request: HttpRequest, sign_in: SignIn, now: datetime.datetime) -> None:
    if BY_ITSELF in request.path_info or now - sign_in.last_used_at < COARSE:
        return
    # A page is shown all the same where nothing can be written at the moment.
    with contextlib.suppress(DatabaseError):
        SignIn.objects.filter(pk=sign_in.pk, last_used_at__lt=now).update(last_used_at=now)
