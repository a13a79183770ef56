"""The kinds of things of this site that wait for a decision: whatever is in a workflow, questions, error reports."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_latest_str
from wagtail.models import GroupApprovalTask, Page, Revision, Task, TaskState

from clairdroit.kb_pages.models import EventPage, HeadingPage, NewsPage
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.enums import OPEN_STATUSES
from clairdroit.questions.models import ErrorReport, IncomingMail, ProposedAnswer, Question
from clairdroit.questions.permissions import user_can_handle_questions
from clairdroit.questions.queue.registry import Described, Key, QueueItem
from clairdroit.questions.reported import Correction, corrections

ANSWER, PAGE, PARTNER, OTHER = "reponse", "page", "fiche", "autre"
QUESTION, REPORT, MAIL = "question", "signalement", "courriel"

# News and events name a heading; one query for both, through the page's own table.
ABOUT = tuple(f"{model._meta.get_field('page_ptr').related_query_name()}__about" for model in (NewsPage, EventPage))


class Submitted(NamedTuple):
    """One object's place in a workflow, without the object."""

    content_type: int
    base_content_type: int
    object_id: str
    since: datetime.datetime
    revision: int
    author: int | None


class WorkflowSource:
    """Answers, pages, partner records and every other text that somebody submitted to moderation."""

    kinds = {ANSWER: _("Answers"), PAGE: _("Pages"), PARTNER: _("Partner records"), OTHER: _("Other texts")}

    def waiting(self, user: Any) -> Iterator[QueueItem]:
        state = "workflow_state__"
        rows = (
            _reviewable_by(user)
            .annotate(last_saved=_last_saved())
            .values_list(
                f"{state}content_type",
                f"{state}base_content_type",
                f"{state}object_id",
                "started_at",
                "last_saved",
                f"{state}requested_by",
            )
        )
        answer, partner, page = (
            ContentType.objects.get_for_model(model, for_concrete_model=False).pk
            for model in (ProposedAnswer, Partner, Page)
        )
        sorted_out: dict[str, list[Submitted]] = defaultdict(list)
        for task in map(Submitted._make, rows):
            kind = {answer: ANSWER, partner: PARTNER, page: PAGE}.get(task.base_content_type, OTHER)
            sorted_out[kind].append(task)
        yield from _answers(sorted_out[ANSWER])
        yield from _partners(sorted_out[PARTNER])
        yield from _pages(sorted_out[PAGE])
        for task in sorted_out[OTHER]:
            yield _item(OTHER, f"{task.content_type}-{task.object_id}", task)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        by_kind: dict[str, list[QueueItem]] = defaultdict(list)
        for item in items:
            by_kind[item.key.kind].append(item)
        return {
            **_describe_answers(by_kind[ANSWER], user),
            **_describe_pages(by_kind[PAGE]),
            **_describe_partners(by_kind[PARTNER]),
            **_describe_others(by_kind[OTHER]),
        }


def _reviewable_by(user: Any) -> QuerySet[TaskState]:
    """What `TaskState.objects.reviewable_by` finds, without its query for each task of the site."""
    groups = GroupApprovalTask.objects.filter(active=True)
    if not user.is_superuser:
        groups = groups.filter(groups__in=user.groups.all())
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=groups.values("pk"))
    kind = ContentType.objects.get_for_model(GroupApprovalTask)
    # A host project's own kinds of tasks decide for themselves.
    for task in Task.objects.filter(active=True).exclude(content_type=kind).specific():
        # Each answers with a queryset of TaskState: united, they stay one query.
        states = states | task.get_task_states_user_can_moderate(user=user)
    return states


def _last_saved() -> Subquery:
    """The version that an approval makes public. The task names the one that was submitted, whatever came since."""
    saved = Revision.objects.filter(
        base_content_type=OuterRef("workflow_state__base_content_type"),
        object_id=OuterRef("workflow_state__object_id"),
    )
    return Subquery(saved.order_by("-created_at", "-pk").values("pk")[:1])


def _item(kind: str, number: str, task: Submitted, headings: Iterable[str | None] = (), due: Any = None) -> QueueItem:
    return QueueItem(
        Key(kind, number),
        since=task.since,
        headings=frozenset(filter(None, headings)),
        due=due,
        author=task.author,
        revision=task.revision,
    )


def _ids(tasks: list[Submitted]) -> dict[int, Submitted]:
    return {int(task.object_id): task for task in tasks}


def _answers(tasks: list[Submitted]) -> Iterator[QueueItem]:
    by_id = _ids(tasks)
    if not by_id:
        return
    asked = [f"question__{name}" for name in ("heading", "status", "due_at")]
    for pk, heading, status, due_at in ProposedAnswer.objects.filter(pk__in=by_id).values_list("pk", *asked):
        # A second answer to a question that is answered already is late for nobody.
        yield _item(ANSWER, str(pk), by_id[pk], [heading], due_at if status in OPEN_STATUSES else None)


