import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.managers import FoundHelpQuerySet
from clairdroit.taxonomy.enums import Heading


class FoundHelp(models.Model):
    """How often, in a month, a page of the site spared somebody a question. It tells of nobody in particular."""

    month = models.DateField(_("month"), help_text=_("Its first day."))
    heading = models.CharField(_("heading"), max_length=20, choices=Heading.choices, blank=True)
    # The kind and the key of a document of the search: `sheet:F1234`.
    help_key = models.CharField(_("page"), max_length=100)
    # As it was offered last: the page may be gone since.
    title = models.CharField(_("title"), max_length=500)
    url_path = models.CharField(_("address"), max_length=500)
    times = models.PositiveIntegerField(_("times"), default=0)

    objects = FoundHelpQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer found without asking")
        verbose_name_plural = _("answers found without asking")
        ordering = ["-month", "-times", "title"]
        constraints = [
            models.UniqueConstraint(fields=["month", "heading", "help_key"], name="found_help_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.month:%Y-%m})"

    @property
    def heading_label(self) -> str:
        return str(Heading(self.heading).label) if self.heading else str(_("I do not know"))

    @staticmethod
    def month_of(day: datetime.date) -> datetime.date:
        return day.replace(day=1)
