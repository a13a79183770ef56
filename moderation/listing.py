"""The moderation queue of one user: everything that waits for their decision, in the order of `urgency`."""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import timezone

from clairdroit.moderation import urgency
from clairdroit.moderation.models import InCharge
from clairdroit.moderation.registry import Described, Key, QueueItem, sources


def waiting_for(user: Any) -> list[QueueItem]:
    """A few queries for each source and one for who is in charge; each row is a few numbers.

    Held in memory: a town has dozens of things waiting, and ten thousand would take some megabytes.
    """
    found = [item for source in sources for item in source.waiting(user)]
    # All of them in one query; a row whose thing is decided matches nothing.
    charges = {Key(kind, number): who for kind, number, who in InCharge.objects.values_list("kind", "number", "user")}
    found = [dataclasses.replace(item, colleague=charges.get(item.key)) for item in found]
    return sorted(found, key=order())


def order() -> Any:
    """As `urgency` ranks; the key makes the order the same each time."""
    now = timezone.now()

    def rank(item: QueueItem) -> tuple[urgency.Rank, Key]:
        return urgency.rank(item.due, item.since, now), item.key

    return rank


def describe(items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
    described: dict[Key, Described] = {}
    for source in sources:
        keys = {kind.key for kind in source.kinds}
        described |= source.describe([item for item in items if item.key.kind in keys], user)
    return described


def following(items: Iterable[QueueItem], key: Key) -> QueueItem | None:
    """What comes after that thing, for "approve and open the next one"; the first one after the last."""
    ordered = list(items)
    place = next((place for place, item in enumerate(ordered) if item.key == key), -1)
    # A thing that is no longer in the list (place -1) is followed by the first.
    others = ordered[place + 1 :] + ordered[: max(place, 0)]
    return others[0] if others else None
