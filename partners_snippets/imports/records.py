"""What every source is read into, before it is compared with our partners."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


class RejectedRow(Exception):
    """This row cannot become a partner; the message says why, in one clause for the report."""


@dataclass(frozen=True)
class OfferRecord:
    name: str
    description: str = ""
    access_conditions: str = ""
    fees: str = ""
    url: str = ""
    source_id: str = ""


@dataclass(frozen=True)
class ContactRecord:
    """A person named by the source: goes to the private contacts, never to the public record."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass
class PartnerRecord:
    """One structure of a source, cleaned. Empty values mean that the source does not say."""

    line: int
    source: str
    source_id: str
    name: str
    checksum: str
    kind: str = ""
    description: str = ""
    access_conditions: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    date: datetime.date | None = None
    publics: list[str] = field(default_factory=list)
    thematics: list[str] = field(default_factory=list)
    offers: list[OfferRecord] = field(default_factory=list)
    contacts: list[ContactRecord] = field(default_factory=list)
    street: str = ""
    complement: str = ""
    postal_code: str = ""
    city: str = ""
    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    opening_hours: str = ""
    opening_hours_text: str = ""
    accessibility_url: str = ""
    zones: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
