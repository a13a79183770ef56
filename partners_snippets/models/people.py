from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Orderable


class PrivateContact(Orderable):
    """A person's direct line: for signed-in professionals only, never in a public page, feed, mail or index."""

    partner = ParentalKey("Partner", on_delete=models.CASCADE, related_name="private_contacts")
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=150, blank=True)
    phone = models.CharField(_("direct line"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    notes = models.TextField(_("notes"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("private contact")
        verbose_name_plural = _("private contacts")

    def __str__(self) -> str:
        # Neither name nor line: this name stands in logs.
        return self.role or str(self.pk)


class PartnerMember(models.Model):
    """Who acts for a partner: persons, and at most one team box, whose account only signed links open."""

    partner = models.ForeignKey("Partner", on_delete=models.CASCADE, related_name="members", verbose_name=_("partner"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="partner_memberships",
        verbose_name=_("account"),
    )
    is_team_box = models.BooleanField(_("team box"), default=False)

    class Meta:
        verbose_name = _("member of a partner")
        verbose_name_plural = _("members of partners")
        constraints = [
            # One person may act for several partners, and a partner has several people.
            models.UniqueConstraint(fields=["partner", "user"], name="partners_member_once"),
            models.UniqueConstraint(
                fields=["partner"], condition=models.Q(is_team_box=True), name="partners_one_team_box"
            ),
        ]

    def __str__(self) -> str:
        return f"{get_user_display_name(self.user)} – {self.partner}"
