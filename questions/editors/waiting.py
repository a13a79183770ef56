"""What editors decide about questions, in the moderation queue: answers, questions to entrust, what is to be told."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.moderation.submitted import Submitted, SubmittedKind, waiting_item
from clairdroit.partners_snippets.phones import phone_in_words
from clairdroit.questions.enums import OPEN_STATUSES, WaitingKind
from clairdroit.questions.models import ProposedAnswer, Question, Telling
from clairdroit.questions.permissions import HANDLE, user_can_handle_questions


class WaitingAnswers(SubmittedKind):
    """An answer is read beside its question, on a screen of its own: approving it sends it."""

    kind = Kind(WaitingKind.ANSWER, _("Answers"), 10)
    model = ProposedAnswer
    is_decided_here = False

    def items(self, tasks: Mapping[str, Submitted]) -> Iterator[QueueItem]:
        asked = [f"question__{name}" for name in ("heading", "status", "due_at")]
        for pk, heading, status, due_at in ProposedAnswer.objects.filter(pk__in=tasks).values_list("pk", *asked):
            # A second answer to a question that is answered already is late for nobody.
            due = due_at if status in OPEN_STATUSES else None
            yield waiting_item(self.kind, str(pk), tasks[str(pk)], headings=[heading], due=due)

    def has_notice(self, state: WorkflowState, *, is_to_author: bool) -> bool:
        """They wait in the daily digest, one mail for all; what became of one, `emails.py` says."""
        return False

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        found = ProposedAnswer.objects.select_related("question__commune", "assignment__partner")
        return {
            Key(WaitingKind.ANSWER, str(answer.pk)): Described(
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

    kinds = (Kind(WaitingKind.QUESTION, _("Questions to entrust"), 60),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        if user_can_handle_questions(user):
            rows = Question.objects.unassigned().order_by().values_list("pk", "heading", "received_at", "due_at")
            for pk, heading, received_at, due_at in rows:
                headings = frozenset(filter(None, [heading]))
                yield QueueItem(Key(WaitingKind.QUESTION, str(pk)), since=received_at, headings=headings, due=due_at)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        return {
            Key(WaitingKind.QUESTION, str(question.pk)): Described(
                title=question.summary,
                shows=question,
                url=reverse("questions_modeladmin_inspect", args=[question.pk]),
                note=gettext("Looks suspicious: %(why)s") % {"why": question.suspicion} if question.suspicion else "",
                timing=question.left_shortly,
            )
            for question in Question.objects.with_place().filter(pk__in=[item.key.number for item in items])
        }


class ToTellSource(Source):
    kinds = (Kind(WaitingKind.TO_TELL, _("Answers to hand over"), 50),)
    permission = HANDLE

    def waiting(self, user: Any) -> Iterable[QueueItem]:
        if user_can_handle_questions(user):
            asked = [f"question__{name}" for name in ("heading", "status", "due_at")]
            for pk, since, heading, status, due in Telling.objects.waiting().values_list("pk", "since", *asked):
                headings = frozenset(filter(None, [heading]))
                due = due if status in OPEN_STATUSES else None
                yield QueueItem(Key(WaitingKind.TO_TELL, str(pk)), since=since, headings=headings, due=due)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        if not items:
            return {}
        found = Telling.objects.select_related("question__commune")
        return {
            Key(WaitingKind.TO_TELL, str(telling.pk)): Described(
                title=telling.question.summary,
                url=f"{reverse('questions_modeladmin_inspect', args=[telling.question_id])}#a-remettre",
                note=_note(telling),
                timing=telling.question.left_shortly,
                shows=telling.question,
            )
            for telling in found.filter(pk__in=[item.key.number for item in items])
        }


def _note(telling: Telling) -> str:
    """What there is to tell, and the number to call where there is one."""
    what = f"{telling.question.reference} – {telling.get_kind_display()}"
    if not telling.question.phone:
        return gettext("%(what)s – no e-mail address") % {"what": what}
    return gettext("%(what)s – to call: %(number)s") % {
        "what": what,
        "number": phone_in_words(telling.question.phone),
    }
