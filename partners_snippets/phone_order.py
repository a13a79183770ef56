"""Whom to telephone at a partner, in the order in which a colleague would try."""

import dataclasses
from typing import TYPE_CHECKING, Any

from clairdroit.partners_snippets.permissions import user_can_see_private
from clairdroit.partners_snippets.phones import phone_in_words, phone_uri

if TYPE_CHECKING:
    from clairdroit.partners_snippets.models import Partner


@dataclasses.dataclass(frozen=True)
class Line:
    # Of a person's direct line, whose it is; empty for the partner's own number.
    whose: str
    number: str

    @property
    def in_words(self) -> str:
        return phone_in_words(self.number)

    @property
    def uri(self) -> str:
        """Empty for what no telephone can dial."""
        return phone_uri(self.number)


def lines(partner: "Partner", user: Any) -> list[Line]:
    """The partner's own number, else that of its first place that has one; then the direct lines, for whoever may see
    them. Prefetch `places` and `private_contacts` for many partners."""
    # Most imported records have their number at the place, not at the partner.
    own = partner.phone or next((place.phone for place in partner.places.all() if place.phone), "")
    found = [Line("", own)] if own else []
    if user_can_see_private(user):
        found += [
            Line(", ".join(filter(None, [contact.name, contact.role])), contact.phone)
            for contact in partner.private_contacts.all()
            if contact.phone
        ]
    return found
