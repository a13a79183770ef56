from __future__ import annotations

import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.serializers import partner_url


class PartnerSitemap(Sitemap):
    """Every published partner's page, in files of a size that answers quickly."""

    limit = 5000

    def items(self) -> QuerySet[Partner]:
        return Partner.objects.live().order_by("pk").only("pk", "name", "last_published_at")

    def location(self, item: Partner) -> str:
        return partner_url(item)

    def lastmod(self, item: Partner) -> datetime.datetime | None:
        """None for an imported record that no editor has published since."""
        return item.last_published_at

    def get_latest_lastmod(self) -> datetime.datetime | None:
        # Django would read every partner for it.
        return Partner.objects.live().aggregate(latest=Max("last_published_at"))["latest"]
