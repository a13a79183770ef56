"""What the to-do board lists: every record of every model that inherits VerificationMixin, then what apps register."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.utils import timezone
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permission_policies.pages import PagePermissionPolicy

from clairdroit.freshness.managers import overdue_condition
from clairdroit.freshness.models import VerificationMixin
from clairdroit.registries import Registry


@dataclass(frozen=True)
class Line:
    """One thing of a list below the board: where it is edited, and in a sentence what waits."""

    title: str
    edit_url: str
    words: str


@dataclass(frozen=True)
class WorkList:
    """Other work on texts than to confirm them, found by the app that knows of it, for one person.

    `key` names it in addresses; `counted` gives the words that stand after a number on the first page of the admin, and
    `count` that number, as many as `lines` gives, without reading them.
    """

    key: str
    title: Any
    words: Any
    lines: Callable[[Any], Iterable[Line]]
    count: Callable[[Any], int]
    counted: Callable[[int], str]


work_lists = Registry[WorkList](key=lambda work: work.key, taken="The board already has a list {key!r}.")


# Rows are ordered by this number rather than by a date, which neither database can compute from a number
# of months held in a column: years, months and days of 31.
DUE_RANK = (
    (ExtractYear("verified_at") * 12 + ExtractMonth("verified_at") - 1 + F("review_months")) * 31
    + ExtractDay("verified_at")
    - 1
)


def verifiable_models() -> list[type[Any]]:
    return [model for model in apps.get_models() if issubclass(model, VerificationMixin)]


def items_for(user: Any, model: type[Any]) -> models.QuerySet:
    """The live records of one model that this user may edit, or is asked to look after.

    A text in several languages stands once, in the default language: confirming it confirms all.
    """
    items = model._default_manager.all()
    if issubclass(model, Page):
        editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        # An alias shows the text of another page, which has the line.
        items = items.filter(Q(pk__in=editable.values("pk")) | Q(owner=user), alias_of=None)
    elif not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        items = items.filter(owner=user)
    if any(field.name == "live" for field in model._meta.get_fields()):
        items = items.filter(live=True)
    if issubclass(model, TranslatableMixin):
        # Also what exists in another language alone: without the second half it would stand on no board.
        default = Locale.get_default()
        elsewhere = model._default_manager.filter(locale=default).values("translation_key")
        items = items.filter(Q(locale=default) | ~Q(translation_key__in=elsewhere))
    return items


def rows(items: models.QuerySet, index: int) -> models.QuerySet:
    """(pk, rank, index) of each record, the same shape for every model, so that they can be united."""
    # Never verified stands before all that ever was.
    rank = Case(When(verified_at=None, then=Value(0)), default=DUE_RANK, output_field=IntegerField())
    return (
        items.order_by()
        .annotate(rank=rank, model_index=Value(index, output_field=IntegerField()))
        .values_list("pk", "rank", "model_index")
    )


def count_overdue(user: Any, *, only_own: bool = False) -> int:
    total = 0
    for model in verifiable_models():
        items = items_for(user, model).filter(overdue_condition(timezone.localdate()))
        total += (items.filter(owner=user) if only_own else items).count()
    return total
