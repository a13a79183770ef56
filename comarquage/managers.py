from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch, Q

from clairdroit.comarquage.enums import LISTING_KINDS, MAPPED_LEVELS, READING_KINDS, RESOURCE_KINDS

if TYPE_CHECKING:
    from clairdroit.comarquage.models import Dossier, OfficialSheet  # noqa: F401 (the class below names it in a string)


class OfficialSheetQuerySet(models.QuerySet["OfficialSheet"]):
    def public(self) -> OfficialSheetQuerySet:
        """In the feed today. A sheet that the feed withdrew keeps its row, because articles may cite it."""
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> OfficialSheetQuerySet:
        return self.exclude(withdrawn_at=None)

    def for_reading(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=READING_KINDS)

    def listings(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=LISTING_KINDS)

    def resources(self) -> OfficialSheetQuerySet:
        return self.filter(kind__in=RESOURCE_KINDS)

    def for_heading(self, key: str) -> OfficialSheetQuerySet:
        """Sheets of the dossiers mapped to this heading; those of which it is the main heading come first."""
        return (
            self.filter(Q(dossier__heading=key) | Q(dossier__other_headings__key=key))
            .annotate(
                is_main=models.Case(models.When(dossier__heading=key, then=0), default=1),
            )
            .order_by("is_main", "dossier__position", "position", "title")
            .distinct()
        )

    def with_page_data(self) -> OfficialSheetQuerySet:
        """The text and the dossier of the one sheet that a page shows."""
        return self.defer(None).select_related("dossier")

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Titles of those among these ids that have a public page of ours, in one query."""
        wanted = set(ids)
        return dict(self.public().filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


class OfficialSheetManager(models.Manager.from_queryset(OfficialSheetQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> OfficialSheetQuerySet:
        # A list of sheets must not carry up to 300 kB of XML each; a sheet's own page fetches it on access.
        return super().get_queryset().defer("packed_xml")

    def dossiers_for_heading(self, key: str) -> list[Dossier]:
        """The dossiers shown under a heading, each with its `sheets` in the feed's order, in two queries."""
        from clairdroit.comarquage.models import Dossier, OfficialSheet  # noqa: F401 (the class below names it in a string)

        return list(Dossier.objects.for_heading(key).with_sheets())


class DossierQuerySet(models.QuerySet["Dossier"]):
    def current(self) -> DossierQuerySet:
        return self.filter(is_current=True)

    def mappable(self) -> DossierQuerySet:
        """The levels that carry sheets; themes only group them."""
        return self.filter(level__in=MAPPED_LEVELS)

    def unmapped(self) -> DossierQuerySet:
        return self.mappable().filter(heading="")

    def for_heading(self, key: str) -> DossierQuerySet:
        """Dossiers whose main heading this is, then those that also concern it."""
        return (
            self.current()
            .mappable()
            .filter(Q(heading=key) | Q(other_headings__key=key))
            .annotate(is_main=models.Case(models.When(heading=key, then=0), default=1))
            .order_by("is_main", "position", "title")
            .distinct()
        )

    def with_sheets(self) -> DossierQuerySet:
        from clairdroit.comarquage.models import OfficialSheet

        return self.prefetch_related(
            Prefetch(
                "sheets",
                OfficialSheet.objects.public().for_reading().order_by("position", "title"),
            )
        )
