from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from clairdroit.freshness.models import VerifiableMixin
from clairdroit.partners_snippets.managers import PartnerManager
from clairdroit.partners_snippets.models.kinds import PartnerKind
from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.partners_snippets.presentation import page_context
from clairdroit.taxonomy.models import HeadingTag

if TYPE_CHECKING:
    from django.http import HttpRequest


def slug_of(name: str) -> str:
    return slugify(name)[:100].strip("-") or "partenaire"


class Partner(
    VerifiableMixin,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """A body that helps people: one record that pages, answers, the map and the search refer to."""

    name = models.CharField(_("name"), max_length=255)
    kind = models.ForeignKey(
        PartnerKind,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("kind of partner"),
    )
    headings = ParentalManyToManyField(HeadingTag, blank=True, related_name="partners", verbose_name=_("headings"))
    description = models.TextField(
        _("what it does"), blank=True, help_text=_("In plain words: who may come, for what.")
    )
    access_conditions = models.TextField(_("access conditions"), blank=True)
    without_appointment = models.BooleanField(_("without an appointment"), default=False)
    languages = models.CharField(_("languages spoken"), max_length=255, blank=True)
    # Values of data·inclusion's lists, as the source gave them: no field of the editor's form.
    publics = models.JSONField(_("publics"), default=list, blank=True, editable=False)
    thematics = models.JSONField(_("thematics"), default=list, blank=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Shown to everyone."))
    website = models.URLField(_("website"), max_length=500, blank=True)
    team_email = models.EmailField(
        _("team box"), blank=True, help_text=_("Questions are sent here. Never shown to the public.")
    )
    # The first day on which the partner works again.
    is_absent_until = models.DateField(_("absent until"), null=True, blank=True)

    serves_france = models.BooleanField(_("serves the whole country"), default=False)
    communes = ParentalManyToManyField(
        "clairdroit_territories.Commune",
        blank=True,
        related_name="+",
        verbose_name=_("communes served"),
    )
    epcis = ParentalManyToManyField(
        "clairdroit_territories.Epci",
        blank=True,
        related_name="+",
        verbose_name=_("groups of communes (EPCI) served"),
    )
    departements = ParentalManyToManyField(
        "clairdroit_territories.Departement",
        blank=True,
        related_name="+",
        verbose_name=_("départements served"),
    )

    # Empty for a partner that an editor made.
    source = models.CharField(_("source"), max_length=80, blank=True, editable=False)
    source_id = models.CharField(_("identifier at the source"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    # Set by `PartnerQuerySet.near`.
    distance_km: float | None = None

    # So that deleting a partner takes its revisions and workflow states along, as Wagtail asks of snippets.
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="partner", for_concrete_model=False)
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="partner",
        for_concrete_model=False,
    )

    objects = PartnerManager()

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("kind_id"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["name"], name="partners_partner_name"),
            models.Index(
                fields=["serves_france"],
                condition=models.Q(serves_france=True),
                name="partners_partner_france",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source_id=""),
                name="partners_once_per_source",
                violation_error_message=_("This source already has a partner with this identifier."),
            ),
            models.CheckConstraint(
                condition=models.Q(source="") | ~models.Q(source_id=""),
                name="partners_source_has_identifier",
                violation_error_message=_("A partner of a source needs its identifier there."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """Never empty, because addresses need one; the number behind it tells two partners apart."""
        return slug_of(self.name)

    @property
    def revisions(self) -> GenericRelation:
        return self._revisions

    @property
    def workflow_states(self) -> GenericRelation:
        return self._workflow_states

    @cached_property
    def heading_keys(self) -> list[str]:
        return [heading.pk for heading in self.headings.all()]

    @property
    def account_email(self) -> str:
        """Of the account behind its links: the team box, else the public address."""
        return self.team_email or self.email

    @property
    def is_absent(self) -> bool:
        return self.is_absent_until is not None and timezone.localdate() < self.is_absent_until

    def can_be_verified_by(self, user: Any) -> bool:
        """A partner's own people confirm their record; `freshness.permissions` asks."""
        return user_can_act_for(user, self)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "partners_snippets/partner.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **page_context(self, request)}
