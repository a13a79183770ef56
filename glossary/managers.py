from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Max, Q


class GlossaryQuerySet(models.QuerySet):
    def live(self) -> GlossaryQuerySet:
        return self.filter(live=True)

    def in_language(self, code: str) -> GlossaryQuerySet:
        return self.filter(locale__language_code=code)

    def explained(self) -> GlossaryQuerySet:
        """Those with something to tell a reader; the others only lend their synonyms to the search."""
        return self.exclude(stands_for="", plain_wording="", explanation="")

    def in_place(self) -> GlossaryQuerySet:
        return self.explained().filter(is_shown_in_place=True)

    def differing_from_feed(self) -> GlossaryQuerySet:
        return self.filter(Q(feed_news__isnull=False) | Q(gone_at__isnull=False))

    def version(self) -> tuple[Any, ...]:
        """Changes whenever a live entry does: what a process has compiled holds as long as this is the same."""
        return tuple(self.live().aggregate(Count("pk"), Max("changed_at")).values())


GlossaryManager = models.Manager.from_queryset(GlossaryQuerySet)
