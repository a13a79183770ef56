"""The operational lists of the admin: questions, error reports, outbox. Read and acted upon, never edited."""

import datetime
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from clairdroit.mail.models import OutboxMail, UnreachableAddress
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions import actions
from clairdroit.questions.enums import AssignmentStatus, QuestionStatus, ReadingPlace
from clairdroit.questions.managers import QuestionQuerySet
from clairdroit.questions.models import ErrorReport, FoundHelp, Question
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.reported import Correction, corrections
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.questions.wagtail_admin.filters import (
    AgeFilter,
    BasketFilter,
    CommuneFilter,
    MailStateFilter,
    MonthFilter,
)
from clairdroit.questions.wagtail_admin.inspect_views import QuestionInspectView, RegisterInspectView
from clairdroit.questions.wagtail_admin.word_search import SEARCHED, WordSearch


class QuestionSearch(WordSearch):
    """In what was added later, too."""

    read_along = ("details",)


def shortly(moment: datetime.datetime) -> str:
    """For a narrow column."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


class HandlersOnly(PermissionHelper):
    """Whoever handles questions sees these lists; rows are changed by actions alone."""

    def user_can_list(self, user: Any) -> bool:
        return user_can_handle_questions(user)

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return user_can_handle_questions(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Model) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Model) -> bool:
        return False


class OpenButton(ButtonHelper):
    def inspect_button(self, pk: Any, classnames_add: Any = None, classnames_exclude: Any = None) -> dict[str, Any]:
        button = super().inspect_button(pk, classnames_add, classnames_exclude)
        return {**button, "label": _("Open")}


class RegisterIndexView(IndexView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A filter that the address invents answers 400; modeladmin would fail."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters as error:
            raise BadRequest from error

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """modeladmin hands whatever no filter has taken to the database, through every relation: a moderator could ask
        letter by letter for the password of whoever handled a report (`?handled_by__password__startswith=…`)."""
        filters, has_filters, remaining, use_distinct = super().get_filters(request)
        if remaining:
            raise IncorrectLookupParameters
        return filters, has_filters, remaining, use_distinct

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(searched=SEARCHED, **kwargs)

    def get_heading(self, queryset: QuerySet[Any], field: str) -> str:
        """Of an exported column. modeladmin begins every word with a capital."""
        return capfirst(str(label_for_field(field, model=self.model, model_admin=self.model_admin)))


class QuestionIndexView(RegisterIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        self.listed = list(context["object_list"])
        return context

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        return ask_for_reading(request, response, [Shown(self.listed, ReadingPlace.REGISTER, is_list=True)])

    def as_spreadsheet(self, queryset: QuerySet[Question], spreadsheet_format: str) -> Any:
        """Written down in each question's history, hence only by a button: an address alone exports nothing."""
        if self.request.method != "POST":
            context = {"total": queryset.count(), "back": reverse("questions_modeladmin_index")}
            return render(self.request, "questions/admin/export.html", context)
        actions.log_export(questions=list(queryset), user=self.request.user)
        return super().as_spreadsheet(queryset, spreadsheet_format)


