"""Between the right password and being signed in: what the session remembers of whoever is on their way in.

`user` and `hash`: who, and that their password is still the one they gave; `factor`: the second step, once it is done;
`common`: they have to choose another password first.
"""

import dataclasses
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, load_backend
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

KEY = "clairdroit_pending"
SECONDS = 15 * 60
NEEDED = {"user", "hash", "begun", "backend", "next"}


@dataclasses.dataclass
class Pending:
    user: Any
    backend: str
    next: str
    factor: str = ""
    common: bool = False
    # The SignIn that this browser had before, if it was this person's: their open pages may go on.
    former: str = ""
    # Begun from the site, not from the admin: what follows looks like the site.
    on_site: bool = False


def begin(request: HttpRequest, pending: Pending) -> None:
    """In a session of its own: neither what a visitor nor what somebody else left in the old one goes along."""
    # A new session key as well: one that somebody planted before (session fixation) leads nowhere.
    request.session.flush()
    _write(request, pending, begun=time.time())


def note(request: HttpRequest, pending: Pending) -> None:
    _write(request, pending, begun=request.session[KEY]["begun"])


def _write(request: HttpRequest, pending: Pending, *, begun: float) -> None:
    values = {name: value for name, value in vars(pending).items() if name != "user"}
    who = {"user": str(pending.user.pk), "hash": pending.user.get_session_auth_hash()}
    request.session[KEY] = {**values, **who, "begun": begun}


def read(request: HttpRequest) -> Pending | None:
    """None when nobody is on their way in, it took too long, or their account or password changed meanwhile.

    Another version of the site may have written it, before or after an upgrade: what it did not know has its default,
    and without what is needed, or by a backend that is gone, the sign-in begins anew.
    """
    stored = request.session.get(KEY)
    if not isinstance(stored, dict) or not stored.keys() >= NEEDED or time.time() - stored["begun"] > SECONDS:
        return None
    if stored["backend"] not in settings.AUTHENTICATION_BACKENDS:
        return None
    user = load_backend(stored["backend"]).get_user(get_user_model()._meta.pk.to_python(stored["user"]))
    # The hash is of the password: changed elsewhere meanwhile, the way in begins anew.
    if user is None or not constant_time_compare(stored["hash"], user.get_session_auth_hash()):
        return None
    known = {field.name for field in dataclasses.fields(Pending)} - {"user"}
    return Pending(user=user, **{name: value for name, value in stored.items() if name in known})


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
