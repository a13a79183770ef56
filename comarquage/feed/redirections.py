"""redirections.xml of the live feed: which publication took the place of which.

Its schema is not among the published ones, so nothing of it is relied on but this: an entry names two
publications, and the new one is in the feed while the old one is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from clairdroit.comarquage.feed.parser import parse_safely

# Alone, or at the end of an address.
IDENTIFIER = re.compile(r"(?:^|/)([FNR]\d{1,18})$")


def redirections_in(content: bytes, current: Iterable[str]) -> dict[str, str]:
    """Old id → id of the publication of today. Raises PublicationRejected when the file is malformed.

    A chain (old → once new → new) leads straight to its end; an entry whose direction cannot be told is left out.
    """
    found: dict[str, str] = {}
    public = set(current)
    waiting = pairs_in(content)
    progress = True
    # Each round resolves the entries whose target the round before resolved; a circle of old ids ends the loop, as
    # nothing in it is in the feed.
    while progress:
        progress = False
        for first, second in list(waiting):
            targets = {pk: pk if pk in public else found.get(pk, "") for pk in (first, second)}
            old = next((pk for pk, target in targets.items() if not target), "")
            new = next((target for target in targets.values() if target), "")
            if old and new:
                found[old] = new
                progress = True
            if new:
                waiting.remove((first, second))
    return found


def pairs_in(content: bytes) -> list[tuple[str, str]]:
    """Every element that names exactly two publications by attributes, text or children."""
    pairs: list[tuple[str, str]] = []
    for element in parse_safely(content).iter(etree.Element):
        names = list(dict.fromkeys(identifiers(element)))
        if len(names) == 2:
            pairs.append((names[0], names[1]))
    return list(dict.fromkeys(pairs))


def identifiers(element: etree._Element) -> Iterable[str]:
    for part in element.iter(etree.Element):
        for value in (*part.attrib.values(), part.text or ""):
            if found := IDENTIFIER.search(value.strip()):
                yield found[1]
