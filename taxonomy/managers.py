from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from clairdroit.taxonomy.enums import Heading

if TYPE_CHECKING:
    from clairdroit.taxonomy.models import HeadingTag  # noqa: F401


class HeadingTagQuerySet(models.QuerySet["HeadingTag"]):
    def in_order(self) -> HeadingTagQuerySet:
        """As readers see the headings on the home page, not by key."""
        places = [models.When(key=key, then=place) for place, key in enumerate(Heading.values)]
        return self.order_by(models.Case(*places))
