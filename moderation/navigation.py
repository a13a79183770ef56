"""The way through the queue: its filters go along from page to page, and a decision leads back to it, or on to what
comes next in it.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clairdroit.breadcrumbs import way_from_home
from clairdroit.moderation.filters import narrowed, state_of
from clairdroit.moderation.listing import describe, following, waiting_for
from clairdroit.moderation.registry import Key

QUEUE = "clairdroit_moderation_queue"


def with_filters(request: HttpRequest, url: str) -> str:
    return state_of(request).on(url)


def to_queue(request: HttpRequest) -> str:
    return with_filters(request, reverse(QUEUE))


def next_key(request: HttpRequest, key: Key) -> Key | None:
    """Asked before a decision: a thing that is decided on has no place in the list any more."""
    waiting = narrowed(waiting_for(request.user), state_of(request), request.user)
    item = following(waiting.kept, key)
    return item.key if item else None


def to_next(request: HttpRequest, key: Key | None) -> str:
    """Where the thing of that key is decided on; the queue where there is none, or where it has gone meanwhile."""
    item = next((item for item in waiting_for(request.user) if item.key == key), None)
    found = describe([item], request.user).get(item.key) if item else None
    if found is None:
        return to_queue(request)
    return with_filters(request, found.url) if found.carries_filters else found.url


def crumbs(title: str) -> list[dict[str, Any]]:
    return way_from_home((_("To decide"), reverse(QUEUE)), here=title)
