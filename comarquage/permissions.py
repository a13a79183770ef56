"""Who may do what with official content: nobody writes it, editors with the right to say where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

READ = frozenset({"view", "choose"})
READ_AND_CHANGE = READ | {"change"}


class LimitedPermissionPolicy(ModelPermissionPolicy):
    """Django's model permissions, and of these only the given actions, for superusers too."""

    def __init__(self, model: Any, allowed: frozenset[str]) -> None:
        super().__init__(model)
        self.allowed = allowed

    def user_has_permission(self, user: Any, action: str) -> bool:
        # Superusers have every permission of Django's; the first condition is what stops them here.
        return action in self.allowed and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
