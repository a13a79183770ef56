"""schema.org descriptions of the pages, for search engines."""

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clairdroit.freshness.models import VerificationMixin

if TYPE_CHECKING:
    from clairdroit.kb_pages.models.base import SitePage

HOME_DEPTH = 2
# A `</script>` inside a title must not end the element; JSON reads the escapes as the same characters.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def page_graph(page: "SitePage", request: HttpRequest) -> SafeString:
    """JSON-LD of a page: itself, its breadcrumb, and what it tells of (an event)."""
    root = request.build_absolute_uri("/")[:-1]
    nodes: list[dict[str, Any]] = [_web_page(page, request)]
    if page.depth > HOME_DEPTH:
        nodes.append(_breadcrumb(page, request, root))
    own = getattr(page, "structured_data_nodes", None)
    if own is not None:
        nodes += own(page.get_full_url(request))
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    return mark_safe(text.translate(SCRIPT_ESCAPES))


def _web_page(page: "SitePage", request: HttpRequest) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@type": "WebPage",
        "@id": page.get_full_url(request),
        "url": page.get_full_url(request),
        "name": page.title,
        "inLanguage": page.locale.language_code,
    }
    if page.meta_description:
        node["description"] = page.meta_description
    if page.last_published_at:
        node["dateModified"] = timezone.localtime(page.last_published_at).isoformat()
    if isinstance(page, VerificationMixin) and page.verified_at:
        node["lastReviewed"] = page.verified_at.isoformat()
        if page.verified_by:
            node["reviewedBy"] = {"@type": "Organization", "name": page.verified_by}
    return node


def _breadcrumb(page: "SitePage", request: HttpRequest, root: str) -> dict[str, Any]:
    trail = [(_("Home"), root + reverse("wagtail_serve", args=[""]))]
    trail += [(title, root + url) for title, url in page.crumbs(request)]
    items = [
        {"@type": "ListItem", "position": position, "name": title, "item": url}
        for position, (title, url) in enumerate(trail, start=1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": page.title})
    return {"@type": "BreadcrumbList", "itemListElement": items}
