"""Several small corrections approved at once, after an editor has read each of them on one page."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from clairdroit.moderation.actions.deciding import APPROVE, decide_text
from clairdroit.moderation.errors import ModerationError
from clairdroit.moderation.listing import waiting_for
from clairdroit.moderation.registry import Key, QueueItem
from clairdroit.moderation.small_corrections import small_corrections
from clairdroit.roles.users import AnyUser


def approve_together(*, seen: Mapping[Key, int], user: AnyUser) -> int:
    """How many were approved. `seen` says which revision of each thing the editor has read.

    Each is a transaction of its own. Passed over: what this user may not decide on, what changed since, what a
    colleague decided or has locked meanwhile, and whatever is no small correction.
    """
    mine = [item for item in waiting_for(user) if seen.get(item.key, 0) == item.revision]
    return sum(_approve(each.item, user) for each in small_corrections(mine))


def _approve(item: QueueItem, user: AnyUser) -> bool:
    try:
        decide_text(revision=item.revision, decision=APPROVE, user=user)
    except (ModerationError, PermissionDenied):
        return False
    return True
