"""What is asked of the search."""

from dataclasses import dataclass
from datetime import date

from clairdroit.search import registry
from clairdroit.search.facets import Facet


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
    def chosen(self) -> dict[Facet, str]:
        """To what the reader narrowed the list."""
        return {facet: getattr(self, facet) for facet in Facet if getattr(self, facet)}