class QuestionAdmin(ModelAdmin):
    model = Question
    base_url_path = "questions"
    menu_label = _("Questions")
    menu_icon = "help"
    list_display = ("summary_and_matter", "status_and_lateness", "received_on")
    list_filter = (BasketFilter, "status", "heading", "origin", CommuneFilter, AgeFilter)
    list_select_related = ("commune__departement",)
    list_per_page = 50
    list_export = (
        "reference",
        "heading_label",
        "place_label",
        "departement",
        "status_label",
        "origin_label",
        "received_at",
        "answered_at",
        "ended_at",
        "expected_on",
        "helped",
        "partners",
    )
    export_filename = "questions"
    search_fields = ("words", "email", "uuid")
    search_handler_class = QuestionSearch
    index_template_name = "questions/admin/register.html"
    ordering = QuestionQuerySet.BY_URGENCY
    permission_helper_class = HandlersOnly
    button_helper_class = OpenButton
    inspect_view_enabled = True
    history_view_enabled = False
    index_view_class = QuestionIndexView
    inspect_view_class = QuestionInspectView
    inspect_template_name = "questions/admin/question.html"
    index_view_extra_css = ["questions/admin.css"]
    inspect_view_extra_css = ["questions/admin.css"]

    def reference(self, question: Question) -> str:
        return question.reference

    reference.short_description = _("number")  # type: ignore[attr-defined]

    def summary_and_matter(self, question: Question) -> str:
        about = " · ".join(filter(None, [question.reference, question.heading_label, question.place_label]))
        return format_html('{}<br><span class="register__about">{}</span>', question.summary, about)

    summary_and_matter.short_description = _("question")  # type: ignore[attr-defined]

    def heading_label(self, question: Question) -> str:
        return question.heading_label

    heading_label.short_description = _("heading")  # type: ignore[attr-defined]

    def place_label(self, question: Question) -> str:
        return question.place_label

    place_label.short_description = _("commune")  # type: ignore[attr-defined]

    def departement(self, question: Question) -> str:
        return str(question.commune.departement) if question.commune else ""

    departement.short_description = _("département")  # type: ignore[attr-defined]

    def status_label(self, question: Question) -> str:
        return question.get_status_display()

    status_label.short_description = _("status")  # type: ignore[attr-defined]

    def origin_label(self, question: Question) -> str:
        return question.get_origin_display()

    origin_label.short_description = _("origin")  # type: ignore[attr-defined]

    def status_and_lateness(self, question: Question) -> str:
        status = question.get_status_display()
        waits = any(each.status == AssignmentStatus.PROPOSED for each in question.assignments.all())
        if question.status == QuestionStatus.ASSIGNED and waits:
            status = format_html("{}<br>{}", status, _("an answer waits for a decision"))
        return format_html("{}<br><strong>{}</strong>", status, question.late_shortly) if question.is_late else status

    status_and_lateness.short_description = _("status")  # type: ignore[attr-defined]

    def received_on(self, question: Question) -> str:
        return date_format(timezone.localtime(question.received_at), "SHORT_DATE_FORMAT")

    received_on.short_description = _("received on")  # type: ignore[attr-defined]
    received_on.admin_order_field = "received_at"  # type: ignore[attr-defined]

    def expected_on(self, question: Question) -> datetime.date | None:
        return question.expected_on

    expected_on.short_description = _("expected on")  # type: ignore[attr-defined]

    def partners(self, question: Question) -> str:
        return ", ".join(each.partner.name for each in question.assignments.all())

    partners.short_description = _("partners asked")  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.with_urgency().order_by(*self.ordering).prefetch_related("assignments__partner")


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


class ReportAdmin(ModelAdmin):
    model = ErrorReport
    base_url_path = "signalements"
    menu_label = _("Error reports")
    menu_icon = "warning"
    list_display = ("place", "text", "status", "reported_at")
    list_filter = ("status",)
    search_fields = ("page", "text")
    search_handler_class = WordSearch
    index_template_name = "questions/admin/register.html"
    permission_helper_class = HandlersOnly
    button_helper_class = OpenButton
    index_view_class = ReportIndexView
    index_view_extra_css = ["questions/admin.css"]
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_class = ReportInspectView
    inspect_template_name = "questions/admin/report.html"

    def place(self, report: ErrorReport) -> str:
        place: Correction | None = getattr(report, "place", None)
        if place is None:
            return report.page
        title = format_html('<a href="{}">{}</a>', place.url, place.title) if place.url else place.title
        return format_html('{}<br><span class="register__about">{}</span>', title, report.page)

    place.short_description = _("page")  # type: ignore[attr-defined]
    place.admin_order_field = "page"  # type: ignore[attr-defined]

    def reported_at(self, report: ErrorReport) -> str:
        return shortly(report.created_at)

    reported_at.short_description = _("Created")  # type: ignore[attr-defined]
    reported_at.admin_order_field = "created_at"  # type: ignore[attr-defined]


