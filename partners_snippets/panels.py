from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from clairdroit.freshness.comparing import marked
from clairdroit.freshness.comparing.fields import InWords
from clairdroit.freshness.panels import CHANGES_ASKED_PANEL, FRESHNESS_PANEL, WHY_PANEL, PersonPanel
from clairdroit.partners_snippets.forms import PartnerForm, PartnerKindForm
from clairdroit.partners_snippets.hours import describe
from clairdroit.partners_snippets.imports.merging import differences
from clairdroit.partners_snippets.models import ImportedRecord, PartnerMember
from clairdroit.partners_snippets.permissions import PRIVATE_IMPORTED_VALUES, user_can_see_private
from clairdroit.partners_snippets.value_names import value_in_words, value_name


class PrivateObjectList(ObjectList):
    """A tab for those who may see private contacts. For others it is empty, in the comparison of versions too.

    A panel's own `permission` would not do: Wagtail compares the fields of hidden panels as well. The form
    itself leaves the fields out (`PartnerForm`).
    """

    class BoundPanel(ObjectList.BoundPanel):
        @cached_property
        def children(self) -> list[Panel.BoundPanel]:
            return super().children if self.request and user_can_see_private(self.request.user) else []


class SourcePanel(Panel):
    """Where an imported record comes from, and what the source now says where an editor has corrected it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "partners_snippets/admin/source_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.source)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["record"] = ImportedRecord.objects.filter(partner=self.instance.pk).first()
            hidden = () if user_can_see_private(self.request.user) else PRIVATE_IMPORTED_VALUES
            context["differences"] = [
                (value_name(name), value_in_words(name, value))
                for name, value in differences(self.instance).items()
                if name not in hidden
            ]
            return context


class HoursComparison(InWords):
    """The usual week in words; where two ways to write hours mean the same week, as they are written."""

    def words(self, value: Any) -> str:
        told = describe(value or "", at=timezone.now())
        week = [f"{line.days}: {line.hours}" for line in told.week]
        return "\n".join([*week, *told.notes, *filter(None, [told.free_text])])

    def has_changed(self) -> bool:
        return self.val_a != self.val_b

    def htmldiff(self) -> SafeString:
        is_same_week = self.has_changed() and self.before == self.after
        return marked(self.val_a, self.val_b) if is_same_week else super().htmldiff()


class HoursPanel(FieldPanel):
    def get_comparison_class(self) -> type[HoursComparison]:
        return HoursComparison


PLACE_PANELS = [
    FieldPanel("label"),
    FieldPanel("street"),
    FieldPanel("complement"),
    FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
    FieldPanel("address_visibility"),
    FieldPanel("phone"),
    HoursPanel("opening_hours"),
    FieldPanel("opening_hours_text", widget=forms.Textarea(attrs={"rows": 2})),
    FieldPanel("accessibility_url"),
    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
]
OFFER_PANELS = [
    FieldPanel("name"),
    FieldPanel("description"),
    FieldPanel("access_conditions"),
    FieldPanel("fees"),
    FieldPanel("url"),
]
CONTACT_PANELS = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
    FieldRowPanel([FieldPanel("phone"), FieldPanel("email")]),
    FieldPanel("notes"),
]

PARTNER_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                CHANGES_ASKED_PANEL,
                WHY_PANEL,
                FieldPanel("name"),
                FieldPanel("kind"),
                FieldPanel("headings"),
                FieldPanel("description"),
                FieldPanel("access_conditions"),
                FieldPanel("without_appointment"),
                FieldPanel("languages"),
                InlinePanel("offers", OFFER_PANELS, heading=_("Services offered"), label=_("Service")),
            ],
            heading=_("What it does"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("phone"), FieldPanel("email"), FieldPanel("website")], heading=_("For everyone")
                ),
                InlinePanel("places", PLACE_PANELS, heading=_("Places"), label=_("Place")),
            ],
            heading=_("Contact, places and opening hours"),
        ),
        ObjectList(
            [
                FieldPanel("serves_france"),
                FieldPanel("communes"),
                FieldPanel("epcis"),
                FieldPanel("departements"),
            ],
            heading=_("Territory served"),
        ),
        PrivateObjectList(
            [
                FieldPanel("team_email"),
                FieldPanel("is_absent_until"),
                InlinePanel(
                    "private_contacts", CONTACT_PANELS, heading=_("Private contacts"), label=_("Private contact")
                ),
            ],
            heading=_("For professionals only"),
        ),
        ObjectList([FRESHNESS_PANEL, SourcePanel(heading=_("Source"))], heading=_("Follow-up")),
    ],
    base_form_class=PartnerForm,
)


class MemberPanel(PersonPanel):
    """The accounts behind partners' links are made by the site, and belong to nobody."""

    class BoundPanel(PersonPanel.BoundPanel):
        def offered(self, accounts: QuerySet) -> QuerySet:
            boxes = PartnerMember.objects.filter(is_team_box=True).exclude(pk=self.instance.pk)
            return accounts.exclude(pk__in=boxes.values("user"))


MEMBER_EDIT_HANDLER = ObjectList([FieldPanel("partner"), MemberPanel("user"), FieldPanel("is_team_box")])

KIND_EDIT_HANDLER = ObjectList(
    [
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("plural")]),
        FieldPanel("description"),
        FieldPanel("headings", widget=forms.CheckboxSelectMultiple),
        FieldPanel("reach"),
        FieldPanel("address_visibility"),
        FieldPanel("is_public_service"),
        FieldPanel("networks"),
        InlinePanel("pivots", [FieldPanel("pivot")], heading=_("Pivots of the official fiches"), label=_("Pivot")),
    ],
    base_form_class=PartnerKindForm,
)
