"""When an event is, in words."""

from typing import TYPE_CHECKING

from clairdroit.taxonomy.period_words import period_in_words

if TYPE_CHECKING:
    from clairdroit.kb_pages.models.events import EventPage


def when(event: "EventPage", *, has_year: bool = False) -> str:
    """ "le mardi 24 novembre, de 14 h à 17 h"; `has_year` is for what is kept, and may be read in another year."""
    return period_in_words(event.start, event.end, is_all_day=event.is_all_day, has_year=has_year)
