from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector

from clairdroit.partners_snippets.enums import Audience

if TYPE_CHECKING:
    from django.http import HttpRequest

    from clairdroit.partners_snippets.models import Partner

# Who has it: roles.py.
PRIVATE_PERMISSION = "clairdroit_partners_snippets.view_privatecontact"


def user_can_see_private(user: Any) -> bool:
    """Whether private contacts and team boxes may be shown to this user; being signed in is not enough."""
    return bool(user and user.is_active and user.has_perm(PRIVATE_PERMISSION))


# Whoever looks after partners as a whole is told of what happens to their records; only coordination may delete one.
KEEP_PARTNERS = "clairdroit_partners_snippets.delete_partner"

# What the rule above covers in a partner's record, in the words of the model and of an import.
PRIVATE_FIELDS = ("team_email", "is_absent_until")
PRIVATE_RELATIONS = ("private_contacts",)
PRIVATE_IMPORTED_VALUES = ("contacts",)


def user_can_act_for(user: Any, partner: Partner) -> bool:
    """Whether this user is one of the partner's own people (or its team box)."""
    return bool(user and user.is_active and partner.members.filter(user=user).exists())


def user_can_renew_links(user: Any, partner: Partner) -> bool:
    """Whoever edits partners; and the partner's own people, who know who else reads their mails."""
    can_edit = bool(user and user.is_active and user.has_perm("clairdroit_partners_snippets.change_partner"))
    return can_edit or user_can_act_for(user, partner)


def kept_by_others(instance: Model) -> bool:
    """Whether rows of other models, of apps that this one does not know, forbid its deletion."""
    try:
        Collector(using=instance._state.db or "default").collect([instance])
    except ProtectedError:
        return True
    return False


def audience_of(request: HttpRequest) -> str:
    """PUBLIC unless someone with the permission is signed in; a visitor without a session is never looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return Audience.PUBLIC
    user = getattr(request, "user", None)
    return Audience.PROFESSIONAL if user_can_see_private(user) else Audience.PUBLIC
