from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from clairdroit.partners_snippets.chooser import PartnerChooserViewSet
from clairdroit.partners_snippets.models import Partner, PartnerKind, PartnerMember
from clairdroit.partners_snippets.panels import KIND_EDIT_HANDLER, MEMBER_EDIT_HANDLER, PARTNER_EDIT_HANDLER
from clairdroit.partners_snippets.restricted_snippets import RestrictedChooserViewSet
from clairdroit.taxonomy.models import HeadingTag
from clairdroit.territories.models import Departement

# A host project's accounts may be known by their e-mail addresses alone.
ACCOUNT_FIELDS = sorted({get_user_model().USERNAME_FIELD, get_user_model().get_email_field_name()})


class PartnerFilterSet(WagtailFilterSet):
    kind = django_filters.ModelChoiceFilter(queryset=PartnerKind.objects, label=_("Kind"))
    headings = django_filters.ModelChoiceFilter(queryset=HeadingTag.objects, label=_("Heading"))
    departement = django_filters.ModelChoiceFilter(
        queryset=Departement.objects, method="in_departement", label=_("Place in département")
    )
    live = django_filters.BooleanFilter(label=_("Published"))
    overdue = django_filters.BooleanFilter(method="by_freshness", label=_("To check again"))
    hours_in_words = django_filters.BooleanFilter(method="by_hours", label=_("Opening hours to rewrite"))
    set_aside = django_filters.BooleanFilter(method="by_differences", label=_("Differs from its source"))

    class Meta:
        model = Partner
        fields = ["kind", "headings", "departement", "live", "overdue", "hours_in_words", "set_aside"]

    def in_departement(self, partners: QuerySet, name: str, departement: Departement) -> QuerySet:
        return partners.filter(places__commune__departement=departement).distinct()

    def by_freshness(self, partners: Any, name: str, overdue: bool) -> QuerySet:
        return partners.overdue() if overdue else partners.up_to_date()

    def by_hours(self, partners: QuerySet, name: str, wanted: bool) -> QuerySet:
        flagged = Partner.objects.filter(places__opening_hours="").exclude(places__opening_hours_text="")
        return partners.filter(pk__in=flagged) if wanted else partners.exclude(pk__in=flagged)

    def by_differences(self, partners: QuerySet, name: str, wanted: bool) -> QuerySet:
        differing = Partner.objects.filter(imported_record__isnull=False).exclude(imported_record__set_aside={})
        return partners.filter(pk__in=differing) if wanted else partners.exclude(pk__in=differing)


class PartnerViewSet(SnippetViewSet):
    model = Partner
    icon = "group"
    menu_label = _("Directory")
    edit_handler = PARTNER_EDIT_HANDLER
    filterset_class = PartnerFilterSet
    chooser_viewset_class = PartnerChooserViewSet
    list_per_page = 50
    # By name in the table itself: SQLite reads Wagtail's whole index for each search, seconds with 45,000 partners.
    search_backend_name = None
    search_fields = ["name", "source_id"]
    list_display = [
        "name",
        Column("kind", label=_("Kind"), sort_key="kind__name"),
        Column("verified_at", label=_("Verified on"), sort_key="verified_at"),
        UpdatedAtColumn(),
    ]
    list_export = [
        "name",
        "kind.name",
        "heading_keys",
        "description",
        "access_conditions",
        "without_appointment",
        "languages",
        "phone",
        "email",
        "website",
        "source",
        "source_id",
        "verified_at",
        "verified_by",
    ]
    export_headings = {"kind.name": _("kind"), "heading_keys": _("headings")}
    export_filename = "partenaires"
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "kind",
        "headings",
        "description",
        "access_conditions",
        "phone",
        "email",
        "website",
        "serves_france",
        "verified_at",
        "verified_by",
    ]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partner]:
        return Partner.objects.select_related("kind").prefetch_related("headings")


class PartnerKindViewSet(SnippetViewSet):
    model = PartnerKind
    icon = "tag"
    edit_handler = KIND_EDIT_HANDLER
    list_display = ["name", "key", "reach", BooleanColumn("is_public_service", label=_("Public service"))]
    search_fields = ["name", "key"]
    list_per_page = 100


class PartnerMemberViewSet(SnippetViewSet):
    model = PartnerMember
    icon = "user"
    edit_handler = MEMBER_EDIT_HANDLER
    chooser_viewset_class = RestrictedChooserViewSet
    list_display = [
        "partner",
        Column("user", label=_("account"), accessor=lambda member: get_user_display_name(member.user)),
        BooleanColumn("is_team_box", label=_("Team box")),
    ]
    search_fields = ["partner__name", *(f"user__{field}" for field in ACCOUNT_FIELDS)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PartnerMember]:
        return PartnerMember.objects.select_related("partner", "user")


class PartnersGroup(SnippetViewSetGroup):
    menu_label = _("Partners")
    menu_icon = "group"
    menu_order = 200
    items = (PartnerViewSet, PartnerKindViewSet, PartnerMemberViewSet)
