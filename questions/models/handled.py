from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name


class Handled(models.Model):
    """Something that waits for an editor, until one has dealt with it; each model says by its status which."""

    handled_at = models.DateTimeField(_("handled on"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )

    class Meta:
        abstract = True

    @property
    def handled_by_name(self) -> str:
        """A person's name, as everywhere in the admin; the login of whoever has none."""
        return get_user_display_name(self.handled_by) if self.handled_by else ""
