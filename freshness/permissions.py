from typing import Any

from django.contrib.auth import get_permission_codename
from wagtail.models import Page


def user_can_verify(user: Any, obj: Any) -> bool:
    """Whoever may edit it may say that it is still right.

    A model may widen this with `can_be_verified_by(user)`: a partner's own team, for instance.
    """
    if user is None or not user.is_active:
        return False
    # Widens and never narrows: whoever may edit may confirm, whatever the model's own rule says.
    own_rule = getattr(obj, "can_be_verified_by", None)
    if own_rule is not None and own_rule(user):
        return True
    if isinstance(obj, Page):
        return obj.permissions_for_user(user).can_edit()
    meta = obj._meta
    return user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}")


def user_can_publish(user: Any, obj: Any) -> bool:
    """By a right of their own: whoever only decides in a workflow publishes by that."""
    if isinstance(obj, Page):
        return obj.permissions_for_user(user).can_publish()
    meta = obj._meta
    return user.has_perm(f"{meta.app_label}.{get_permission_codename('publish', meta)}")
