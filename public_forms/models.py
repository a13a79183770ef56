from django.db import models
from django.utils.translation import gettext_lazy as _


class MailAllowance(models.Model):
    """How many mails that a stranger can cause went to one address on one day; `allowances` alone counts.

    The address is a digest that no other day shares: nobody can tell from it who was written to, nor how often in all.
    """

    day = models.DateField(_("day"))
    digest = models.CharField(max_length=64, editable=False)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("mails to one address on one day")
        verbose_name_plural = _("mails to one address on one day")
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="allowance_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} – {self.count}"
