"""For Wagtail's notices by mail, whose words are ours (`wagtailadmin/notifications/`)."""

from typing import Any

from django import template
from django.utils.translation import gettext

from clairdroit.roles.names import name_of

register = template.Library()


@register.filter
def colleague(user: Any) -> str:
    return name_of(user) or gettext("Somebody of the team")


@register.filter
def opens_admin(user: Any) -> bool:
    return bool(user.has_perm("wagtailadmin.access_admin"))
