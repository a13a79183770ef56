"""Rows are seen by whoever has one permission, whatever Wagtail asks for; they are changed by actions alone."""

from typing import Any

from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy


def may_read(user: Any, permission: str) -> bool:
    """`permission` as Django names it: "clairdroit_mail.view_outboxmail"."""
    return bool(user.is_active and user.has_perm(permission))


class RecordsPolicy(ModelPermissionPolicy):
    """For `register_permission_policy`, where a model's list is a `RecordsViewSet`."""

    def __init__(self, model: type[Model], permission: str) -> None:
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may_read(user, self.permission)
