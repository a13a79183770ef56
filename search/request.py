"""What is asked of the search."""

from dataclasses import dataclass
from datetime import date

from clairdroit.search import registry


@dataclass(frozen=True)
class SearchRequest:
    text: str
    language: str = "fr"
    kind: str = ""
    heading: str = ""
    place: registry.Place | None = None
    on: date | None = None
