from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clairdroit.mail.enums import DigestRhythm


class DigestChoice(models.Model):
    """How often an editor wants to be told what waits. Without a row: every working day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("editor")
    )
    rhythm = models.CharField(
        _("e-mail that lists what waits"), max_length=10, choices=DigestRhythm.choices, default=DigestRhythm.DAILY
    )

    class Meta:
        verbose_name = _("choice of digests")
        verbose_name_plural = _("choices of digests")
        constraints = [
            models.CheckConstraint(name="digest_rhythm_is_known", condition=Q(rhythm__in=DigestRhythm.values)),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.rhythm}"
