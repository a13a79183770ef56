import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.models.questions import Assignment

# A page tells every 20 seconds that it is still open, once a minute where the browser slows hidden tabs down.
PRESENCE_LASTS = datetime.timedelta(seconds=90)


class DraftPresenceQuerySet(models.QuerySet["DraftPresence"]):
    def current(self) -> "DraftPresenceQuerySet":
        return self.filter(seen_at__gte=timezone.now() - PRESENCE_LASTS)

    def gone(self) -> "DraftPresenceQuerySet":
        return self.filter(seen_at__lt=timezone.now() - PRESENCE_LASTS)


class DraftPresence(models.Model):
    """One tab that has an assignment's draft open, so that two people of one partner know of each other.

    It says nothing of the person: `tab` is a random name that lives in the tab's sessionStorage.
    """

    assignment = models.ForeignKey(
        Assignment, on_delete=models.CASCADE, related_name="presences", verbose_name=_("assignment")
    )
    tab = models.CharField(max_length=36)
    opened_at = models.DateTimeField(_("opened on"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen on"), default=timezone.now, db_index=True)

    objects = DraftPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("open draft")
        verbose_name_plural = _("open drafts")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "tab"], name="presence_once_per_tab"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} ({self.seen_at:%Y-%m-%d %H:%M})"
