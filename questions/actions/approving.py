"""Several small corrections approved at once, after an editor has read each of them on one page."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.models import TaskState

from clairdroit.questions.permissions import AnyUser
from clairdroit.questions.queue.listing import waiting_for
from clairdroit.questions.queue.registry import Key, Waiting
from clairdroit.questions.queue.small import small_corrections


def approve_together(*, seen: Mapping[Key, int], user: AnyUser) -> int:
    """How many were approved. `seen` says which revision of each thing the editor has read.

    Each is a transaction of its own. Passed over: what this user may not decide on, what changed since, what a
    colleague decided or has locked meanwhile, and whatever is no small correction (an answer never is).
    """
    mine = [item for item in waiting_for(user) if seen.get(item.key, 0) == item.revision]
    return sum(_approve(each.item, user) for each in small_corrections(mine))


@transaction.atomic
def _approve(item: Waiting, user: AnyUser) -> bool:
    states = TaskState.objects.select_for_update().filter(revision=item.revision)
    state = states.filter(status=TaskState.STATUS_IN_PROGRESS).first()
    if state is None:
        return False
    thing = state.revision.as_object()
    task = state.task.specific
    lock = thing.get_lock()
    if lock is not None and lock.for_user(user):
        return False
    if "approve" not in {name for name, _label, _modal in task.get_actions(thing, user)}:
        return False
    try:
        with transaction.atomic():
            task.on_action(state, user, "approve")
    except (PermissionDenied, ValidationError):
        # May decide but not publish; or the correction no longer fits, because something it names has gone.
        return False
    return True