class MailInspectView(RegisterInspectView):
    page_title = _("E-mail")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        response = super().get(request, *args, **kwargs)
        about = getattr(self.instance, "question_mail", None)
        questions = [about.question] if about is not None else []
        return ask_for_reading(request, response, [Shown(questions, ReadingPlace.MAIL)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            mail=self.instance,
            attempts=self.instance.attempts.all(),
            about=getattr(self.instance, "question_mail", None),
            **kwargs,
        )


class OursOnly(HandlersOnly):
    """Whatever address a mail is asked for under: those of accounts are nobody's to read."""

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return isinstance(obj, OutboxMail) and obj.is_shown and super().user_can_inspect_obj(user, obj)


class OutboxAdmin(ModelAdmin):
    model = OutboxMail
    base_url_path = "courriels"
    menu_label = _("Outbox")
    menu_icon = "mail"
    list_display = ("title", "recipients", "state", "queued_at")
    list_filter = (MailStateFilter,)
    search_fields = ("subject", "to")
    search_handler_class = WordSearch
    index_template_name = "questions/admin/register.html"
    list_per_page = 50
    permission_helper_class = OursOnly
    button_helper_class = OpenButton
    index_view_class = RegisterIndexView
    index_view_extra_css = ["questions/admin.css"]
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_class = MailInspectView
    inspect_template_name = "questions/admin/mail.html"

    def title(self, mail: OutboxMail) -> str:
        return mail.shown_subject

    title.short_description = _("subject")  # type: ignore[attr-defined]

    def queued_at(self, mail: OutboxMail) -> str:
        return shortly(mail.created_at)

    queued_at.short_description = _("Created")  # type: ignore[attr-defined]
    queued_at.admin_order_field = "created_at"  # type: ignore[attr-defined]

    def recipients(self, mail: OutboxMail) -> str:
        return mail.recipients_in_words

    recipients.short_description = _("to")  # type: ignore[attr-defined]

    def state(self, mail: OutboxMail) -> str:
        return mail.state

    state.short_description = _("state")  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMail]:
        return OutboxMail.objects.shown().order_by(*OutboxMail._meta.ordering).prefetch_related("attempts")


class CountedOnly(HandlersOnly):
    """Lines that say all there is: nothing to open."""

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        return False


class FoundHelpIndexView(RegisterIndexView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(months=self.queryset.by_month()[:12], **kwargs)


class FoundHelpAdmin(ModelAdmin):
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
    index_template_name = "questions/admin/found_help.html"
    index_view_extra_css = ["questions/admin.css"]
    history_view_enabled = False

    def month_label(self, found: FoundHelp) -> str:
        return date_format(found.month, "YEAR_MONTH_FORMAT")

    month_label.short_description = _("month")  # type: ignore[attr-defined]
    month_label.admin_order_field = "month"  # type: ignore[attr-defined]

    def heading_label(self, found: FoundHelp) -> str:
        return found.heading_label

    heading_label.short_description = _("heading")  # type: ignore[attr-defined]

    def page(self, found: FoundHelp) -> str:
        return format_html('<a href="{}">{}</a>', found.url_path, found.title)

    page.short_description = _("page")  # type: ignore[attr-defined]
    page.admin_order_field = "title"  # type: ignore[attr-defined]


class AddressInspectView(RegisterInspectView):
    page_title = _("Address that does not work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partners = Partner.objects.live().filter(team_email__iexact=self.instance.address)
        questions = Question.objects.open().written_to(self.instance.address)
        return super().get_context_data(partners=partners, questions=questions, **kwargs)


class AddressAdmin(ModelAdmin):
    model = UnreachableAddress
    base_url_path = "adresses"
    menu_label = _("Addresses that do not work")
    menu_icon = "warning"
    list_display = ("address", "state", "last_time")
    list_filter = ("hard",)
    index_template_name = "questions/admin/register.html"
    permission_helper_class = HandlersOnly
    button_helper_class = OpenButton
    index_view_class = RegisterIndexView
    index_view_extra_css = ["questions/admin.css"]
    inspect_view_enabled = True
    history_view_enabled = False
    inspect_view_class = AddressInspectView
    inspect_template_name = "questions/admin/address.html"

    def last_time(self, address: UnreachableAddress) -> str:
        return shortly(address.last_at)

    last_time.short_description = _("Last time")  # type: ignore[attr-defined]
    last_time.admin_order_field = "last_at"  # type: ignore[attr-defined]

    def state(self, address: UnreachableAddress) -> str:
        return address.state

    state.short_description = _("state")  # type: ignore[attr-defined]
