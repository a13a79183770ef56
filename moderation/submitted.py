"""Whatever somebody handed in to a workflow. Apps register what is particular to a model of theirs; every other model,
a host project's too, waits as it is."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_latest_str
from wagtail.models import GroupApprovalTask, Revision, Task, TaskState, WorkflowState

from clairdroit.moderation.registry import Described, Key, Kind, QueueItem, Source
from clairdroit.registries import Registry

# Texts of models that nobody registered. Their numbers are those of the model and of the row ("12-345").
OTHER = Kind("autre", _("Other texts"), 40)


class Submitted(NamedTuple):
    """One object's place in a workflow, without the object."""

    content_type: int
    base_content_type: int
    object_id: str
    since: datetime.datetime
    revision: int
    author: int | None


class SubmittedKind:
    """What one model's texts look like in the queue. `model` is the first that is no proxy and has no parent: all pages
    are Wagtail's `Page`. Each method takes a fixed number of queries, however much waits."""

    kind: ClassVar[Kind]
    model: ClassVar[type[Model]]
    # Where False, `describe` leads to a screen of the app's own, and nothing else decides.
    is_decided_here: ClassVar[bool] = True

    def items(self, tasks: Mapping[str, Submitted]) -> Iterable[QueueItem]:
        """`tasks` by the keys of the rows; what has vanished is left out."""
        for pk in self.model._default_manager.filter(pk__in=tasks).order_by().values_list("pk", flat=True):
            yield self.item(pk, tasks)

    def item(self, pk: Any, tasks: Mapping[str, Submitted], headings: Iterable[str | None] = ()) -> QueueItem:
        return waiting_item(self.kind, str(pk), tasks[str(pk)], headings=headings)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        found = self.model._default_manager.filter(pk__in=[item.key.number for item in items])
        keys = {Key(self.kind.key, str(thing.pk)): thing for thing in found}
        return {key: described_text(key, self.title(thing), not_public(thing)) for key, thing in keys.items()}

    def title(self, thing: Any) -> str:
        return get_latest_str(thing)

    def public(self, number: str) -> Any:
        """The thing as readers see it now; None for what is not public yet."""
        return self.model._default_manager.filter(pk=number, live=True).first()

    def has_notice(self, state: WorkflowState, *, is_to_author: bool) -> bool:
        """Whether Wagtail sends its mail about one of these texts: to whoever may decide, or (`is_to_author`) about the
        decision, to whoever handed it in."""
        return True


submitted_kinds = Registry[SubmittedKind](
    key=lambda each: each.kind.key, taken="The queue already has texts of kind {key!r}: {known!r}."
)


def kind_of(thing: Any) -> SubmittedKind | None:
    return kind_of_model(type(thing))


def kind_of_model(model: type | None) -> SubmittedKind | None:
    """None also for a model that is gone, of which a workflow speaks still."""
    return next((each for each in submitted_kinds if model is not None and issubclass(model, each.model)), None)


def key_of(thing: Any) -> Key:
    registered = kind_of(thing)
    if registered is not None:
        return Key(registered.kind.key, str(thing.pk))
    content_type = ContentType.objects.get_for_model(thing, for_concrete_model=False)
    return Key(OTHER.key, f"{content_type.pk}-{thing.pk}")


def is_decided_here(thing: Any) -> bool:
    """On the screen for all texts; an app may have one of its own for its model."""
    registered = kind_of(thing)
    return registered is None or registered.is_decided_here


def decide_url(key: Key) -> str:
    return reverse("clairdroit_moderation_decide", args=[key.kind, key.number])


def described_text(key: Key, title: str, note: str) -> Described:
    return Described(title=title, url=decide_url(key), note=note, carries_filters=True)


def not_public(thing: Any) -> str:
    return "" if thing.live else gettext("Not public yet.")


def waiting_item(
    kind: Kind,
    number: str,
    task: Submitted,
    *,
    headings: Iterable[str | None] = (),
    due: datetime.datetime | None = None,
) -> QueueItem:
    return QueueItem(
        Key(kind.key, number),
        since=task.since,
        headings=frozenset(filter(None, headings)),
        due=due,
        author=task.author,
        revision=task.revision,
    )


class WorkflowSource(Source):
    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (*(each.kind for each in submitted_kinds), OTHER)

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
        models = {
            ContentType.objects.get_for_model(each.model, for_concrete_model=False).pk: each.kind.key
            for each in submitted_kinds
        }
        by_kind: dict[str, dict[str, Submitted]] = defaultdict(dict)
        for task in map(Submitted._make, rows):
            if task.base_content_type in models:
                by_kind[models[task.base_content_type]][task.object_id] = task
            else:
                yield waiting_item(OTHER, f"{task.content_type}-{task.object_id}", task)
        for each in submitted_kinds:
            if tasks := by_kind[each.kind.key]:
                yield from each.items(tasks)

    def describe(self, items: Collection[QueueItem], user: Any) -> dict[Key, Described]:
        described: dict[Key, Described] = {}
        for each in submitted_kinds:
            if of_kind := [item for item in items if item.key.kind == each.kind.key]:
                described |= each.describe(of_kind, user)
        return described | _describe_others([item for item in items if item.key.kind == OTHER.key])


def _reviewable_by(user: Any) -> QuerySet[TaskState]:
    """What `TaskState.objects.reviewable_by` finds, without its query for each task of the site."""
    groups = GroupApprovalTask.objects.filter(active=True)
    if not user.is_superuser:
        groups = groups.filter(groups__in=user.groups.all())
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=groups.values("pk"))
    kind = ContentType.objects.get_for_model(GroupApprovalTask)
    # A host project's own kinds of tasks decide for themselves. Each answers with a queryset of TaskState: united, they
    # stay one query.
    for task in Task.objects.filter(active=True).exclude(content_type=kind).specific():
        states = states | task.get_task_states_user_can_moderate(user=user)
    return states


def _last_saved() -> Subquery:
    """The version that an approval makes public. The task names the one that was submitted, whatever came since."""
    saved = Revision.objects.filter(
        base_content_type=OuterRef("workflow_state__base_content_type"),
        object_id=OuterRef("workflow_state__object_id"),
    )
    return Subquery(saved.order_by("-created_at", "-pk").values("pk")[:1])


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
            key = Key(OTHER.key, f"{content_type_id}-{thing.pk}")
            notes = [str(content_type.name).capitalize(), not_public(thing)]
            described[key] = described_text(key, get_latest_str(thing), " – ".join(filter(None, notes)))
    return described
