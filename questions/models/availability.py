from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from clairdroit.questions.managers import AbsenceQuerySet
from clairdroit.taxonomy.day_words import day_in_words

MAX_CAPACITY = 500


class PartnerAvailability(RevisionMixin, ClusterableModel):
    """What a partner takes on, besides what its record says: kept by the partner in its space, or by editors.

    A partner without a row takes everything, at any time.
    """

    partner = models.OneToOneField(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.CASCADE,
        related_name="availability",
        verbose_name=_("partner"),
    )
    capacity = models.PositiveSmallIntegerField(
        _("questions at once"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MAX_CAPACITY)],
        help_text=_("With so many waiting for its answer, the partner is sent no other. Empty: as many as there are."),
    )
    refused_headings = ParentalManyToManyField(
        "clairdroit_taxonomy.HeadingTag",
        blank=True,
        related_name="+",
        verbose_name=_("headings it takes no questions about"),
    )
    refused_words = models.JSONField(
        _("words of questions it does not take"),
        default=list,
        blank=True,
        help_text=_("One per line. A question that holds one of them is not sent to this partner."),
    )
    wants_reminders = models.BooleanField(
        _("receives reminders"), default=True, help_text=_("One e-mail at most per working day, when questions wait.")
    )

    class Meta:
        verbose_name = _("availability of a partner")
        verbose_name_plural = _("availability of partners")
        ordering = ["partner__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="availability_capacity_is_sane",
                condition=Q(capacity__isnull=True) | Q(capacity__lte=MAX_CAPACITY),
                violation_error_message=_("That is more questions than anybody can answer."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner)

    @property
    def away_in_words(self) -> str:
        return ", ".join(each.in_words for each in self.absences.not_over(timezone.localdate()))

    @property
    def refusals_in_words(self) -> str:
        return ", ".join([*(str(heading) for heading in self.refused_headings.all()), *self.refused_words])


class PartnerAbsence(models.Model):
    """Days on which nobody of the partner answers, the first and the last included."""

    availability = ParentalKey(
        PartnerAvailability, on_delete=models.CASCADE, related_name="absences", verbose_name=_("availability")
    )
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day away comes after the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} – {self.ends_on:%Y-%m-%d}"

    @property
    def in_words(self) -> str:
        first, last = (day_in_words(day) for day in (self.starts_on, self.ends_on))
        return gettext("From %(first)s to %(last)s") % {"first": first, "last": last}
