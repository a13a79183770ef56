"""Who has a part in the queue. What waits there for whom, each source says itself."""

from wagtail.models import GroupApprovalTask

from clairdroit.moderation.registry import permissions
from clairdroit.roles.users import AnyUser


def user_can_decide(user: AnyUser) -> bool:
    """On something, some day: at most one query, for the menu of every page of the admin."""
    if user.is_active and (user.is_superuser or any(user.has_perm(permission) for permission in permissions())):
        return True
    return GroupApprovalTask.objects.filter(active=True, groups__user=user.pk).exists()
