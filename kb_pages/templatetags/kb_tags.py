import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.template import Context
from django.utils.safestring import mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.templatetags.wagtailcore_tags import richtext

from clairdroit.kb_pages.dates import when
from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.kb_pages.translating.reading import lang_attribute
from clairdroit.kb_pages.withdrawing import deleting
from clairdroit.kb_pages.withdrawing.links import around
from clairdroit.kb_pages.without_scripts import needs_script
from clairdroit.partners_snippets.enums import Audience
from clairdroit.partners_snippets.permissions import audience_of
from clairdroit.partners_snippets.presentation import present
from clairdroit.partners_snippets.templatetags.partners_tags import ask_query
from clairdroit.public_forms.form_addresses import ASK, public_form_url
from clairdroit.territories.templatetags.places import links_with_place

register = template.Library()
LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)


@register.simple_tag(takes_context=True)
def town_identity(context: Context) -> SiteIdentity:
    """For mails, of which some are rendered by Wagtail and know nothing of the site's identity."""
    found = context.get("identity")
    return found if isinstance(found, SiteIdentity) else SiteIdentity.of_default_site()


@register.simple_tag(takes_context=True)
def ask_url(context: Context, heading: str = "") -> str:
    """Where to ask a question, with the heading filled in; empty on a site without the questions."""
    address = public_form_url(ASK)
    return f"{address}{ask_query(context, heading)}" if address else ""


@register.simple_tag(takes_context=True)
def page_body(context: Context) -> str:
    """The blocks of the page; in a translation, what is still the original's says in which language it is."""
    inner, original = context.flatten(), context.get("original")
    html = "".join(block.render_as_block(inner) for block in context["page"].body)
    return original.marked(html) if original else mark_safe(html)


@register.simple_tag(takes_context=True)
def lang_of(context: Context, field: str) -> str:
    """` lang="fr"` for a field of a translated page that nobody has translated."""
    return lang_attribute(context.get("original"), field, getattr(context["page"], field))


@register.simple_tag(takes_context=True)
def partner_cards(context: Context, partners: Iterable[Any]) -> list[dict[str, Any]]:
    """What the cards of these partners show; one that is not published, or no longer exists, is left out."""
    request = context.get("request")
    audience = audience_of(request) if request is not None else Audience.PUBLIC
    commune = context.get("commune")
    shown = [partner for partner in partners if partner is not None and partner.live]
    if audience == Audience.PROFESSIONAL:
        prefetch_related_objects(shown, "private_contacts")
    return [present(partner, audience, commune=commune) for partner in shown]


@register.simple_tag(takes_context=True)
def prose(context: Context, value: RichText | str) -> str:
    """Rich text as HTML, the reader's commune kept in its links to our own pages.

    A link whose page or document is gone is left as `<a>`: its words stay, and look like no link.
    """
    html = mark_safe(LEADS_NOWHERE.sub(r"\1", str(richtext(value))))
    return links_with_place(html, context.get("commune"))


@register.simple_tag(takes_context=True)
def withdrawing(context: Context, page: Page) -> dict[str, Any]:
    """What stands around a page that is about to be withdrawn: Wagtail's screen has no other place for it."""
    return around(page, context["request"].user)


@register.simple_tag(takes_context=True)
def what_shows(context: Context, model_opts: Any, usage_url: str) -> dict[str, Any] | None:
    """The pages that lead to or show what Wagtail's screens are about to delete."""
    return deleting.what_shows(model_opts.model, usage_url, context["request"].user)


register.filter(when)
register.filter(needs_script)
