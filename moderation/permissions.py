"""Who has a part in the queue. What waits there for whom, each source says itself."""

from typing import TYPE_CHECKING, Any

from wagtail.models import GroupApprovalTask

from clairdroit.moderation.registry import permissions

if TYPE_CHECKING:
    # Whatever AUTH_USER_MODEL names: a host project may have its own.
    from django.contrib.auth.models import _AnyUser as AnyUser
    from django.contrib.auth.models import _User as User
else:
    AnyUser = User = Any


def user_can_decide(user: AnyUser) -> bool:
    """On something, some day: at most one query, for the menu of every page of the admin."""
    if user.is_active and (user.is_superuser or any(user.has_perm(permission) for permission in permissions())):
        return True
    return GroupApprovalTask.objects.filter(active=True, groups__user=user.pk).exists()
