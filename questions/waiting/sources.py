"""What of the questions waits for an editor's decision: answers, questions, error reports, received e-mails."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.moderation.submitted import Submitted, SubmittedKind, waiting_item
from clairdroit.questions.enums import OPEN_STATUSES
from clairdroit.questions.models import ErrorReport, IncomingMail, ProposedAnswer, Question
from clairdroit.questions.permissions import HANDLE, user_can_handle_questions
from clairdroit.questions.reported import Correction, corrections

ANSWER, QUESTION, REPORT, MAIL = "reponse", "question", "signalement", "courriel"


class WaitingAnswers(SubmittedKind):
    """An answer is read beside its question, on a screen of its own: approving it sends it."""

    kind = Kind(ANSWER, _("Answers"), 10)
    model = ProposedAnswer
    is_decided_here = False

    def items(self, tasks: Mapping[str, Submitted]) -> Iterator[QueueItem]:
        asked = [f"question__{name}" for name in ("heading", "status", "due_at")]
        for pk, heading, status, due_at in ProposedAnswer.objects.filter(pk__in=tasks).values_list("pk", *asked):
            # A second answer to a question that is answered already is late for nobody.
            due = due_at if status in OPEN_STATUSES else None
            yield waiting_item(self.kind, str(pk), tasks[str(pk)], headings=[heading], due=due)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        found = ProposedAnswer.objects.select_related("question__commune", "assignment__partner")
        return {
            Key(ANSWER, str(answer.pk)): Described(
                title=str(answer),
                url=_answer_url(answer.pk, user),
                note=answer.question.summary,
                timing=answer.question.left_shortly,
                names_author=True,
                shows=answer.question,
                carries_filters=user_can_handle_questions(user),
            )
            for answer in found.filter(pk__in=[item.key.number for item in items])
        }


def _answer_url(pk: int, user: Any) -> str:
    """Our own screen for whoever handles questions; a host project's reviewer without that right gets Wagtail's."""
    if user_can_handle_questions(user):
        return reverse("clairdroit_questions_review", args=[pk])
    return reverse("wagtailsnippets_clairdroit_questions_proposedanswer:edit", args=[pk])


class QuestionSource(Source):
    """Questions that nobody is working on: no partner found, all declined, or held because they looked suspicious."""

    kinds = (Kind(QUESTION, _("Questions to entrust"), 60),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            rows = Question.objects.unassigned().order_by().values_list("pk", "heading", "received_at", "due_at")
            for pk, heading, received_at, due_at in rows:
                headings = frozenset(filter(None, [heading]))
                yield QueueItem(Key(QUESTION, str(pk)), since=received_at, headings=headings, due=due_at)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        return {
            Key(QUESTION, str(question.pk)): Described(
                title=question.summary,
                shows=question,
                url=reverse("questions_modeladmin_inspect", args=[question.pk]),
                note=gettext("Looks suspicious: %(why)s") % {"why": question.suspicion} if question.suspicion else "",
                timing=question.left_shortly,
            )
            for question in Question.objects.with_place().filter(pk__in=[item.key.number for item in items])
        }


class ReportSource(Source):
    kinds = (Kind(REPORT, _("Error reports"), 70),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            for pk, created_at in ErrorReport.objects.pending().order_by().values_list("pk", "created_at"):
                yield QueueItem(Key(REPORT, str(pk)), since=created_at)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        reports = list(ErrorReport.objects.filter(pk__in=[item.key.number for item in items]))
        places = corrections([report.page for report in reports], user)
        return {
            Key(REPORT, str(report.pk)): Described(
                title=Truncator(" ".join(report.text.split())).chars(90),
                url=reverse("signalements_modeladmin_inspect", args=[report.pk]),
                note=report.page,
                links=_to_correct(places.get(report.page)),
            )
            for report in reports
        }


def _to_correct(place: Correction | None) -> tuple[tuple[str, str], ...]:
    return ((gettext("Correct “%(title)s”") % {"title": place.title}, place.url),) if place and place.url else ()


class MailSource(Source):
    """Received e-mails that no machine may join to a file. Absences and the like wait in their register alone."""

    kinds = (Kind(MAIL, _("Received e-mails"), 80),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            rows = IncomingMail.objects.to_decide().order_by()
            for pk, received_at, heading in rows.values_list("pk", "received_at", "question__heading"):
                yield QueueItem(Key(MAIL, str(pk)), since=received_at, headings=frozenset(filter(None, [heading])))

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        found = IncomingMail.objects.filter(pk__in=[item.key.number for item in items])
        return {
            Key(MAIL, str(mail.pk)): Described(
                title=Truncator(mail.subject).chars(90) or gettext("Without a subject"),
                url=reverse("courriels-recus_modeladmin_inspect", args=[mail.pk]),
                note=f"{Truncator(mail.sender).chars(60)} – {mail.reason}".strip(" –"),
            )
            for mail in found.only("subject", "reason", "sender")
        }
