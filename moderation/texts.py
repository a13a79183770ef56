"""What an editor reads before deciding on a text that waits in a workflow: the screen `views/deciding.py` shows it."""

import dataclasses
import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str, get_user_display_name
from wagtail.models import Page, Revision, TaskState

from clairdroit.freshness.changes_asked import AskedChanges, AuthorsWord, asked_before, word_of_author
from clairdroit.freshness.comparing import Change, changes_between, everything_in
from clairdroit.glossary.plain_language import check, vocabulary
from clairdroit.glossary.plain_language.checking import Report
from clairdroit.moderation.actions import APPROVE, REJECT
from clairdroit.moderation.cautions import Caution, cautions
from clairdroit.moderation.listing import waiting_for
from clairdroit.moderation.registry import Key, QueueItem
from clairdroit.moderation.submitted import OTHER, submitted_kinds

# The check of plain language knows one language.
CHECKED = "fr"


@dataclasses.dataclass(frozen=True)
class WaitingText:
    """One of the things that wait for this user, whole: `thing` as readers see it, `version` as it was saved last."""

    item: QueueItem
    state: TaskState
    thing: Any
    version: Any
    request: HttpRequest

    @property
    def key(self) -> Key:
        return self.item.key

    @property
    def title(self) -> str:
        return get_latest_str(self.version)

    @property
    def kind(self) -> str:
        return capfirst(str(self.thing._meta.verbose_name))

    @property
    def place(self) -> str:
        """Of a page, the titles above it."""
        if not isinstance(self.thing, Page):
            return ""
        return " › ".join(self.thing.get_ancestors().filter(depth__gt=2).values_list("title", flat=True))

    @property
    def is_public(self) -> bool:
        return bool(self.thing.live)

    @cached_property
    def changes(self) -> list[Change]:
        if self.is_public:
            return changes_between(self.thing, self.version, self.request)
        return everything_in(self.version, self.request)

    @cached_property
    def report(self) -> Report | None:
        """On the words that are new, where they are French."""
        locale = getattr(self.version, "locale", None)
        if locale is not None and locale.language_code != CHECKED:
            return None
        return check("\n\n".join(change.text for change in self.changes if change.text), vocabulary(CHECKED))

    @cached_property
    def cautions(self) -> list[Caution]:
        return cautions(self.version)

    @property
    def author(self) -> str:
        user = self.state.workflow_state.requested_by
        return get_user_display_name(user) if user is not None else ""

    @property
    def since(self) -> datetime.datetime:
        return self.state.started_at

    @cached_property
    def asked_before(self) -> list[AskedChanges]:
        return asked_before(self.thing)

    @cached_property
    def word(self) -> AuthorsWord | None:
        return word_of_author(self.thing)

    @cached_property
    def remarks(self) -> list[tuple[str, str]]:
        """Of a page, what was noted beside its text and is not settled: by whom, and what."""
        if not isinstance(self.thing, Page):
            return []
        open_ones = self.thing.wagtail_admin_comments.filter(resolved_at=None).select_related("user")
        return [(get_user_display_name(each.user), each.text) for each in open_ones.order_by("created_at")]

    @property
    def step(self) -> str:
        """Where a text is decided on more than once: which time this is."""
        tasks = list(self.state.workflow_state.workflow.tasks)
        if len(tasks) < 2:
            return ""
        place = next((place for place, task in enumerate(tasks, 1) if task.pk == self.state.task_id), 1)
        values = {"place": place, "total": len(tasks), "name": self.state.task.name}
        return gettext("Step %(place)d of %(total)d: %(name)s") % values

    @property
    def lock(self) -> str:
        """Why nothing can be decided here now, in Wagtail's words."""
        lock = self.thing.get_lock()
        locked = lock is not None and lock.for_user(self.request.user)
        return strip_tags(str(lock.get_message(self.request.user))) if locked else ""

    @cached_property
    def _task(self) -> Any:
        return self.state.task.specific

    @cached_property
    def _actions(self) -> list[tuple[str, Any]]:
        return [(name, label) for name, label, _modal in self._task.get_actions(self.version, self.request.user)]

    def _takes_a_comment_at_most(self, name: str) -> bool:
        """A host project's task may want more to be filled in: its own form asks for it, in the editor."""
        form = self._task.get_form_for_action(name)
        return form is None or set(form.base_fields) <= {"comment"}

    def _is_offered(self, name: str) -> bool:
        return not self.lock and name in dict(self._actions) and self._takes_a_comment_at_most(name)

    @property
    def can_approve(self) -> bool:
        return self._is_offered(APPROVE)

    @property
    def can_ask_for_changes(self) -> bool:
        return self._is_offered(REJECT)

    @property
    def other_actions(self) -> list[str]:
        """What the task offers beside, or only by its own form."""
        return [
            str(label)
            for name, label in dict(self._actions).items()
            if name not in (APPROVE, REJECT) or not self._takes_a_comment_at_most(name)
        ]

    @property
    def goes_public_at(self) -> datetime.datetime | None:
        planned: datetime.datetime | None = self.version.go_live_at
        return planned if planned is not None and planned > timezone.now() else None

    @property
    def edit_url(self) -> str:
        return AdminURLFinder(self.request.user).get_edit_url(self.thing) or ""

    @property
    def preview_url(self) -> str:
        return self._named("workflow_preview", self.state.task_id) if self.thing.is_previewable() else ""

    @property
    def history_url(self) -> str:
        return self._named("workflow_history") if isinstance(self.thing, Page) else self._named("history")

    def _named(self, name: str, *more: Any) -> str:
        viewset = getattr(self.thing, "snippet_viewset", None)
        full = viewset.get_url_name(name) if viewset is not None else f"wagtailadmin_pages:{name}"
        try:
            return reverse(full, args=[self.thing.pk, *more])
        except NoReverseMatch:
            return ""


def text_waiting(request: HttpRequest, key: Key) -> WaitingText | None:
    """None where nothing of that name waits for this user."""
    kind = submitted_kinds.get(key.kind)
    if key.kind != OTHER.key and (kind is None or not kind.is_decided_here):
        return None
    item = next((item for item in waiting_for(request.user) if item.key == key), None)
    if item is None:
        return None
    read = Revision.objects.filter(pk=item.revision).first()
    thing = read.content_object if read is not None else None
    if read is None or thing is None:
        return None
    states = TaskState.objects.for_instance(thing).filter(status=TaskState.STATUS_IN_PROGRESS)
    state = states.select_related("workflow_state__workflow", "workflow_state__requested_by", "task").first()
    return WaitingText(item, state, thing, read.as_object(), request) if state is not None else None


def last_decision(key: Key) -> TaskState | None:
    """On a thing that waits no more."""
    states = TaskState.objects.filter(finished_at__isnull=False).select_related("finished_by", "task")
    kind, pk = submitted_kinds.get(key.kind), key.number
    if key.kind == OTHER.key:
        of_type, _dash, pk = key.number.partition("-")
        states = states.filter(workflow_state__content_type=of_type if of_type.isdecimal() else None)
    elif kind is not None:
        model = ContentType.objects.get_for_model(kind.model, for_concrete_model=False)
        states = states.filter(workflow_state__base_content_type=model)
    else:
        return None
    return states.filter(workflow_state__object_id=pk).order_by("-finished_at").first()
