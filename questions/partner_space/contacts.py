"""Telephone numbers and addresses in what a partner writes to a citizen: its own are fine, others are pointed out."""

import re

import phonenumbers

from clairdroit.partners_snippets.models import Partner

# From the beginning of a word: a long one without the sign is looked at once.
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def foreign_contacts(text: str, partner: Partner) -> list[str]:
    """As they were typed. The citizen should not be led away to somebody's private telephone or mailbox by mistake."""
    known_numbers = {number.e164 for number in _numbers(" / ".join(_phones_of(partner)))}
    known_addresses = {address.casefold() for address in _addresses_of(partner)}
    numbers = [number.typed for number in _numbers(text) if number.e164 not in known_numbers]
    addresses = [address for address in ADDRESS.findall(text) if address.casefold() not in known_addresses]
    return list(dict.fromkeys(numbers + addresses))


class _Number:
    def __init__(self, match: phonenumbers.PhoneNumberMatch) -> None:
        self.typed = match.raw_string
        self.e164 = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)


def _numbers(text: str) -> list[_Number]:
    # "Possible", not "valid": the ranges kept for fiction are not valid, and a mistyped number is still a number.
    matcher = phonenumbers.PhoneNumberMatcher(text, "FR", leniency=phonenumbers.Leniency.POSSIBLE)
    return [_Number(match) for match in matcher]


def _phones_of(partner: Partner) -> list[str]:
    places = partner.places.values_list("phone", flat=True)
    persons = partner.private_contacts.values_list("phone", flat=True)
    return [phone for phone in (partner.phone, *places, *persons) if phone]


def _addresses_of(partner: Partner) -> list[str]:
    persons = partner.private_contacts.values_list("email", flat=True)
    return [address for address in (partner.email, partner.team_email, *persons) if address]
