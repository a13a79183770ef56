from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import GroupApprovalTask

from clairdroit.moderation.registry import permissions


def reviewers() -> QuerySet[Any]:
    """The people who may be put in charge: those who have a right that a source asks for, or approve something."""
    tasks = GroupApprovalTask.objects.filter(active=True)
    deciding = _rights()
    groups = Group.objects.filter(Q(permissions__in=deciding) | Q(pk__in=tasks.values("groups")))
    users = get_user_model()._default_manager
    chosen = users.filter(Q(is_superuser=True) | Q(groups__in=groups) | Q(user_permissions__in=deciding))
    return chosen.filter(is_active=True).order_by(users.model.USERNAME_FIELD).distinct()


def _rights() -> QuerySet[Permission]:
    named = [permission.split(".") for permission in sorted(permissions())]
    wanted = [Q(content_type__app_label=app, codename=codename) for app, codename in named]
    return Permission.objects.filter(reduce(or_, wanted)) if wanted else Permission.objects.none()
