"""To whom a mail about something goes: whoever has the right to see to it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet


def holders(right: str) -> QuerySet[Any]:
    """Of `app.codename`, with an address. Superusers only if Wagtail's own notices go to them too."""
    app, _dot, codename = right.partition(".")
    permission = Permission.objects.filter(codename=codename, content_type__app_label=app)
    wanted = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        wanted |= Q(is_superuser=True)
    users: Any = get_user_model()
    return (
        users._default_manager.filter(wanted, is_active=True)
        .exclude(**{users.get_email_field_name(): ""})
        .distinct()
        .order_by("pk")
    )
