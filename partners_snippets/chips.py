"""The filters of the directory as links: each says how many partners it would leave."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from clairdroit.partners_snippets.directory import Filters, Found
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.place import PARAMETER

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune


@dataclass(frozen=True)
class Chip:
    label: str
    count: int
    url: str
    chosen: bool = False
    heading: str = ""


def query_of(filters: Filters, commune: "Commune | None", **more: str) -> str:
    """The query that leads to these filters again, commune first."""
    place = {PARAMETER: commune.insee} if commune else {}
    return urlencode({**place, **filters.as_query(), **more})


def chips(filters: Filters, found: Found, commune: "Commune | None", path: str) -> list[Chip]:
    """The filters that most readers need."""

    def link(changed: Filters) -> str:
        query = query_of(changed, commune)
        return f"{path}?{query}" if query else path

    # The words and the distance stay: they say where to look, and “All” takes filters away.
    everything = Chip(_("All"), found.any, link(Filters(text=filters.text, km=filters.km)), not filters.chosen)
    row = [everything]
    # A filter that would leave nobody is offered only while it is chosen, to be taken off.
    if found.open_now is not None and (found.open_now or filters.open_now):
        changed = replace(filters, open_now=not filters.open_now)
        row.append(Chip(_("Open now"), found.open_now, link(changed), filters.open_now))
    if found.without_appointment or filters.without_appointment:
        changed = replace(filters, without_appointment=not filters.without_appointment)
        row.append(
            Chip(
                _("Without an appointment"),
                found.without_appointment,
                link(changed),
                filters.without_appointment,
            )
        )
    return row


def heading_chips(filters: Filters, found: Found, commune: "Commune | None", path: str) -> list[Chip]:
    row = []
    for key, count in found.headings.items():
        chosen = key == filters.heading
        query = query_of(replace(filters, heading="" if chosen else key), commune)
        row.append(Chip(str(Heading(key).label), count, f"{path}?{query}" if query else path, chosen, key))
    return row


def language_chips(filters: Filters, found: Found, commune: "Commune | None", path: str) -> list[Chip]:
    languages = found.languages
    if filters.language and filters.language not in languages:
        # Chosen, but spoken by nobody here: without it the reader could not take it off.
        languages = {**languages, filters.language: 0}
    row = []
    for language, count in languages.items():
        chosen = language == filters.language
        query = query_of(replace(filters, language="" if chosen else language), commune)
        label = _("Speaks %(language)s") % {"language": language}
        row.append(Chip(label, count, f"{path}?{query}" if query else path, chosen))
    return row
