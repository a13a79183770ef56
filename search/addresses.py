"""What addresses tell and keep: the text, the language, the reader's commune."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from clairdroit.search.registry import Place

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def typed_text(request: HttpRequest, max_length: int) -> str:
    """The `q` of the address, cut first: what is longer is not even looked at."""
    return UNPRINTABLE.sub(" ", request.GET.get("q", "")[: 2 * max_length]).lstrip()[:max_length]


def localized(url_path: str, *, is_translated: bool) -> str:
    """What has no translation keeps its text, but is shown in the frame of the reader's language."""
    language = get_language()
    if is_translated or not language or language == settings.LANGUAGE_CODE:
        return url_path
    return f"/{language}{url_path}"


def with_place(url: str, place: Place | None) -> str:
    if place is None:
        return url
    return f"{url}{'&' if '?' in url else '?'}commune={place.code}"
