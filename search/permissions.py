from typing import Any

from wagtail.permission_policies.pages import PagePermissionPolicy


def user_can_see_searches(user: Any) -> bool:
    """Whoever writes or publishes pages: what readers do not find is theirs to mend. It names nobody."""
    return user.has_perm("wagtailadmin.access_admin") and PagePermissionPolicy().user_has_any_permission(
        user, ["add", "change", "publish"]
    )
