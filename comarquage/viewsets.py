"""The admin's view of official content: sheets and imports to read, dossiers to map to headings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from clairdroit.comarquage.models import Dossier, FeedImport, OfficialSheet


class SheetFilterForm(BaseFilterForm):
    """Sheets are found by words of their title or by their number."""

    q = forms.CharField(
        label=_("Title or number"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("For example: F1234, or housing benefit")}),
    )

    def filter(self, objects: QuerySet[OfficialSheet]) -> QuerySet[OfficialSheet]:
        objects = super().filter(objects)
        if query := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, query
            for word in query.split():
                # Every word must be found, in any order: "logement aide" finds « Aides au logement ».
                objects = objects.filter(Q(title__icontains=word) | Q(pk__iexact=word))
        return objects


if TYPE_CHECKING:
    from wagtail.admin.views.generic.chooser import ChooseView as ChooserView
else:
    ChooserView = object


class SheetChooserMixin(ChooserView):
    filter_form_class = SheetFilterForm

    def get_object_list(self) -> QuerySet[OfficialSheet]:
        return OfficialSheet.objects.public().select_related("dossier").order_by("title")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("sheet_id", label=pgettext_lazy("official sheet", "Number")),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("dossier", label=_("Dossier")),
        ]


class ChooseSheetView(SheetChooserMixin, ChooseView):
    pass


class ChooseSheetResultsView(SheetChooserMixin, ChooseResultsView):
    pass


class OfficialSheetChooserViewSet(ChooserViewSet):
    model = OfficialSheet
    icon = "doc-full"
    choose_one_text = _("Choose an official sheet")
    choose_another_text = _("Choose another official sheet")
    choose_view_class = ChooseSheetView
    choose_results_view_class = ChooseSheetResultsView
    per_page = 20
    register_widget = True


class MappingIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Dossier]:
        return (
            Dossier.objects.current()
            .mappable()
            .select_related("parent")
            .prefetch_related("other_headings")
            .annotate(sheet_count=Count("sheets", filter=Q(sheets__withdrawn_at=None)))
        )


class DossierFilterSet(WagtailFilterSet):
    class Meta:
        model = Dossier
        fields = ["heading", "comes_first", "level"]


class SheetFilterSet(WagtailFilterSet):
    class Meta:
        model = OfficialSheet
        fields = ["kind", "dossier__heading"]


class DossierViewSet(ModelViewSet):
    model = Dossier
    name = "official_dossiers"
    icon = "folder-open-inverse"
    menu_label = _("Dossiers and headings")
    index_view_class = MappingIndexView
    copy_view_enabled = False
    ordering = ["position"]
    search_fields = ["title", "dossier_id"]
    list_per_page = 50
    filterset_class = DossierFilterSet
    list_display = [
        TitleColumn("title", label=_("Dossier"), url_name="official_dossiers:edit"),
        Column("parent", label=_("Part of")),
        Column("sheet_count", label=_("Sheets")),
        Column("heading", label=_("Heading"), accessor="get_heading_display"),
        BooleanColumn("comes_first", label=_("Among the first")),
    ]
    panels = [
        HelpPanel(
            _(
                "Where the sheets of this dossier are listed. Your choice is kept when the official "
                "sheets are imported again."
            )
        ),
        FieldPanel("title", read_only=True),
        FieldPanel("heading"),
        FieldPanel("comes_first"),
        InlinePanel("other_headings", heading=_("Also listed under"), label=_("heading")),
    ]


class SheetViewSet(ModelViewSet):
    model = OfficialSheet
    name = "official_sheets"
    icon = "doc-full"
    menu_label = _("Sheets")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    search_fields = ["title", "sheet_id"]
    list_per_page = 50
    filterset_class = SheetFilterSet
    list_display = [
        TitleColumn("title", label=_("Title"), url_name="official_sheets:inspect"),
        Column("sheet_id", label=pgettext_lazy("official sheet", "Number")),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("published_on", label=_("Date of the sheet")),
        DateColumn("changed_at", label=pgettext_lazy("feed import", "Changed")),
    ]
    inspect_view_fields = [
        "sheet_id",
        "kind",
        "title",
        "description",
        "dossier",
        "published_on",
        "source_url",
        "imported_at",
        "changed_at",
        "withdrawn_at",
    ]


class FeedImportViewSet(ModelViewSet):
    model = FeedImport
    name = "official_imports"
    icon = "history"
    menu_label = _("Imports")
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    list_display = [
        TitleColumn("started_at", label=pgettext_lazy("feed import", "Started"), url_name="official_imports:inspect"),
        Column("status", label=pgettext_lazy("feed import", "Result"), accessor="get_status_display"),
        Column("read", label=pgettext_lazy("feed import", "Read")),
        Column("created", label=pgettext_lazy("feed import", "New")),
        Column("changed", label=pgettext_lazy("feed import", "Changed")),
        Column("withdrawn", label=pgettext_lazy("feed import", "Withdrawn")),
        Column("rejected_count", label=pgettext_lazy("feed import", "Rejected")),
        Column("unknown_count", label=pgettext_lazy("feed import", "Unknown elements")),
    ]


class OfficialContentGroup(ModelViewSetGroup):
    menu_label = _("Official sheets")
    menu_icon = "doc-full"
    menu_order = 260
    items = (DossierViewSet, SheetViewSet, FeedImportViewSet)


official_sheet_chooser = OfficialSheetChooserViewSet("official_sheet_chooser")


def admin_viewsets() -> list[Any]:
    return [OfficialContentGroup(), official_sheet_chooser]
