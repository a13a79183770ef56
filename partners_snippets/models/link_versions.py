from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clairdroit.partners_snippets.defaults import VERSION_LENGTH, new_version


class LinkVersion(models.Model):
    """Which of a partner's signed links still work: those that carry this version.

    Beside the record and not in it: publishing a former revision would bring a former version back. `address` and
    `was_live` are what the version was made for; a partner of which they are no longer true has no link that works,
    whoever changed it by which way (`link_versions.is_current`).
    """

    partner = models.OneToOneField(
        "Partner",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="link_version",
        verbose_name=_("partner"),
    )
    version = models.CharField(max_length=VERSION_LENGTH, default=new_version, editable=False)
    address = models.EmailField(blank=True, editable=False)
    was_live = models.BooleanField(default=True, editable=False)
    # Another address than before; empty while the partner has had this one only.
    address_since = models.DateTimeField(_("team box changed on"), null=True, editable=False)
    renewed_at = models.DateTimeField(_("links renewed on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a partner’s links")
        verbose_name_plural = _("versions of partners’ links")

    def __str__(self) -> str:
        # Not the version, which opens links: this name stands in logs.
        return str(self.partner_id)
