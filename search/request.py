"""What is asked of the search."""

from dataclasses import dataclass
from datetime import date

from clairdroit.search import registry
from clairdroit.search.facets import FACETS


@dataclass(frozen=True)
class SearchRequest:
    text: str
    language: str = "fr"
    kind: str = ""
    heading: str = ""
    audience: str = ""
    territory: str = ""
    place: registry.Place | None = None
    on: date | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """To what the reader narrowed the list."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}
