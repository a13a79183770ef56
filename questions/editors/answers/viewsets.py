import functools
from collections.abc import Callable
from typing import Any

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from clairdroit.partners_snippets.restricted_snippets import RestrictedChooserViewSet
from clairdroit.questions.drafts import is_with_partner
from clairdroit.questions.editors.answers.decision_comments import AnswerHistoryView, AnswerWorkflowHistoryDetailView
from clairdroit.questions.editors.answers.live_preview import AnswerPreviewView
from clairdroit.questions.editors.answers.panels import QuestionPanel
from clairdroit.questions.editors.answers.wagtails_screens import (
    AnswerEditView,
    AnswerWorkflowActionView,
)
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.models import ProposedAnswer, Question, StandardPhrase
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading

View = Callable[..., HttpResponseBase]


def one_at_a_time(view: View) -> View:
    """Wagtail's screens that decide, after the question's row is held, as in every action.

    Two people who decide at once come one after the other (the second sees what the first did), and nobody
    waits for a row that the other one holds.
    """

    @functools.wraps(view)
    def held(request: HttpRequest, *args: Any, pk: Any, **kwargs: Any) -> HttpResponseBase:
        # Which of Wagtail's addresses give a number and which a text is its own affair.
        if request.method != "POST" or not str(pk).isdecimal():
            return view(request, *args, pk=pk, **kwargs)
        with transaction.atomic():
            asked = ProposedAnswer.objects.filter(pk=pk).values("question")
            # Evaluated for its lock alone; the view reads the row again.
            list(Question.objects.select_for_update().filter(pk__in=asked))
            return view(request, *args, pk=pk, **kwargs)

    return held


def logged(view: View, place: ReadingPlace) -> View:
    """Wagtail's screens that show an answer or its question: whoever moves in one has read it."""

    @functools.wraps(view)
    def read(request: HttpRequest, *args: Any, pk: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, pk=pk, **kwargs)
        answer = ProposedAnswer.objects.select_related("question").filter(pk=unquote(str(pk))).first()
        questions = [answer.question] if answer is not None else []
        return ask_for_reading(request, response, [Shown(questions, place)])

    return read


def of_what_was_handed_in(view: View) -> View:
    """Wagtail's screens that show a version, or what stands there: a partner's unfinished words are nobody else's."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, pk: Any, **kwargs: Any) -> HttpResponseBase:
        found = ProposedAnswer.objects.select_related("assignment__partner", "latest_revision")
        answer = found.filter(pk=unquote(str(pk))).first() if unquote(str(pk)).isdecimal() else None
        policy = ProposedAnswer.snippet_viewset.permission_policy
        if answer is None or not policy.user_has_permission(request.user, "change") or not is_with_partner(answer):
            return view(request, *args, pk=pk, **kwargs)
        partner = answer.signature
        messages.warning(
            request, gettext("%(partner)s is writing this answer, and has not handed it in.") % {"partner": partner}
        )
        handles = user_can_handle_questions(request.user)
        file = reverse("questions_modeladmin_inspect", args=[answer.question_id])
        return HttpResponseRedirect(file if handles else reverse("wagtailadmin_home"))

    return shown


class ProposedAnswerViewSet(SnippetViewSet):
    """Answers in Wagtail's editor, where the moderation queue leads. They are made by actions, never here."""

    model = ProposedAnswer
    icon = "mail"
    chooser_viewset_class = RestrictedChooserViewSet
    menu_label = _("Answers")
    list_display = ["__str__", "sent_at", "created_at"]
    list_filter = ["live", "sent_at"]
    ordering = ["-created_at"]
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_view_class = AnswerEditView
    preview_on_edit_view_class = AnswerPreviewView
    workflow_action_view_class = AnswerWorkflowActionView
    history_view_class = AnswerHistoryView
    workflow_history_detail_view_class = AnswerWorkflowHistoryDetailView
    edit_handler = ObjectList([QuestionPanel(heading=_("The question")), FieldPanel("text")])

    @property
    def edit_view(self) -> View:
        return logged(of_what_was_handed_in(one_at_a_time(super().edit_view)), ReadingPlace.ANSWER)

    @property
    def preview_on_edit_view(self) -> View:
        return of_what_was_handed_in(super().preview_on_edit_view)

    @property
    def workflow_preview_view(self) -> View:
        return logged(super().workflow_preview_view, ReadingPlace.PREVIEW)

    @property
    def revisions_view(self) -> View:
        return logged(of_what_was_handed_in(super().revisions_view), ReadingPlace.FORMER)

    @property
    def revisions_revert_view(self) -> View:
        return logged(of_what_was_handed_in(super().revisions_revert_view), ReadingPlace.FORMER)

    @property
    def revisions_compare_view(self) -> View:
        return logged(of_what_was_handed_in(super().revisions_compare_view), ReadingPlace.FORMER)

    @property
    def history_view(self) -> View:
        return logged(super().history_view, ReadingPlace.HISTORY)

    @property
    def workflow_action_view(self) -> View:
        return one_at_a_time(super().workflow_action_view)

    @property
    def collect_workflow_action_data_view(self) -> View:
        return one_at_a_time(super().collect_workflow_action_data_view)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProposedAnswer]:
        return ProposedAnswer.objects.select_related("question", "assignment__partner")


class StandardPhraseViewSet(SnippetViewSet):
    """The network's openings and closings, which partners put into their answers by one touch."""

    model = StandardPhrase
    icon = "openquote"
    chooser_viewset_class = RestrictedChooserViewSet
    menu_label = _("Standard phrases")
    list_display = ["__str__", "kind", "heading", "locale"]
    list_filter = ["kind", "heading", "locale"]
    search_backend_name = None
    search_fields = ["text"]
    copy_view_enabled = False
    inspect_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("text"),
            FieldPanel("heading"),
            FieldPanel("locale"),
            FieldPanel("position"),
        ]
    )
