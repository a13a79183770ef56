from django import template
from django.template import Context

from clairdroit.comarquage.models import OfficialSheet
from clairdroit.comarquage.rendering.typography import typeset

register = template.Library()
register.filter("typeset", typeset)


@register.simple_tag(takes_context=True)
def sheet_crumbs(context: Context, title: str, dossier: OfficialSheet | None = None) -> list[tuple[str, ...]]:
    """The heading where the site has its page, the dossier, and this page; titles of fiches are French for all."""
    headings = getattr(context.get("shell"), "headings", ())
    crumbs: list[tuple[str, ...]] = [(page.title, page.url) for page in headings if page.key == context.get("heading")]
    if dossier:
        crumbs.append((typeset(dossier.title), dossier.get_absolute_url(), "fr"))
    return [*crumbs, (typeset(title), "", "fr")]
