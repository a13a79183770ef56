from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from clairdroit.partners_snippets.enums import AddressVisibility, Reach
from clairdroit.taxonomy.models import HeadingTag


class PartnerKind(ClusterableModel):
    """What sort of body a partner is (Caf, CCAS, mission locale…): data, so that a town can add its own."""

    key = models.SlugField(
        _("key"),
        max_length=40,
        primary_key=True,
        help_text=_("Stands in addresses and imports; do not change it once partners use it."),
    )
    name = models.CharField(_("name"), max_length=120)
    plural = models.CharField(_("plural"), max_length=120)
    description = models.TextField(_("what it does"), blank=True, help_text=_("One plain sentence for readers."))
    headings = models.ManyToManyField(
        HeadingTag,
        blank=True,
        related_name="kinds",
        verbose_name=_("usual headings"),
        help_text=_("Given to imported partners of this kind."),
    )
    reach = models.CharField(_("usual territory"), max_length=12, choices=Reach.choices, default=Reach.COMMUNE)
    networks = models.JSONField(
        _("data·inclusion networks"),
        default=list,
        blank=True,
        help_text=_("Codes of the data·inclusion list “réseaux porteurs” that mean this kind."),
    )
    is_public_service = models.BooleanField(_("public service"), default=False)
    address_visibility = models.CharField(
        _("address of imported places"),
        max_length=8,
        choices=AddressVisibility.choices,
        default=AddressVisibility.PUBLIC,
        help_text=_("Choose less than the whole address for shelters."),
    )

    class Meta:
        verbose_name = _("kind of partner")
        verbose_name_plural = _("kinds of partners")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class KindPivot(models.Model):
    """The official fiches say "see your caf"; this says which kind of partner that is."""

    kind = ParentalKey(PartnerKind, on_delete=models.CASCADE, related_name="pivots", verbose_name=_("kind of partner"))
    pivot = models.CharField(_("pivot of the official fiches"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("pivot")
        verbose_name_plural = _("pivots")
        ordering = ["pivot"]

    def __str__(self) -> str:
        return self.pivot
