from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SharedNeed(models.Model):
    """Questions that an editor answers together. Each citizen hears of nobody else."""

    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )

    class Meta:
        verbose_name = _("questions answered together")
        verbose_name_plural = _("questions answered together")

    def __str__(self) -> str:
        return ", ".join(question.reference for question in self.questions.all())
