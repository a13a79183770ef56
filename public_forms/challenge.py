"""A small task, for whoever looks like a machine. No third party sets or checks it."""

import base64
import binascii
import dataclasses
import json
import secrets
import time
from typing import Any

import altcha
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CHALLENGE_SECONDS = 60 * 60
# The solution needs about 4,096 digests on average (keyPrefix of 12 bits): under a second on an old phone.
KEY_PREFIX = "000"
NUMBERS = (
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
)
SALT = "clairdroit.public_forms.challenge"


@dataclasses.dataclass(frozen=True)
class Challenge:
    """Either task will do: a digest that the browser computes (ALTCHA), or a sum for whoever has no JavaScript."""

    puzzle: str
    sum_question: str
    sum_token: str


def make_challenge() -> Challenge:
    puzzle = altcha.create_challenge(
        "SHA-256",
        1,
        key_prefix=KEY_PREFIX,
        expires_at=int(time.time()) + CHALLENGE_SECONDS,
        hmac_secret=_secret(),
    )
    first, second = secrets.randbelow(len(NUMBERS)), secrets.randbelow(len(NUMBERS))
    question = _("How much is %(first)s plus %(second)s? Write the number.") % {
        "first": NUMBERS[first],
        "second": NUMBERS[second],
    }
    # NUMBERS begins with two.
    token = signing.dumps(_sum_digest(str(first + second + 4)), salt=SALT)
    return Challenge(json.dumps(puzzle.to_dict()), question, token)


def is_solved(data: Any, *, submission_key: str) -> bool:
    """`data` is the posted form; its fields are named in templates/public_forms/includes/guards.html.

    A solution is good for one submission, however often that is sent.
    """
    puzzle, token = data.get("altcha", ""), data.get("sum_token", "")
    if _puzzle_solved(puzzle):
        return _first_use(json.loads(base64.b64decode(puzzle))["challenge"]["signature"], submission_key)
    return _sum_solved(data.get("sum", ""), token) and _first_use(token, submission_key)


def _first_use(challenge: str, submission_key: str) -> bool:
    name = salted_hmac(SALT + ".used", challenge, algorithm="sha256").hexdigest()
    # A cache that takes nothing in stops nobody.
    used_for = cache.get_or_set(f"challenge:{name}", submission_key, timeout=CHALLENGE_SECONDS)
    return used_for in (None, submission_key)


def _puzzle_solved(payload: str) -> bool:
    if not payload or len(payload) > 2000:
        return False
    try:
        content = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return False
    if not isinstance(content, dict):
        return False
    return altcha.verify_solution(payload, _secret()).verified


def _sum_solved(given: str, token: str) -> bool:
    try:
        expected = signing.loads(token[:500], salt=SALT, max_age=CHALLENGE_SECONDS)
    except signing.BadSignature:
        return False
    return constant_time_compare(expected, _sum_digest(given.strip()[:10]))


def _sum_digest(total: str) -> str:
    return salted_hmac(SALT, total, algorithm="sha256").hexdigest()


def _secret() -> str:
    return salted_hmac(SALT + ".altcha", settings.SECRET_KEY, algorithm="sha256").hexdigest()
