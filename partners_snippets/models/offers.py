from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class Offer(Orderable):
    """One thing a partner does for people: a "service" of data·inclusion."""

    partner = ParentalKey("Partner", on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    access_conditions = models.TextField(_("access conditions"), blank=True)
    fees = models.CharField(_("fees"), max_length=500, blank=True)
    url = models.URLField(_("page or online form"), max_length=500, blank=True)
    source_id = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("service offered")
        verbose_name_plural = _("services offered")

    def __str__(self) -> str:
        return self.name