def _partners(tasks: list[Submitted]) -> Iterator[QueueItem]:
    by_id = _ids(tasks)
    if not by_id:
        return
    headings: dict[int, list[str]] = defaultdict(list)
    # A row for each heading, one without for a partner that has none.
    for pk, heading in Partner.objects.filter(pk__in=by_id).order_by().values_list("pk", "headings"):
        headings[pk].append(heading)
    for pk, found in headings.items():
        yield _item(PARTNER, str(pk), by_id[pk], found)


def _pages(tasks: list[Submitted]) -> Iterator[QueueItem]:
    by_id = _ids(tasks)
    if not by_id:
        return
    roots = list(HeadingPage.objects.order_by().values_list("path", "key"))
    rows = Page.objects.order_by().filter(pk__in=by_id).values_list("pk", "path", *ABOUT)
    for pk, path, *about in rows:
        # Treebeard's path of a page begins with that of each page above it.
        above = [key for root, key in roots if path.startswith(root)]
        yield _item(PAGE, str(pk), by_id[pk], [*above, *about])


def _describe_answers(items: list[QueueItem], user: Any) -> dict[Key, Described]:
    if not items:
        return {}
    found = ProposedAnswer.objects.select_related("question__commune", "assignment__partner")
    described = {}
    for answer in found.filter(pk__in=[item.key.number for item in items]):
        described[Key(ANSWER, str(answer.pk))] = Described(
            title=str(answer),
            url=_answer_url(answer.pk, user),
            note=answer.question.summary,
            timing=answer.question.left_shortly,
            question=answer.question,
            by=answer.signature,
            carries_filters=user_can_handle_questions(user),
        )
    return described


def _answer_url(pk: int, user: Any) -> str:
    """Our own screen for whoever handles questions; a host project's reviewer without that right gets Wagtail's."""
    if user_can_handle_questions(user):
        return reverse("clairdroit_questions_review", args=[pk])
    return reverse("wagtailsnippets_clairdroit_questions_proposedanswer:edit", args=[pk])


def decide_url(key: Key) -> str:
    return reverse("clairdroit_questions_decide", args=[key.kind, key.number])


def _text(key: Key, title: str, note: str) -> tuple[Key, Described]:
    return key, Described(title=title, url=decide_url(key), note=note, carries_filters=True)


def _describe_pages(items: list[QueueItem]) -> dict[Key, Described]:
    if not items:
        return {}
    found = Page.objects.filter(pk__in=[item.key.number for item in items])
    return dict(_text(Key(PAGE, str(page.pk)), page.draft_title or page.title, _not_public(page)) for page in found)


def _describe_partners(items: list[QueueItem]) -> dict[Key, Described]:
    if not items:
        return {}
    found = Partner.objects.filter(pk__in=[item.key.number for item in items])
    return dict(_text(Key(PARTNER, str(partner.pk)), partner.name, _not_public(partner)) for partner in found)


def _not_public(thing: Any) -> str:
    return "" if thing.live else gettext("Not public yet.")


def _describe_others(items: list[QueueItem]) -> dict[Key, Described]:
    wanted: dict[int, list[str]] = defaultdict(list)
    for item in items:
        of_type, _dash, pk = item.key.number.partition("-")
        wanted[int(of_type)].append(pk)
    described: dict[Key, Described] = {}
    # One query for each model, of which a site has two or three.
    for content_type_id, pks in wanted.items():
        content_type = ContentType.objects.get_for_id(content_type_id)
        model = content_type.model_class()
        for thing in model._default_manager.filter(pk__in=pks) if model else ():
            key = Key(OTHER, f"{content_type_id}-{thing.pk}")
            notes = [str(content_type.name).capitalize(), _not_public(thing)]
            described |= dict([_text(key, get_latest_str(thing), " – ".join(filter(None, notes)))])
    return described


class QuestionSource:
    """Questions that nobody is working on: no partner found, all declined, or held because they looked suspicious."""

    kinds = {QUESTION: _("Questions to entrust")}

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
                question=question,
                url=reverse("questions_modeladmin_inspect", args=[question.pk]),
                note=gettext("Looks suspicious: %(why)s") % {"why": question.suspicion} if question.suspicion else "",
                timing=question.left_shortly,
            )
            for question in Question.objects.with_place().filter(pk__in=[item.key.number for item in items])
        }


class ReportSource:
    kinds = {REPORT: _("Error reports")}

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


class MailSource:
    """Received e-mails that no machine may join to a file. Absences and the like wait in their register alone."""

    kinds = {MAIL: _("Received e-mails")}

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
