"""A re-import brings the source's news and leaves our editors' corrections alone.

For each value three things are compared: what the source said last time, what it says now, and what we hold.
Where we hold what it said last time, its news is taken over. Where an editor has changed the value, ours
stays, and the source's news is set aside for the editor to see.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from clairdroit.partners_snippets.imports.values import (
    CONTACT_VALUES,
    OFFER_VALUES,
    PARTNER_VALUES,
    RELATIONS,
    Values,
    fingerprint,
    held_by,
    imported_place,
)
from clairdroit.partners_snippets.models import ImportedRecord, Offer, Partner, PrivateContact


@dataclass
class Merge:
    taken: Values = field(default_factory=dict)
    set_aside: Values = field(default_factory=dict)


def compare(told: Values, held: Values, record: ImportedRecord) -> Merge:
    """`told`: what the source says now (`values.told_by`); `held`: what we have (`values.held_by`); `record`: what it
    said last time. Changes none of them."""
    merge = Merge(set_aside=dict(record.set_aside))
    for name, value in told.items():
        # Of what the source said last time only the fingerprint is kept.
        now, before = fingerprint(value), record.fingerprints.get(name, "")
        if name.startswith("place.") and name not in held:
            continue  # an editor removed the place: it stays removed
        ours = fingerprint(held.get(name))
        if ours == now:
            # An editor has come to the same, or nothing is new: no difference is left to show.
            merge.set_aside.pop(name, None)
        elif ours == before:
            merge.taken[name] = value
            merge.set_aside.pop(name, None)
        # The source has news where an editor corrected it: kept for them. Without news there is nothing to say.
        elif now != before:
            merge.set_aside[name] = value
    return merge


def apply(taken: Values, partner: Partner) -> None:
    """Writes the values on the object and its children; saving is the caller's."""
    place = imported_place(partner)
    for name, value in taken.items():
        if name in PARTNER_VALUES:
            setattr(partner, name, value)
        elif name in RELATIONS:
            # Objects, not keys: modelcluster's relations hold these in memory until the record is saved.
            getattr(partner, name).set(value_objects(partner, name, value))
        elif name == "offers":
            partner.offers.set([Offer(**dict(zip(OFFER_VALUES, item, strict=True))) for item in value])
        elif name == "contacts":
            partner.private_contacts.set(
                [PrivateContact(**dict(zip(CONTACT_VALUES, item, strict=True))) for item in value]
            )
        # A place that an editor removed is None here, and `compare` has left its values out.
        elif place and name == "place.position":
            place.latitude, place.longitude = value or (None, None)
        elif place:
            setattr(place, name.removeprefix("place."), value)
    if place and any(name.startswith("place.") for name in taken):
        partner.places.add(place)


def value_objects(partner: Partner, name: str, keys: list[str]) -> list:
    return list(getattr(partner, name).model._default_manager.filter(pk__in=keys))


def differences(partner: Partner) -> Values:
    """What the source now says and we do not, for the editor; what was corrected meanwhile is left out."""
    record = ImportedRecord.objects.filter(partner=partner).first()
    if record is None or not record.set_aside:
        return {}
    held = held_by(partner)
    return {
        name: value for name, value in record.set_aside.items() if fingerprint(held.get(name)) != fingerprint(value)
    }
