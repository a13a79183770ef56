"""The site map: an index, the pages, the partners; asked for again it costs two queries until something changed.

And `robots.txt`, which says where it is.
"""

import hashlib
import time
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from wagtail.contrib.sitemaps import Sitemap, views
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from clairdroit.partners_snippets.sitemaps import PartnerSitemap

# What an import changes in a name without publishing it is told after so long at the latest.
KEPT_SECONDS = 3600


class EveryLanguageSitemap(Sitemap):
    """Wagtail's sitemap stops at the site's first language; aliases show a text that has its own address elsewhere."""

    def items(self) -> PageQuerySet:
        roots = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        below = Q()
        for root in roots:
            below |= Q(path__startswith=root.path)
        pages = Page.objects.live().public().filter(below, alias_of=None)
        return pages.order_by("path").defer_streamfields().specific()

    def stamp(self) -> tuple[object, ...]:
        live = (
            Page.objects.live()
            .public()
            .aggregate(
                number=Count("pk"),
                last=Max("pk"),
                published=Max("last_published_at"),
                changed=Max("latest_revision_created_at"),
            )
        )
        closed = PageViewRestriction.objects.aggregate(number=Count("pk"), last=Max("pk"))
        return (*live.values(), *closed.values())


# An index of files, because all partners together are more than one file may hold.
SITEMAPS: dict[str, type[EveryLanguageSitemap] | type[PartnerSitemap]] = {
    "pages": EveryLanguageSitemap,
    "partners": PartnerSitemap,
}


def _etag(request: HttpRequest, section: str = "") -> str | None:
    if section and section not in SITEMAPS:
        return None
    asked = [SITEMAPS[section]] if section else SITEMAPS.values()
    stamps: list[Any] = [
        (EveryLanguageSitemap(request) if sitemap is EveryLanguageSitemap else sitemap()).stamp() for sitemap in asked
    ]
    where = (request.scheme, request.get_host(), section, request.GET.get("p"), int(time.time() // KEPT_SECONDS))
    return quote_etag(hashlib.sha256(repr((where, stamps)).encode()).hexdigest()[:32])


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
@condition(etag_func=_etag)
def index(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = views.index(request, SITEMAPS, sitemap_url_name="sitemap")
    return response


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
@condition(etag_func=_etag)
def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    response: HttpResponse = views.sitemap(request, SITEMAPS, section=section)
    return response


@require_safe
@cache_control(public=True, max_age=KEPT_SECONDS)
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309. What is not to be found says so itself (`X-Robots-Tag`), which a robot that is kept out never reads:
    closed is only what has addresses without end, the admin, signing in and the search."""
    closed = [reverse("wagtailadmin_home"), *_in_each_language("wagtailcore_login")]
    if apps.is_installed("clairdroit.search"):
        closed += _in_each_language("clairdroit_search:results")
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _in_each_language(name: str) -> Iterator[str]:
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            yield reverse(name)
