"""What our own forms send back: numbers that buttons carry, the list to return to, and a person's words."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def posted_number(data: Mapping[str, Any], name: str) -> int:
    """A number that a form of ours carries; 0, which no row has, for anything else that was sent."""
    given = data.get(name, "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0


def words_of(request: HttpRequest) -> list[str]:
    """What a person typed on a page whose link ended meanwhile; what forms carry for themselves has no spaces."""
    sent = [value.strip() for _name, values in request.POST.lists() for value in values]
    return [value for value in dict.fromkeys(sent) if len(value.split()) > 1]


def next_url(request: HttpRequest, default: str) -> str:
    """Where the form came from, filters and all; to no other site."""
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return url
    return default
