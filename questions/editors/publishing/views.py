"""From an answered question to the draft of a page: what was found, beside what will be read."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from clairdroit.kb_pages.models import TopicPage
from clairdroit.questions import actions, editors
from clairdroit.questions.anonymising import propose
from clairdroit.questions.drafts import sent_answer
from clairdroit.questions.editors.crumbs import file_crumbs
from clairdroit.questions.editors.publishing.forms import PageForm, people_of
from clairdroit.questions.greetings import without_greeting
from clairdroit.questions.models import Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.views.readings import Shown, ask_for_reading


@require_http_methods(["GET", "HEAD", "POST"])
def publish_question(request: HttpRequest, pk: int) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    question = get_object_or_404(Question, pk=pk, erased_at__isnull=True)
    answer = sent_answer(question)
    if answer is None:
        raise Http404
    people = people_of(question)
    asked, answered = propose(question.words, known_people=people), propose(answer.text, known_people=people)
    # A page does not greet.
    initial = {"asked": without_greeting(asked.text), "answered": without_greeting(answered.text)}
    form = PageForm(request.POST if request.method == "POST" else None, question=question, initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            page = editors.draft_page(
                question=question,
                user=request.user,
                topic=get_object_or_404(TopicPage, pk=cleaned["topic"]),
                title=cleaned["title"],
                summary=cleaned["summary"],
                asked=cleaned["asked"],
                answered=cleaned["answered"],
                review_months=cleaned["review_months"],
                is_confirmed=cleaned["confirmed"],
            )
        except actions.QuestionsError as error:
            form.add_error("confirmed", str(error))
        except PermissionDenied:
            form.add_error("topic", _("You may not write a page under this topic."))
        else:
            messages.success(request, _("The draft is made, and waits for its moderation."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    # What the editor left or wrote is looked at again, so that nothing new slips in.
    now = [propose(form[name].value() or "", known_people=people) for name in ("asked", "answered")]
    context = {
        "breadcrumbs_items": file_crumbs(question, _("Publish as a page")),
        "question": question,
        "form": form,
        "page_fields": [form[name] for name in ("title", "summary", "topic", "review_months")],
        "texts": [(asked, form["asked"], now[0]), (answered, form["answered"], now[1])],
    }
    shown = render(request, "questions/editors/publishing/publish.html", context)
    return ask_for_reading(request, shown, [Shown([question])])
