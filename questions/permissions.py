"""Who may do what with questions: the one place to read."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from clairdroit.partners_snippets.permissions import user_can_act_for
from clairdroit.questions.models import Assignment, PartnerToken

if TYPE_CHECKING:
    # Whatever AUTH_USER_MODEL names: a host project may have its own.
    from django.contrib.auth.models import _AnyUser as AnyUser
    from django.contrib.auth.models import _User as User
else:
    AnyUser = User = Any

HANDLE = "clairdroit_questions.handle_question"


def user_can_handle_questions(user: AnyUser) -> bool:
    """See every question with the citizen's address, assign, answer, close, decide on answers."""
    return bool(user.is_active and user.has_perm(HANDLE))


def user_can_see_outbox(user: AnyUser) -> bool:
    """The outbox shows addresses and whole texts: the same circle as the questions themselves."""
    return user_can_handle_questions(user)


def user_can_draft(user: AnyUser, assignment: Assignment) -> bool:
    """Membership alone decides, staff rights do not: nobody writes in the name of a partner but the partner."""
    return user_can_act_for(user, assignment.partner)


def user_can_manage_connections(user: AnyUser) -> bool:
    """Webhooks and keys for other software: who is told of questions, and who may answer them."""
    return user_can_handle_questions(user)


def user_can_revoke_key(user: AnyUser, key: PartnerToken) -> bool:
    """Whoever manages connections; and the partner's team, since the key speaks in its name. Making one is not theirs:
    the link in a mailbox is no proof strong enough for a key that lasts."""
    return user_can_manage_connections(user) or user_can_act_for(user, key.partner)


def require(allowed: bool, **about: Any) -> None:
    """Raises the one error that Django answers with 403."""
    if not allowed:
        raise PermissionDenied(about.get("message", ""))
