from django.db import models
from django.utils.translation import gettext_lazy as _

from clairdroit.taxonomy.enums import Heading
from clairdroit.taxonomy.managers import HeadingTagQuerySet


class HeadingTag(models.Model):
    """A heading as a row, so that whatever is about several can point at them."""

    key = models.CharField(_("key"), max_length=20, primary_key=True, choices=Heading.choices)

    objects = HeadingTagQuerySet.as_manager()

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["key"]

    def __str__(self) -> str:
        return str(Heading(self.key).label)
