import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import segno
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.admin_url_finder import AdminURLFinder

from clairdroit.partners_snippets import phone_order, phones
from clairdroit.partners_snippets.middleware import note_opening_hours
from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.place_words import of_place as words_of_place
from clairdroit.partners_snippets.presentation import max_age
from clairdroit.partners_snippets.serializers import partner_url
from clairdroit.partners_snippets.who_helps import partners_for
from clairdroit.taxonomy.enums import Heading
from clairdroit.territories.place import place_query

register = template.Library()

register.filter("phone_uri", phones.phone_uri)
register.filter("phone_in_words", phones.phone_in_words)
register.filter("of_place", words_of_place)


@register.filter
def heading_label(key: str) -> str:
    """The citizen's words for a heading's key; an unknown key says nothing."""
    return str(Heading(key).label) if key in Heading.values else ""


@register.simple_tag(takes_context=True)
def partner_link(context: Context, partner: Partner) -> SafeString:
    """In the admin: the partner's name, as a link to its record for whoever may change it, else to its public page."""
    request = context["request"]
    url = AdminURLFinder(request.user).get_edit_url(partner) or partner_url(partner)
    return format_html('<a href="{}">{}</a>', url, partner.name) if url else format_html("{}", partner.name)


@register.inclusion_tag("partners_snippets/admin/partner_lines.html", takes_context=True)
def partner_lines(context: Context, partner: Partner) -> dict[str, Any]:
    """In the admin: the partner's telephone numbers."""
    return {"lines": phone_order.lines(partner, context["request"].user)}


@register.inclusion_tag("partners_snippets/includes/who_helps.html", takes_context=True)
def who_helps(context: Context, heading: str = "", limit: int = 3, without: Collection[int] = ()) -> dict[str, Any]:
    """Cards of who to turn to near the reader for this heading, or the question where the reader lives.

    `without` holds the numbers of the partners whom the page itself names: no card says them again.
    """
    commune, now = context.get("commune"), timezone.now()
    without = without or ()  # a template that knows of none gives an empty string
    partners = partners_for(heading, commune, limit, at=now, without=without)
    note_opening_hours(context.get("request"), max_age(partners, now))
    return {
        "request": context.get("request"),
        "commune": commune,
        "place_query": context.get("place_query", ""),
        "heading": heading,
        "partners": partners,
        "has_others": bool(without),
    }


@register.filter
def site_name(url: str) -> str:
    """From https://www.ville.fr/ccas/ to ville.fr/ccas: what people read out of an address."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail or web address that a narrow screen cuts after "@" or "/", or before a dot: not in mid-word."""
    pieces = re.split(r"(?<=[@/])|(?=\.)", address)
    return mark_safe("<wbr>".join(conditional_escape(piece) for piece in pieces))


@register.simple_tag(takes_context=True)
def ask_query(context: Context, heading: str = "") -> str:
    """What follows the address of the question form: the reader's commune and this heading, where known."""
    commune = context.get("commune")
    parameters = {"rubrique": heading, "commune": commune.pk if commune is not None else ""}
    query = urlencode({name: value for name, value in parameters.items() if value})
    return f"?{query}" if query else ""


@register.inclusion_tag("partners_snippets/includes/print_address.html", takes_context=True)
def print_address(context: Context) -> dict[str, Any]:
    """The page's own address on paper, in letters and as a QR code: with the reader's commune, without all else."""
    request = context["request"]
    address = request.build_absolute_uri(request.path + place_query(context.get("commune")))
    code = segno.make(address, micro=False, error="m")
    svg = code.svg_inline(border=0, omitsize=True, svgclass="print-address__code", lineclass=None)
    return {"address": address, "code": mark_safe(svg)}
