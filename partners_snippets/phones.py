"""Telephone numbers as people read them and as a telephone dials them."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Three to four digits (115, 3919) or six beginning with 118: dialled as they are, in France only.
SHORT_NUMBER = re.compile(r"(1\d\d|1\d{3}|3\d{3}|11[68]\d{3})")


def phone_uri(number: str) -> str:
    """As in 01 99 00 10 20 → tel:+33199001020; empty when nothing in it can be dialled."""
    digits = re.sub(r"\D", "", number)
    if SHORT_NUMBER.fullmatch(digits):
        return f"tel:{digits}"
    parsed = _parsed(number)
    if parsed is None:
        return ""
    return f"tel:{phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}"


def check_phone(number: str) -> None:
    """For forms."""
    if not phone_uri(number):
        raise ValidationError(_("This is no telephone number. It looks like: 01 23 45 67 89"))


def phone_in_words(number: str) -> str:
    """In groups of two, with spaces that do not break; what is no number stays as it was typed."""
    digits = re.sub(r"\D", "", number)
    if SHORT_NUMBER.fullmatch(digits):
        return digits if len(digits) != 4 else f"{digits[:2]}\u00a0{digits[2:]}"
    parsed = _parsed(number)
    if parsed is None:
        return number
    style = phonenumbers.PhoneNumberFormat
    abroad = parsed.country_code != 33
    return phonenumbers.format_number(parsed, style.INTERNATIONAL if abroad else style.NATIONAL).replace(" ", "\u00a0")


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return None
    # The ranges kept for fiction are not "valid" numbers, but well-formed ones.
    return parsed if phonenumbers.is_possible_number(parsed) else None
