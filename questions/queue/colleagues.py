from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from wagtail.models import GroupApprovalTask


def reviewers() -> QuerySet[Any]:
    """The people who may be put in charge: those who handle questions or approve something."""
    handling = Permission.objects.filter(content_type__app_label="clairdroit_questions", codename="handle_question")
    tasks = GroupApprovalTask.objects.filter(active=True)
    groups = Group.objects.filter(Q(permissions__in=handling) | Q(pk__in=tasks.values("groups")))
    users = get_user_model()._default_manager
    chosen = users.filter(Q(is_superuser=True) | Q(groups__in=groups) | Q(user_permissions__in=handling))
    return chosen.filter(is_active=True).order_by(users.model.USERNAME_FIELD).distinct()
