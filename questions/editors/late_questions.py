"""Late questions and those without a reply, with whom to telephone and a button for each partner."""

import dataclasses
import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from clairdroit.breadcrumbs import way_from_home
from clairdroit.mail.models import UnreachableAddress
from clairdroit.questions import routing
from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.managers import QuestionQuerySet
from clairdroit.questions.models import Assignment, Question
from clairdroit.questions.permissions import require, user_can_handle_questions
from clairdroit.questions.reminders import stages
from clairdroit.questions.views.readings import Shown, ask_for_reading

PER_PAGE = 25
# Of each partner: its telephone numbers and its absences.
READ = ("partner__places", "partner__private_contacts", "partner__availability__absences")
LATE, NO_REPLY = "retard", "sans-reponse"


@dataclasses.dataclass(frozen=True)
class Chased:
    """One partner that has a part in the question."""

    assignment: Assignment
    days_without_sign: int
    box_works: bool
    # The day on which it is back; None when it is there.
    away_until: datetime.date | None

    @property
    def without_sign(self) -> str:
        """Empty where the delay is not the partner's: it answered, or waits for the person."""
        if not self.assignment.is_waiting or self.assignment.is_waiting_for_citizen:
            return ""
        if not self.days_without_sign:
            return _("A sign today")
        return ngettext(
            "%(days)d working day without a sign", "%(days)d working days without a sign", self.days_without_sign
        ) % {"days": self.days_without_sign}


@dataclasses.dataclass(frozen=True)
class Row:
    question: Question
    partners: list[Chased]


@require_safe
def chase(request: HttpRequest) -> HttpResponse:
    require(user_can_handle_questions(request.user))
    lists = {LATE: Question.objects.late(), NO_REPLY: Question.objects.no_reply()}
    chosen = request.GET.get("liste", LATE)
    if chosen not in lists:
        chosen = LATE
    found = lists[chosen].with_urgency().with_place().order_by(*QuestionQuerySet.BY_URGENCY)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = _rows(list(page.object_list))
    labels = {LATE: _("Late"), NO_REPLY: _("No reply from the partners")}
    context = {
        "rows": rows,
        "page": page,
        "chosen": chosen,
        "choices": [(key, labels[key], lists[key].count()) for key in lists],
        "breadcrumbs_items": way_from_home(here=_("Reminders")),
    }
    response = render(request, "questions/editors/chasing.html", context)
    return ask_for_reading(
        request, response, [Shown([row.question for row in rows], ReadingPlace.CHASING, is_list=True)]
    )


def _rows(questions: list[Question]) -> list[Row]:
    """In a fixed number of queries, however many there are."""
    parts: dict[int, list[Assignment]] = {question.pk: [] for question in questions}
    active = Assignment.objects.active().filter(question__in=parts).with_signs()
    for asked in active.prefetch_related(*READ):
        parts[asked.question_id].append(asked)
    boxes = [asked.partner.team_email for each in parts.values() for asked in each if asked.partner.team_email]
    blocked = UnreachableAddress.objects.blocked_among(boxes)
    today = timezone.localdate()
    return [Row(question, [_chased(each, today, blocked) for each in parts[question.pk]]) for question in questions]


def _chased(asked: Assignment, today: datetime.date, blocked: set[Any]) -> Chased:
    box_works = bool(asked.partner.team_email) and asked.partner.team_email not in blocked
    away_until = routing.away_until(asked.partner, routing.availability_of(asked.partner), today)
    return Chased(asked, stages.days_without_sign(asked, today), box_works, away_until)
