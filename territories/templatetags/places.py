import re

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import gettext as _

from clairdroit.territories.models import Commune
from clairdroit.territories.place import url_with_place

register = template.Library()

# Links to our own pages in an HTML text: a path, not "//host", not a file.
INTERNAL_LINK = re.compile(r"""(<a\s[^>]*?href=)(["'])(/(?!/|static/|media/|documents/|admin/)[^"']*)\2""")


@register.simple_tag(takes_context=True)
def with_place(context: Context, url: str) -> str:
    """The reader's commune added to the address of one of our pages: `<a href="{% with_place url %}">`."""
    return url_with_place(str(url), context.get("commune"))


@register.filter
def links_with_place(value: str, commune: Commune | None) -> str:
    """The same for every internal link of an HTML text; text that is not marked safe is left alone."""
    if not commune or not isinstance(value, SafeData):
        return value

    def add(match: re.Match) -> str:
        before, quote, url = match.groups()
        return f"{before}{quote}{escape(url_with_place(url.replace('&amp;', '&'), commune))}{quote}"

    return mark_safe(INTERNAL_LINK.sub(add, str(value)))


@register.filter
def distance_in_words(km: float | None) -> str:
    """ "à 450 m", "à 2,3 km", "à 3 km", "à 27 km"; nothing when the distance is not known."""
    if km is None:
        return ""
    if km < 0.95:
        metres = max(50, round(km * 20) * 50)
        return _("%(number)s m away") % {"number": metres}
    tenths = round(km * 10)
    rounded = number_format(tenths / 10, 1) if km < 9.95 and tenths % 10 else str(round(km))
    return _("%(number)s km away") % {"number": rounded}
