from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from clairdroit.partners_snippets.enums import AddressVisibility
from clairdroit.partners_snippets.validators import validate_opening_hours


class Place(Orderable):
    """Where a partner receives people. Read it through `serializers`, which respect `address_visibility`."""

    partner = ParentalKey("Partner", on_delete=models.CASCADE, related_name="places")
    label = models.CharField(
        _("name of the place"), max_length=150, blank=True, help_text=_("When the partner has several.")
    )
    street = models.CharField(_("street and number"), max_length=255, blank=True)
    complement = models.CharField(_("building, floor, entrance"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    commune = models.ForeignKey(
        "clairdroit_territories.Commune",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    address_visibility = models.CharField(
        _("who sees the address"),
        max_length=8,
        choices=AddressVisibility.choices,
        default=AddressVisibility.PUBLIC,
    )
    opening_hours = models.CharField(
        _("opening hours"),
        max_length=500,
        blank=True,
        validators=[validate_opening_hours],
        help_text=_(
            "As OpenStreetMap writes them: Mo-Fr 08:30-12:00,13:30-17:00; PH off. The days are Mo, Tu, We, Th, Fr, Sa, "
            "Su; PH off means closed on public holidays."
        ),
    )
    opening_hours_text = models.CharField(
        _("opening hours in words"),
        max_length=1000,
        blank=True,
        help_text=_("Shown when they cannot be written in the form above."),
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    accessibility_url = models.URLField(
        _("accessibility"), blank=True, max_length=500, help_text=_("Page of this place on Acceslibre.")
    )
    source_id = models.CharField(max_length=200, blank=True, editable=False)

    class Meta(Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = [
            # For the square of `PartnerQuerySet.distances`.
            models.Index(fields=["latitude", "longitude"], name="partners_place_position"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="partners_place_position_complete",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.city or str(self.pk)
