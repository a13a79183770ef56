"""Who may change whose account, and which groups they may give: docs/roles.md says how."""

from typing import Any

from django.apps import apps

WAGTAIL_VIEWSET = "wagtail.users.views.users.UserViewSet"
VIEWSET = "clairdroit.kb_pages.accounts.viewsets.AccountViewSet"


def take_over_accounts() -> None:
    """Wagtail's screens of accounts and groups become ours, unless the project has its own (`checks` looks at those).

    Called while hooks are loaded, before Wagtail makes its screens and asks for a policy.
    """
    from django.contrib.auth.models import Group
    from wagtail.permissions import register_permission_policy

    from clairdroit.kb_pages.accounts.viewsets import GroupPolicy

    # Wagtail names its viewset in its AppConfig: a project that has put its own there keeps it.
    config: Any = apps.get_app_config("wagtailusers")
    if config.user_viewset == WAGTAIL_VIEWSET:
        config.user_viewset = VIEWSET
    register_permission_policy(Group, GroupPolicy())
