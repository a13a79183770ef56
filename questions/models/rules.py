from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, RevisionMixin

from clairdroit.questions.enums import RoutingMode, RuleChoice
from clairdroit.questions.managers import RoutingRuleQuerySet
from clairdroit.taxonomy.enums import Heading

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

TERRITORIES = ("commune", "epci", "departement")
# More than a network has; a slip of the finger must not write to everybody.
MAX_ASKED = 10
MAX_DAYS = 60


class RoutingRule(RevisionMixin, ClusterableModel):
    """How questions under one heading find their partners, everywhere or in one territory. The closest rule decides."""

    heading = models.CharField(_("heading"), max_length=20, choices=Heading.choices)
    commune = models.ForeignKey(
        "clairdroit_territories.Commune",
        # A rule that lost its territory would speak for the whole country.
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("commune"),
    )
    epci = models.ForeignKey(
        "clairdroit_territories.Epci",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group of communes (EPCI)"),
    )
    departement = models.ForeignKey(
        "clairdroit_territories.Departement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("département"),
    )
    only_these_kinds = models.BooleanField(
        _("ask no other kind of partner"),
        default=False,
        help_text=_("Otherwise other kinds come after those that you name."),
    )
    mode = models.CharField(
        _("how partners are asked"), max_length=10, choices=RoutingMode.choices, default=RoutingMode.PARALLEL
    )
    how_many = models.PositiveSmallIntegerField(
        _("how many partners at once"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_ASKED)],
        help_text=_("In turn, one at a time is asked, whatever stands here."),
    )
    next_after_days = models.PositiveSmallIntegerField(
        _("in turn: ask the next one after"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DAYS)],
        help_text=_("Working days without a sign from the partner. When it declines, the next one is asked at once."),
    )
    target_days = models.PositiveSmallIntegerField(
        _("answer expected within"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_DAYS)],
        help_text=_("Working days. Empty: the usual delay of the site’s identity."),
    )

    objects = RoutingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["heading", "departement", "epci", "commune", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rule_one_territory_at_most",
                condition=Q(commune__isnull=True, epci__isnull=True)
                | Q(commune__isnull=True, departement__isnull=True)
                | Q(epci__isnull=True, departement__isnull=True),
                violation_error_message=_("A rule is for one territory: a commune, an EPCI or a département."),
            ),
            models.UniqueConstraint(
                fields=["heading"],
                condition=Q(commune__isnull=True, epci__isnull=True, departement__isnull=True),
                name="rule_once_per_heading",
                violation_error_message=_("There is a rule for this heading everywhere already."),
            ),
            # One each: a constraint over three columns of which two are NULL holds nothing (NULL equals nothing in
            # SQL).
            *(
                models.UniqueConstraint(
                    fields=["heading", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"rule_once_per_{name}",
                    violation_error_message=_("There is a rule for this heading in this territory already."),
                )
                for name in TERRITORIES
            ),
            models.CheckConstraint(
                name="rule_numbers_are_sane",
                condition=Q(how_many__gte=1, next_after_days__gte=1)
                & (Q(target_days__isnull=True) | Q(target_days__gte=1)),
                violation_error_message=_("Numbers of partners and of days begin at 1."),
            ),
            models.CheckConstraint(name="rule_mode_is_known", condition=Q(mode__in=RoutingMode.values)),
        ]

    def __str__(self) -> str:
        return f"{self.heading_label} – {self.territory_label}"

    @property
    def heading_label(self) -> str:
        return str(Heading(self.heading).label) if self.heading in Heading.values else ""

    @property
    def territory(self) -> Any:
        return self.commune or self.epci or self.departement

    @property
    def territory_label(self) -> str:
        return str(self.territory or _("everywhere"))

    @property
    def is_in_turn(self) -> bool:
        return self.mode == RoutingMode.IN_TURN

    def covers(self, commune: Commune) -> bool:
        if self.commune_id:
            return self.commune_id in commune.codes
        if self.epci_id:
            return self.epci_id in commune.epci_codes
        return not self.departement_id or self.departement_id == commune.departement_id


class RuleKind(Orderable):
    """A kind of partner that the rule wants, in the order in which they are asked."""

    rule = ParentalKey(RoutingRule, on_delete=models.CASCADE, related_name="kinds", verbose_name=_("routing rule"))
    kind = models.ForeignKey(
        "clairdroit_partners_snippets.PartnerKind",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("kind of partner"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("kind of partner wanted")
        verbose_name_plural = _("kinds of partners wanted")

    def __str__(self) -> str:
        return str(self.kind)


class RulePartner(Orderable):
    """A partner that the rule puts before the others, or leaves out."""

    rule = ParentalKey(RoutingRule, on_delete=models.CASCADE, related_name="partners", verbose_name=_("routing rule"))
    partner = models.ForeignKey(
        "clairdroit_partners_snippets.Partner",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("partner"),
    )
    choice = models.CharField(_("what to do"), max_length=10, choices=RuleChoice.choices, default=RuleChoice.FIRST)

    class Meta(Orderable.Meta):
        verbose_name = _("partner named by a rule")
        verbose_name_plural = _("partners named by a rule")

    def __str__(self) -> str:
        return str(self.partner)
