from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportedRecord(models.Model):
    """What the source last said about a partner, so that a re-import can tell its news from our corrections."""

    partner = models.OneToOneField(
        "Partner", on_delete=models.CASCADE, related_name="imported_record", primary_key=True
    )
    checksum = models.CharField(max_length=40)
    # Name of each value → short hash of what was imported; an editor's correction no longer matches it.
    fingerprints = models.JSONField(default=dict)
    # Name of each value → what the source now says, where that differs from an editor's correction.
    set_aside = models.JSONField(_("differences with the source"), default=dict, blank=True)
    source_date = models.DateField(_("date at the source"), null=True, blank=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")

    def __str__(self) -> str:
        return str(self.partner_id)
