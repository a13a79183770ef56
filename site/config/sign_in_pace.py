"""Wrong passwords slow the next tries down; nobody is locked out (docs/adr/0024-wrong-passwords-slow-down.md).

django-axes stands before the password check and asks this handler; nothing of an address is stored but a keyed digest,
in the cache, for MEMORY.
"""

import datetime
import math
import time
from typing import Any

from axes.handlers.base import AxesHandler
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from clairdroit.public_forms.client_address import client_network

SALT = "clairdroit.sign_in"
MEMORY = datetime.timedelta(hours=6)
# Seconds after the first try too many, after the second, …; the last goes on.
DELAYS = (10, 20, 40, 80, 160, 320, 640, 900)
# How many tries follow each other without delay: at one account from one address; from one address at all accounts.
FREE, FREE_BY_ADDRESS = 5, 30
# So many wrong tries at one account, from wherever, mean an attack: then each address has one try, and waits longer.
ATTACK = 20
ATTACK_FREE, ATTACK_DELAYS = 1, (60, 120, 300, 600, 900)
# More cannot be made within MEMORY.
MOST = 80
# Numbers lost in a row to other requests.
TURNS = 100


class Tries:
    """What was tried of late by or at one `name`, each try under a number of its own.

    A number is given once, whichever process asks: `cache.add` is one step on every cache, counting up is not.
    """

    def __init__(self, *name: str) -> None:
        self.digest = salted_hmac(SALT, "\x1f".join(name), algorithm="sha256").hexdigest()[:32]
        self.number, self.latest = 0, 0.0

    def key(self, number: int) -> str:
        return f"sign-in:{self.digest}:{number}"

    def every_key(self) -> list[str]:
        return [self.key(number) for number in range(1, MOST + 1)]

    def take(self, found: dict[str, float]) -> None:
        """The highest number in what the cache holds, and when that try was made."""
        held = [(number, found[key]) for number, key in enumerate(self.every_key(), start=1) if key in found]
        self.number, self.latest = held[-1] if held else (0, 0.0)

    def wait(self, now: float, *, free: int, delays: tuple[int, ...]) -> int:
        if self.number < free:
            return 0
        delay = delays[min(self.number - free, len(delays) - 1)]
        return max(0, math.ceil(self.latest + delay - now))

    def add(self, now: float) -> bool:
        """Notes a try; False when another request has just taken the number."""
        number = min(self.number + 1, MOST)
        if number == MOST:
            cache.set(self.key(MOST), now, timeout=MEMORY.total_seconds())
            return True
        if not cache.add(self.key(number), now, timeout=MEMORY.total_seconds()):
            return False
        self.number = number
        return True

    def take_back(self) -> None:
        cache.delete(self.key(self.number))

    def forget(self) -> None:
        cache.delete_many(self.every_key())


class PacedRequest(HttpRequest):
    """With what django-axes and this module note on a try to sign in."""

    sign_in_wait: int
    sign_in_counted: list[Tries]
    axes_locked_out: bool


class PaceHandler(AxesHandler):
    """Each try is counted before its password is looked at, so that many at once gain nothing; a right one is not."""

    def is_allowed(self, request: PacedRequest, credentials: dict | None = None) -> bool:
        account, address = _account(credentials), client_network(request)
        here, everywhere, by_address = Tries("pair", account, address), Tries("account", account), Tries("ip", address)
        for _turn in range(TURNS):
            found = cache.get_many([key for tries in (here, everywhere, by_address) for key in tries.every_key()])
            for tries in (here, everywhere, by_address):
                tries.take(found)
            now = time.time()
            if everywhere.number >= ATTACK:
                wait = here.wait(now, free=ATTACK_FREE, delays=ATTACK_DELAYS)
            else:
                wait = here.wait(now, free=FREE, delays=DELAYS)
            wait = max(wait, by_address.wait(now, free=FREE_BY_ADDRESS, delays=DELAYS))
            if wait:
                request.sign_in_wait = wait
                request.axes_locked_out = True
                return False
            if here.add(now):
                break
        else:
            # Always another's number, or a cache that takes nothing in, as the database's while its disk is full.
            request.sign_in_wait = 1
            request.axes_locked_out = True
            return False
        # Of these two a number lost to another request is a try counted once for two: near enough.
        counted = [tries for tries in (everywhere, by_address) if tries.add(now)]
        request.sign_in_counted = counted
        return True

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        right_password(sender, request, user)


def right_password(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Also where a second step is still to come: its request is another one, and forty people of a town hall who sign
    in by two steps in the morning would slow each other down."""
    Tries("pair", _account({"username": user.get_username()}), client_network(request)).forget()
    for tries in request.__dict__.pop("sign_in_counted", []):
        tries.take_back()


def refusal(request: PacedRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """What the sign-in form's view made of the refusal; for any other caller the sentence alone."""
    if response is not None and response.status_code == 429:
        return response
    wait = request.sign_in_wait
    answer = HttpResponse(sentence(wait), status=429, content_type="text/plain; charset=utf-8")
    answer["Retry-After"] = str(wait)
    return answer


def sentence(wait: int) -> str:
    return ngettext(
        "Too many wrong passwords. Your account is not locked: try again in %(number)s second.",
        "Too many wrong passwords. Your account is not locked: try again in %(number)s seconds.",
        wait,
    ) % {"number": wait}


def _account(credentials: dict | None) -> str:
    return str((credentials or {}).get("username") or "").strip().casefold()[:254]
