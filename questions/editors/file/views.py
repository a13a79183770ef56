"""One row of a register, opened: the file of a question above all."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from clairdroit.admin_lists.registers import RegisterInspectView
from clairdroit.public_forms.fields import CleanTextField
from clairdroit.questions import left_out, routing
from clairdroit.questions.drafts import handed_in, is_with_partner
from clairdroit.questions.editors.file import linked_questions, telling
from clairdroit.questions.enums import READINGS, ReadingPlace
from clairdroit.questions.models import ProposedAnswer, Question
from clairdroit.questions.routing import partner_choice
from clairdroit.questions.views.readings import Shown, ask_for_reading

# What the telephone numbers of a partner are read from.
LINES = ("places", "private_contacts")
# Of those who would fit and are not asked, so many are named.
NAMED = 30


def _partners_by_name(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What was looked for in the file, and what the rules say of each partner of that name."""
    clean = CleanTextField(required=False).clean
    name, kind = clean(request.GET.get("partenaire", ""))[:100], clean(request.GET.get("genre", ""))[:50]
    context: dict[str, Any] = {"wanted": {"name": name, "kind": kind}, "kinds": partner_choice.every_kind()}
    if question.is_open and (name or kind):
        found = partner_choice.named(name=name, kind=kind)
        context |= {"opinions": routing.opinions(question, found.partners), "total_named": found.total}
    return context


def _answers(question: Question) -> list[ProposedAnswer]:
    """Each in the words that its partner has handed in."""
    read = ("assignment__partner", "copied_from__assignment__partner", "latest_revision")
    answers = list(question.answers.select_related(*read))
    for answer in answers:
        answer.shown, answer.is_with_partner = handed_in(answer).text, is_with_partner(answer)
    return answers


class QuestionInspectView(RegisterInspectView):
    page_title = _("Question")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        response = super().get(request, *args, **kwargs)
        others = linked_questions.questions_shown(response.context_data or {})
        return ask_for_reading(request, response, [Shown([self.instance], ReadingPlace.FILE), Shown(others)])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = self.instance
        events = list(question.events.select_related("user", "assignment__partner"))
        asked = list(
            question.assignments.select_related(
                "partner", "better_partner", "handed_over_by", "answer"
            ).prefetch_related(*(f"partner__{name}" for name in LINES))
        )
        for each in asked:
            each.left_out = left_out.of_partner(each)
        plan = routing.plan(
            question.heading,
            question.commune,
            without=[each.partner_id for each in asked],
            text=question.words,
        )
        named: list[routing.Candidate | routing.Unavailable] = [*plan.ready[:8], *plan.left_out[:NAMED]]
        prefetch_related_objects([each.partner for each in named], *LINES)
        return super().get_context_data(
            question=question,
            asked=asked,
            left_out_of_details=left_out.of_person(question),
            follow_ups=question.follow_ups.all(),
            plan=plan,
            answers=_answers(question),
            **linked_questions.context_of(question),
            **telling.shown(question),
            **_partners_by_name(self.request, question),
            mails=question.mails.select_related("email").prefetch_related("email__attempts"),
            received=question.incoming_mails.select_related("assignment__partner", "handled_by"),
            events=[event for event in events if event.kind not in READINGS],
            readings=[event for event in reversed(events) if event.kind in READINGS],
            **kwargs,
        )
