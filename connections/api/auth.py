from typing import Protocol, cast

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from clairdroit.connections import conf
from clairdroit.connections.models import PartnerToken
from clairdroit.connections.models.tokens import digest_of

WINDOW_SECONDS = 60


class _Let(Protocol):
    auth: PartnerToken


def key_of(request: HttpRequest) -> PartnerToken:
    """The key that KeyBearer has let in."""
    return cast(_Let, request).auth


class KeyBearer(HttpBearer):
    """`Authorization: Bearer cdp_…`; no session, no cookie, hence no CSRF to fear."""

    def authenticate(self, request: HttpRequest, token: str) -> PartnerToken | None:
        # By digest: the key itself is stored nowhere, and an index finds it in one step.
        found = PartnerToken.objects.usable().select_related("partner").filter(digest=digest_of(token)).first()
        if found is not None:
            found.note_use()
        return found


class KeyThrottle(BaseThrottle):
    """So many requests a minute for each key, counted in the cache that all processes share."""

    def allow_request(self, request: HttpRequest) -> bool:
        window = int(timezone.now().timestamp()) // WINDOW_SECONDS
        key = f"partner-api:{key_of(request).pk}:{window}"
        # Twice the window, so that a count outlives the window it is of, whenever that began.
        cache.add(key, 0, timeout=2 * WINDOW_SECONDS)
        try:
            seen = cache.incr(key)
        except ValueError:
            # Thrown out of a full cache between the two calls.
            seen = 1
        return seen <= conf.requests_per_minute()

    def wait(self) -> float:
        return WINDOW_SECONDS - timezone.now().timestamp() % WINDOW_SECONDS
