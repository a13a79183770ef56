from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class InCharge(models.Model):
    """Which editor looks after a thing that waits in the moderation queue.

    Wagtail's tasks belong to groups, never to a person: hence this table. It names the thing by its kind and number
    (`registry.Key`), because a thing may be a page, a record or an e-mail. The row stays when the thing leaves the
    queue, so that a text that comes back after changes comes back to the same colleague.
    """

    kind = models.CharField(_("kind"), max_length=20)
    number = models.CharField(_("number"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("colleague in charge")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )

    class Meta:
        verbose_name = _("thing in somebody’s charge")
        verbose_name_plural = _("things in somebody’s charge")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="in_charge_one_colleague",
                violation_error_message=_("One colleague at a time is in charge of a thing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.number} → {self.user_id}"
