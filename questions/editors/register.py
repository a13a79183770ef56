"""The register of questions: read, filtered and exported, never edited."""

import datetime
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from clairdroit.admin_lists.registers import Narrowing, RegisterIndexView
from clairdroit.admin_lists.word_search import WordSearch
from clairdroit.questions import actions
from clairdroit.questions.editors.file.views import QuestionInspectView
from clairdroit.questions.editors.filters import narrowings
from clairdroit.questions.enums import AssignmentStatus, QuestionStatus, ReadingPlace
from clairdroit.questions.managers import QuestionQuerySet
from clairdroit.questions.models import Question
from clairdroit.questions.views.readings import Shown, ask_for_reading
from clairdroit.questions.wagtail_admin.registers import QuestionsRegister


class QuestionSearch(WordSearch):
    """In what was added later, too."""

    read_along = ("details",)


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
            return render(self.request, "questions/editors/export.html", context)
        actions.log_export(questions=list(queryset), user=self.request.user)
        return super().as_spreadsheet(queryset, spreadsheet_format)


class QuestionAdmin(QuestionsRegister):
    model = Question
    base_url_path = "questions"
    menu_label = _("Questions")
    menu_icon = "help"
    list_display = ("summary_and_matter", "status_and_lateness", "received_on")
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
    ordering = QuestionQuerySet.BY_URGENCY
    index_view_class = QuestionIndexView
    inspect_view_class = QuestionInspectView
    inspect_template_name = "questions/editors/file/question.html"

    def narrowings(self) -> list[Narrowing]:
        return narrowings()

    @display(description=_("number"))
    def reference(self, question: Question) -> str:
        return question.reference

    @display(description=_("question"))
    def summary_and_matter(self, question: Question) -> str:
        about = " · ".join(filter(None, [question.reference, question.heading_label, question.place_label]))
        return format_html('{}<br><span class="register__about">{}</span>', question.summary, about)

    @display(description=_("heading"))
    def heading_label(self, question: Question) -> str:
        return question.heading_label

    @display(description=_("commune"))
    def place_label(self, question: Question) -> str:
        return question.place_label

    @display(description=_("département"))
    def departement(self, question: Question) -> str:
        return str(question.commune.departement) if question.commune else ""

    @display(description=_("status"))
    def status_label(self, question: Question) -> str:
        return question.get_status_display()

    @display(description=_("origin"))
    def origin_label(self, question: Question) -> str:
        return question.get_origin_display()

    @display(description=_("status"))
    def status_and_lateness(self, question: Question) -> str:
        status = question.get_status_display()
        waits = any(each.status == AssignmentStatus.PROPOSED for each in question.assignments.all())
        if question.status == QuestionStatus.ASSIGNED and waits:
            status = format_html("{}<br>{}", status, _("an answer waits for a decision"))
        return format_html("{}<br><strong>{}</strong>", status, question.late_shortly) if question.is_late else status

    @display(description=_("received on"), ordering="received_at")
    def received_on(self, question: Question) -> str:
        return date_format(timezone.localtime(question.received_at), "SHORT_DATE_FORMAT")

    @display(description=_("expected on"))
    def expected_on(self, question: Question) -> datetime.date | None:
        return question.expected_on

    @display(description=_("partners asked"))
    def partners(self, question: Question) -> str:
        return ", ".join(each.partner.name for each in question.assignments.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.with_urgency().order_by(*self.ordering).prefetch_related("assignments__partner")
