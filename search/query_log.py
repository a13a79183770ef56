"""Counts what people search, without keeping who, and what they wrote only once several days have seen it.

People type whole messages, with names. Why these rules are enough: docs/adr/0015-searches-are-counted-not-kept.md.
"""

import datetime
import logging
import re

from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from clairdroit.search import analysis, registry
from clairdroit.search.enums import Outcome
from clairdroit.search.models import AskedQuery, QueryDay

logger = logging.getLogger(__name__)

SALT = "clairdroit.search.query_log"
# A text is kept from this many different days on; days older than FORGOTTEN_AFTER do not count.
DAYS_BEFORE_KEPT = 3
FORGOTTEN_AFTER = datetime.timedelta(weeks=4)
COUNTED_FOR = datetime.timedelta(weeks=13)
MAX_WORDS = 6
MAX_LENGTH = 60
# E-mail addresses; telephone, card, account, file and social security numbers, and IBAN, however they are spaced.
PERSONAL = re.compile(r"@|(?:\d[ .\-/]*){5}|\b[a-z]{2}\d{2}(?:[ ]?[a-z0-9]{3,4}){2}", re.I)
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|scan", re.I)


def asked(text: str) -> str:
    """The words as typed, on one line in lower case: what tells one search from another."""
    return " ".join(text.lower().split())


def is_countable(text: str) -> bool:
    """Whether a search may be counted by itself; messages and what looks personal are counted in one heap."""
    return len(text) <= MAX_LENGTH and len(text.split()) <= MAX_WORDS and not PERSONAL.search(text)


def fingerprint(text: str) -> str:
    """The same for all ways to write the same words; cannot be turned back without the site's own key."""
    words = " ".join(word.folded for word in analysis.words(text))
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()[:32]


def token(text: str) -> str:
    """Proves to the counting address that our results page was made for these words. Depends on them alone."""
    text = asked(text)
    return Signer(salt=SALT).sign(text) if is_countable(text) else Signer(salt=SALT).sign("")


def count_token(raw: str, outcome: Outcome) -> None:
    """Counts what `token` was made for; anything else is nobody's search."""
    try:
        text = Signer(salt=SALT).unsign(raw)
    except BadSignature:
        return
    count(text, outcome)


def may_be_counted(request: HttpRequest) -> bool:
    """A person's own search, not a program's, and not hundreds of one connection."""
    if ROBOT.search(request.headers.get("User-Agent", "") or "bot"):
        return False
    # A browser that fetches in advance: nobody has looked, and perhaps nobody will.
    if any("prefetch" in request.headers.get(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Moz")):
        return False
    try:
        return all(guard(request) for guard in registry.counting_guards)
    except Exception:
        # They count in the cache, which may be away: the reader's page is not.
        logger.exception("Whether a search may be counted cannot be told")
        return False


def count(text: str, outcome: Outcome) -> None:
    """Never fails: that a search was not counted is no reason to show an error."""
    try:
        with transaction.atomic():
            _count(asked(text), outcome)
    except DatabaseError:
        logger.exception("A search was not counted")


def _count(text: str, outcome: Outcome) -> None:
    by_itself = bool(text) and is_countable(text)
    known_as = fingerprint(text) if by_itself else ""
    today = QueryDay.objects.filter(query__fingerprint=known_as, day=timezone.localdate())
    change = {outcome.value: F(outcome.value) + 1}
    # One question, except for the first of a day.
    if not today.update(**change):
        query, _is_new = AskedQuery.objects.get_or_create(fingerprint=known_as)
        try:
            with transaction.atomic():
                QueryDay.objects.create(query=query, day=timezone.localdate(), **{outcome.value: 1})
        except IntegrityError:
            today.update(**change)
        if by_itself and not query.text:
            _keep_text(query, text)
    if outcome == Outcome.CLICKED:
        AskedQuery.objects.filter(fingerprint=known_as).update(clicks=F("clicks") + 1)


def _keep_text(query: AskedQuery, text: str) -> None:
    """Once enough days have seen it."""
    if query.days.filter(day__gt=timezone.localdate() - FORGOTTEN_AFTER).count() >= DAYS_BEFORE_KEPT:
        query.text = text
        query.words = "".join(f" {word.folded}" for word in analysis.words(text))
        query.save(update_fields=["text", "words"])


def forget(*, on: datetime.date) -> int:
    """Forgets counts that are too old, and the fingerprints of what too few days have seen."""
    QueryDay.objects.filter(day__lt=on - COUNTED_FOR).delete()
    QueryDay.objects.filter(query__text="", day__lt=on - FORGOTTEN_AFTER).exclude(query__fingerprint="").delete()
    forgotten, _per_model = AskedQuery.objects.filter(days=None).delete()
    return forgotten
