"""What our own forms send back: numbers that buttons carry, and the list to return to."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def posted_number(data: Mapping[str, Any], name: str) -> int:
    """A number that a form of ours carries; 0, which no row has, for anything else that was sent."""
    given = data.get(name, "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0


def next_url(request: HttpRequest, default: str) -> str:
    """Where the form came from, filters and all; to no other site."""
    url = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return url
    return default
