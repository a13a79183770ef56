"""Whoever acts, for a type checker: whatever AUTH_USER_MODEL names, since a host project may have its own."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import _AnyUser as AnyUser
    from django.contrib.auth.models import _User as User
else:
    AnyUser = User = Any

__all__ = ["AnyUser", "User"]
