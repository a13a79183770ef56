"""The registers of what people reported, and of what they found before they asked."""

from typing import Any

from django.contrib.admin import display
from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clairdroit.questions.citizen.reported import Correction, corrections
from clairdroit.questions.models import ErrorReport, FoundHelp
from clairdroit.questions.wagtail_admin.registers import (
    HandlersOnly,
    Register,
    RegisterIndexView,
    RegisterInspectView,
)
from clairdroit.taxonomy.day_words import shortly


class MonthFilter(SimpleListFilter):
    title = _("month")
    parameter_name = "mois"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        months = [month for month, _total in FoundHelp.objects.by_month()[:24]]
        return [(f"{month:%Y-%m}", date_format(month, "YEAR_MONTH_FORMAT")) for month in months]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FoundHelp]) -> QuerySet[FoundHelp]:
        # Only what is offered: any other value would reach the database as a date.
        if self.value() in {month for month, _label in self.lookup_choices}:
            return queryset.filter(month=f"{self.value()}-01")
        return queryset


class ReportIndexView(RegisterIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reports = list(context["object_list"])
        places = corrections([report.page for report in reports], self.request.user)
        for report in reports:
            report.place = places.get(report.page)
        return context


class ReportInspectView(RegisterInspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = corrections([self.instance.page], self.request.user).get(self.instance.page)
        return super().get_context_data(place=place, **kwargs)


class ReportAdmin(Register):
    model = ErrorReport
    base_url_path = "signalements"
    menu_label = _("Error reports")
    menu_icon = "warning"
    list_display = ("place", "text", "status", "reported_at")
    list_filter = ("status",)
    search_fields = ("page", "text")
    index_view_class = ReportIndexView
    inspect_view_class = ReportInspectView
    inspect_template_name = "questions/citizen/report.html"

    @display(description=_("page"), ordering="page")
    def place(self, report: ErrorReport) -> str:
        place: Correction | None = getattr(report, "place", None)
        if place is None:
            return report.page
        title = format_html('<a href="{}">{}</a>', place.url, place.title) if place.url else place.title
        return format_html('{}<br><span class="register__about">{}</span>', title, report.page)

    @display(description=_("Created"), ordering="created_at")
    def reported_at(self, report: ErrorReport) -> str:
        return shortly(report.created_at)


class CountedOnly(HandlersOnly):
    """Lines that say all there is: nothing to open."""

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return False


class FoundHelpIndexView(RegisterIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months=self.queryset.by_month()[:12], **kwargs)


class FoundHelpAdmin(Register):
    """What the site spared people from asking: by month, heading and page."""

    model = FoundHelp
    base_url_path = "reponses-trouvees"
    menu_label = _("Answers found")
    menu_icon = "success"
    list_display = ("month_label", "heading_label", "page", "times")
    list_filter = (MonthFilter, "heading")
    list_per_page = 50
    permission_helper_class = CountedOnly
    index_view_class = FoundHelpIndexView
    index_template_name = "questions/citizen/found_help.html"
    inspect_view_enabled = False

    @display(description=_("month"), ordering="month")
    def month_label(self, found: FoundHelp) -> str:
        return date_format(found.month, "YEAR_MONTH_FORMAT")

    @display(description=_("heading"))
    def heading_label(self, found: FoundHelp) -> str:
        return found.heading_label

    @display(description=_("page"), ordering="title")
    def page(self, found: FoundHelp) -> str:
        return format_html('<a href="{}">{}</a>', found.url_path, found.title)
