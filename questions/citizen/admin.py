"""The lists of what people reported, and of what they found before they asked."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table, TitleColumn

from clairdroit.admin_lists.viewsets import RecordInspectView, RecordsIndexView, RecordsViewSet
from clairdroit.questions.citizen.reported_pages import Correction, corrections
from clairdroit.questions.enums import ReportStatus
from clairdroit.questions.models import ErrorReport, FoundHelp
from clairdroit.taxonomy.day_words import shortly
from clairdroit.taxonomy.enums import Heading

SHOWN_MONTHS = 12
OFFERED_MONTHS = 24


class ReportFilterSet(WagtailFilterSet):
    status__exact = django_filters.ChoiceFilter(field_name="status", label=_("status"), choices=ReportStatus.choices)

    class Meta:
        model = ErrorReport
        fields: list[str] = []


def place_in_words(report: ErrorReport) -> str:
    place: Correction | None = getattr(report, "place", None)
    if place is None:
        return report.page
    title = format_html('<a href="{}">{}</a>', place.url, place.title) if place.url else place.title
    return format_html('{}<br><span class="register__about">{}</span>', title, report.page)


class ReportIndexView(RecordsIndexView):
    def get_table(self, object_list: Any) -> Table:
        """What stands at all addresses of the list is looked up at once."""
        reports = list(object_list)
        places = corrections([report.page for report in reports], self.request.user)
        for report in reports:
            report.place = places.get(report.page)
        return super().get_table(reports)


class ReportInspectView(RecordInspectView):
    page_title = _("Error report")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = corrections([self.object.page], self.request.user).get(self.object.page)
        return super().get_context_data(report=self.object, place=place, **kwargs)


class ReportViewSet(RecordsViewSet):
    model = ErrorReport
    name = "signalements"
    menu_label = _("Error reports")
    icon = "warning"
    search_fields = ["page", "text"]
    index_view_class = ReportIndexView
    inspect_view_class = ReportInspectView
    inspect_template_name = "questions/citizen/report.html"
    filterset_class = ReportFilterSet
    list_display = [
        Column("place", label=_("Page"), accessor=place_in_words, sort_key="page"),
        TitleColumn("text", label=_("What is wrong"), url_name="signalements:inspect", classname="records__words"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        Column(
            "created_at", label=_("Created"), accessor=lambda report: shortly(report.created_at), sort_key="created_at"
        ),
    ]


def offered_months() -> list[tuple[str, str]]:
    months = [month for month, _total in FoundHelp.objects.by_month()[:OFFERED_MONTHS]]
    return [(f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months]


class FoundHelpFilterSet(WagtailFilterSet):
    # Any value that is not offered is refused before it would reach the database as a date.
    mois = django_filters.ChoiceFilter(label=_("month"), choices=offered_months, method="of_month")
    heading__exact = django_filters.ChoiceFilter(field_name="heading", label=_("heading"), choices=Heading.choices)

    class Meta:
        model = FoundHelp
        fields: list[str] = []

    def of_month(self, queryset: QuerySet[FoundHelp], name: str, value: str) -> QuerySet[FoundHelp]:
        return queryset.filter(month=f"{value}-01")


class FoundHelpIndexView(RecordsIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months=self.object_list.by_month()[:SHOWN_MONTHS], **kwargs)


class FoundHelpViewSet(RecordsViewSet):
    """What the site spared people from asking, by month, heading and page: lines that say all there is."""

    model = FoundHelp
    name = "reponses-trouvees"
    menu_label = _("Answers found")
    icon = "success"
    list_per_page = 50
    inspect_view_enabled = False
    index_view_class = FoundHelpIndexView
    index_results_template_name = "questions/citizen/found_help.html"
    filterset_class = FoundHelpFilterSet
    list_display = [
        Column(
            "month",
            label=_("Month"),
            accessor=lambda found: date_format(found.month, "YEAR_MONTH_FORMAT"),
            sort_key="month",
        ),
        Column("heading_label", label=_("Heading")),
        Column(
            "title",
            label=_("Page"),
            accessor=lambda found: format_html('<a href="{}">{}</a>', found.url_path, found.title),
            sort_key="title",
        ),
        Column("times", label=_("How often"), sort_key="times"),
    ]
