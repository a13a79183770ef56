"""Help that stands on the site already, found by a question's own words: for its sender, for whoever answers it.

The search finds it, and gives its finder in `search_documents.py`, which it alone loads: on a site without the search
nothing is found, and nothing fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from clairdroit.registries import Registry

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# Fewer words than this, politeness aside, find something that has nothing to do with the need.
MEANINGFUL_WORDS = 3
LIMIT = 5


@dataclass(frozen=True)
class RelatedHelp:
    """One page of the site. `key` is what is counted (`sheet:F1234`); `url` is without the reader's commune, for mails
    and quotations, `url_here` with it."""

    key: str
    kind: str
    kind_label: str
    title: str
    url: str
    url_here: str
    # Escaped, with the words that matched in a <mark>.
    excerpt: SafeString
    # "Verified on 3 May 2026 by CCAS", "Updated on …", "To check: …"; "" when nobody knows.
    age: str
    is_stale: bool = False
    # The town, or the days of an event; with how far it is, when that is known.
    place: str = ""
    distance_km: float | None = None
    language: str = "fr"
    # Keys of the headings that it stands under.
    headings: tuple[str, ...] = ()


Finder = Callable[[str, "Commune | None", str, int], list[RelatedHelp]]
finders = Registry[Finder]()


def is_available() -> bool:
    return bool(finders)


def related_help(text: str, *, commune: "Commune | None", heading: str = "", limit: int = LIMIT) -> list[RelatedHelp]:
    """The nearest help first, in the active language; empty when too little was written or nothing comes near.

    Costs one search (some tens of milliseconds); the words are neither kept nor logged.
    """
    return [found for finder in finders for found in finder(text, commune, heading, limit)][:limit]
