"""One value of a source at a time: kept in one form, or dropped with a warning that names it.

A partner is never refused for a bad e-mail address: only that value is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from clairdroit.partners_snippets.hours import is_valid

MAX_HOURS = 500
MAX_HOURS_TEXT = 1000
_is_email = EmailValidator()
_is_url = URLValidator(schemes=["http", "https"])
# Emergency and service numbers (15, 115, 3919), which phonenumbers takes for impossible. Tried first, on the figures
# alone: "39 49" is one.
_SHORT_NUMBER = re.compile(r"\d{2,4}")


def one_line(value: object, limit: int = 255) -> str:
    return re.sub(r"\s+", " ", str(value or "")).strip()[:limit]


def paragraph(value: object, limit: int = 10_000) -> str:
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in str(value or "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:limit]


@lru_cache(maxsize=4096)
def phone(value: str) -> str:
    """ "0130966038" and "+33 1 30 96 60 38" → "01 30 96 60 38"; short numbers (3939, 115) as they are; else ""."""
    digits = re.sub(r"[\s.\-/()]", "", value)
    if _SHORT_NUMBER.fullmatch(digits):
        return digits
    # Mayotte's numbers are often written behind 269, which is the Comoros' code.
    value = value.replace("+269269", "+262269").replace("+269 269", "+262 269")
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        return ""
    # Possible, not valid: the library's table of allotted numbers is always some months behind.
    if not phonenumbers.is_possible_number(number):
        return ""
    style = phonenumbers.PhoneNumberFormat
    national = number.country_code == 33
    return phonenumbers.format_number(number, style.NATIONAL if national else style.INTERNATIONAL)


def email(value: str) -> str:
    value = re.sub(r"^mailto:\s*", "", value, flags=re.IGNORECASE)
    try:
        _is_email(value)
    except ValidationError:
        return ""
    return value if len(value) <= 254 else ""


def url(value: str) -> str:
    """ "www.exemple.fr" gets its "https://"; the first of several is kept."""
    # Sources write several addresses into one cell.
    first = re.split(r"[\s;,|]+", value.strip())[0]
    # Scheme, slashes and the rest, each of which is left out or doubled by somebody; capitals come from telephones
    # (RFC 3986, 3.1: a scheme may have them).
    found = re.fullmatch(r"(?:(https?):)?/*(.*)", first, flags=re.IGNORECASE)
    # The pattern fits whatever has no line break.
    assert found is not None
    scheme, address = found.groups()
    first = f"{(scheme or 'https').lower()}://{address}"
    try:
        _is_url(first)
    except (ValidationError, ValueError):
        return ""
    return first if len(first) <= 500 else ""


@lru_cache(maxsize=8192)
def is_opening_hours(value: str) -> bool:
    return bool(value) and len(value) <= MAX_HOURS and is_valid(value)


def hours(osm: str, free_text: str = "") -> tuple[str, str]:
    """The OSM form and the words: what cannot be read as OSM is kept as words, never lost."""
    if is_opening_hours(osm):
        return osm, free_text[:MAX_HOURS_TEXT]
    if is_opening_hours(free_text):
        return free_text, ""
    words = " – ".join(text for text in (osm, free_text) if text)
    return "", words[:MAX_HOURS_TEXT]


def position(latitude: object, longitude: object) -> tuple[float, float] | None:
    try:
        lat, lon = float(str(latitude).replace(",", ".")), float(str(longitude).replace(",", "."))
    except ValueError:
        return None
    # (0, 0) is what an empty cell becomes in many exports; nothing of ours lies in the gulf of Guinea.
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 and (lat or lon) else None
