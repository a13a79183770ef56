from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from clairdroit.partners_snippets import phones
from clairdroit.partners_snippets.enums import Heading
from clairdroit.partners_snippets.middleware import note_opening_hours
from clairdroit.partners_snippets.place_words import of_place as words_of_place
from clairdroit.partners_snippets.presentation import max_age
from clairdroit.partners_snippets.who_helps import partners_for

register = template.Library()

register.filter("phone_uri", phones.phone_uri)
register.filter("phone_in_words", phones.phone_in_words)
register.filter("of_place", words_of_place)


@register.filter
def heading_label(key: str) -> str:
    """The citizen's words for a heading's key; an unknown key says nothing."""
    return str(Heading(key).label) if key in Heading.values else ""


@register.inclusion_tag("partners_snippets/includes/who_helps.html", takes_context=True)
def who_helps(context: Context, heading: str = "", limit: int = 3) -> dict[str, Any]:
    """Cards of who to turn to near the reader for this heading, or the question where the reader lives."""
    commune, now = context.get("commune"), timezone.now()
    partners = partners_for(heading, commune, limit, at=now)
    note_opening_hours(context.get("request"), max_age(partners, now))
    return {
        "request": context.get("request"),
        "commune": commune,
        "place_query": context.get("place_query", ""),
        "heading": heading,
        "partners": partners,
    }


@register.filter
def site_name(url: str) -> str:
    """From https://www.ville.fr/ccas/ to ville.fr/ccas: what people read out of an address."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")
