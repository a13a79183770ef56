from collections.abc import Collection
from typing import Self

from django.db import models


class SearchDocumentQuerySet(models.QuerySet):
    def live(self) -> Self:
        """What readers find; the rest is being built by `rebuild_search`."""
        return self.filter(is_live=True)

    def staged(self) -> Self:
        return self.filter(is_live=False)

    def of(self, kind: str, keys: Collection[str]) -> Self:
        return self.filter(kind=kind, object_key__in=keys)
