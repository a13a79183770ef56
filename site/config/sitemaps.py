from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page
from wagtail.query import PageQuerySet


class EveryLanguageSitemap(Sitemap):
    """Wagtail's sitemap stops at the site's first language; aliases show a text that has its own address elsewhere."""

    def items(self) -> PageQuerySet:
        roots = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        below = Q()
        for root in roots:
            below |= Q(path__startswith=root.path)
        pages = Page.objects.live().public().filter(below, alias_of=None)
        return pages.order_by("path").defer_streamfields().specific()
