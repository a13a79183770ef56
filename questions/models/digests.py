from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.models import OutboxMail


class Digest(models.Model):
    """One reminder to one team box or one editor on one day: the row and its e-mail are written together.

    The constraints are what makes a second run of the same day, at the same time or after a crash, send nothing.
    """

    day = models.DateField(_("day"))
    partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("editor"),
    )
    email = models.ForeignKey(
        OutboxMail, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("e-mail")
    )

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="digest_has_one_reader",
                condition=Q(partner__isnull=True, user__isnull=False) | Q(partner__isnull=False, user__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["partner", "day"], condition=Q(partner__isnull=False), name="digest_once_a_day_per_partner"
            ),
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(user__isnull=False), name="digest_once_a_day_per_editor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner or self.user} ({self.day:%Y-%m-%d})"
