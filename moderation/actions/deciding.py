"""An editor's decision on a text that waits in a workflow: a page, a record, an entry, whatever a host project has."""

import dataclasses
import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.html import strip_tags
from wagtail.models import Revision, TaskState, WorkflowState

from clairdroit.moderation import cautions
from clairdroit.moderation.errors import (
    DecidedMeanwhileError,
    DoesNotFitError,
    EmptyCommentError,
    LockedError,
    MayNotPublishError,
)
from clairdroit.moderation.submitted import is_decided_here
from clairdroit.roles.users import AnyUser

APPROVE, REJECT = "approve", "reject"


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of a decision. Of an approval one of three: public now, public on that day, or the next step waits."""

    thing: Any
    decision: str
    is_public: bool = False
    goes_public_at: datetime.datetime | None = None
    next_step: str = ""


@transaction.atomic
def decide_text(*, revision: int | None, decision: str, user: AnyUser, comment: str = "") -> Outcome:
    """Approves that version, or asks for changes and says which: the task itself says who may.

    `revision` is the version that the editor has read. Wagtail publishes whatever was saved last, also after it was
    submitted: where that is another one, nothing is decided. Models whose kind is not `is_decided_here` have actions
    of their own.
    """
    if decision == REJECT and not comment.strip():
        raise EmptyCommentError
    read = Revision.objects.filter(pk=revision).first()
    state = _waiting_state(read) if read is not None else None
    thing = _locked(state.workflow_state.content_object) if state is not None else None
    if state is None or thing is None or thing.latest_revision_id != revision:
        raise DecidedMeanwhileError
    if not is_decided_here(thing):
        raise PermissionDenied
    task = state.task.specific
    lock = thing.get_lock()
    if lock is not None and lock.for_user(user):
        raise LockedError(strip_tags(str(lock.get_message(user))))
    if decision not in {name for name, _label, _modal in task.get_actions(thing, user)}:
        raise PermissionDenied
    if decision == APPROVE:
        cautions.accept(thing=thing, revision=read, user=user)
    said = {"comment": comment.strip()} if comment.strip() else {}
    try:
        with transaction.atomic():
            task.on_action(state, user, decision, **said)
    except PermissionDenied as refusal:
        raise MayNotPublishError from refusal
    except ValidationError as refusal:
        # Something that it names has gone, or another one has taken its address.
        raise DoesNotFitError(refusal.messages) from refusal
    return outcome_of(state, decision)


def _waiting_state(read: Revision) -> TaskState | None:
    """Colleagues who press at the same moment come one after the other."""
    states = TaskState.objects.select_for_update(of=("self",)).filter(
        workflow_state__base_content_type=read.base_content_type_id,
        workflow_state__object_id=read.object_id,
        status=TaskState.STATUS_IN_PROGRESS,
    )
    return states.select_related("workflow_state").first()


def _locked(thing: Any) -> Any:
    """As it is now; whoever saves another version meanwhile waits for the decision."""
    if thing is None:
        return None
    # Of a page its base row: that is what saving a version writes. The page itself is read after the lock was had.
    model = thing._meta.get_field("latest_revision").model
    model._base_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
    return type(thing)._default_manager.filter(pk=thing.pk).first()


def outcome_of(state: TaskState, decision: str) -> Outcome:
    workflow = WorkflowState.objects.get(pk=state.workflow_state_id)
    thing = workflow.content_object
    if decision == REJECT or workflow.status == WorkflowState.STATUS_IN_PROGRESS:
        step = workflow.current_task_state.task.name if decision == APPROVE and workflow.current_task_state else ""
        return Outcome(thing, decision, next_step=step)
    if thing.live and thing.live_revision_id == thing.latest_revision_id:
        return Outcome(thing, decision, is_public=True)
    planned = thing.revisions.filter(approved_go_live_at__isnull=False).order_by("-pk").first()
    return Outcome(thing, decision, goes_public_at=planned.approved_go_live_at if planned else None)
