from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from clairdroit.partners_snippets.models import Partner
from clairdroit.partners_snippets.models.partners import slug_of

Row = tuple[int, str, datetime.datetime | None]


class PartnerSitemap(Sitemap):
    """Every published partner's page, in files of a size that answers quickly."""

    limit = 5000

    def items(self) -> QuerySet[Partner, Row]:
        return Partner.objects.live().order_by("pk").values_list("pk", "name", "last_published_at")

    def location(self, item: Row) -> str:
        return self.addresses[item[0]]

    def lastmod(self, item: Row) -> datetime.datetime | None:
        """None for an imported record that no editor has published since."""
        return item[2]

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict]:
        rows = self.paginator.page(page).object_list
        self.addresses = partner_addresses((pk, name) for pk, name, _published in rows)
        return super().get_urls(page=page, site=site, protocol=protocol)

    def get_latest_lastmod(self) -> datetime.datetime | None:
        # Django would read every partner for it.
        return Partner.objects.live().aggregate(latest=Max("last_published_at"))["latest"]

    def stamp(self) -> tuple[object, ...]:
        """Another one as soon as a partner appears, leaves or is published: one query, without reading any."""
        found = Partner.objects.live().aggregate(number=Count("pk"), last=Max("pk"), latest=Max("last_published_at"))
        return found["number"], found["last"], found["latest"]


def partner_addresses(named: Iterable[tuple[int, str]]) -> dict[int, str]:
    """As `serializers.partner_url` gives them one by one; the address's form is looked up once."""
    beginning = reverse("clairdroit_partners_snippets:partner", args=["nom", 1]).removesuffix("nom-1/")
    return {pk: f"{beginning}{slug_of(name)}-{pk}/" for pk, name in named}
