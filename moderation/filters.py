"""By what the queue is narrowed, and under which choices a waiting thing stands."""

import datetime
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from clairdroit.facets.counting import Narrowed, Ways, narrow
from clairdroit.facets.state import Facet, State
from clairdroit.moderation.colleagues import reviewers
from clairdroit.moderation.registry import QueueItem, kinds
from clairdroit.taxonomy.enums import Heading

# As addresses say them.
MINE, NOBODY, NO_HEADING, LATE = "moi", "personne", "aucune", "retard"
AGES = {LATE: _("Late"), "3": _("More than 3 days"), "7": _("More than 7 days"), "30": _("More than 30 days")}


def state_of(request: HttpRequest, colleagues: Mapping[int, Any] | None = None) -> State:
    """One for each request; `colleagues` by their ids, for whoever has read them already."""
    if not hasattr(request, "_queue_state"):
        who = {each.pk: each for each in reviewers()} if colleagues is None else colleagues
        setattr(request, "_queue_state", State.read(request.GET, facets(request.user, who), request.path))  # noqa: B010
    return getattr(request, "_queue_state")  # noqa: B009


def facets(user: Any, colleagues: Mapping[int, Any]) -> tuple[Facet, ...]:
    others = {str(pk): get_user_display_name(who) for pk, who in colleagues.items() if pk != user.pk}
    charges = {MINE: _("Mine"), NOBODY: _("Nobody’s"), **others}

    def charge(value: str) -> str:
        # In the address that a colleague sends on, I am a number.
        return MINE if value == str(user.pk) else value if value in charges else ""

    return (
        Facet("kind", "genre", _("Kind of thing"), kinds()),
        Facet("heading", "rubrique", _("Heading"), {**dict(Heading.choices), NO_HEADING: _("Without a heading")}),
        Facet("age", "age", _("Waiting for"), AGES),
        Facet("charge", "pour", _("In whose charge"), charges, charge),
    )


def narrowed(items: list[QueueItem], state: State, user: Any) -> Narrowed[QueueItem]:
    ways: Ways[QueueItem] = {
        "kind": lambda item: (item.key.kind,),
        # A partner record has several.
        "heading": lambda item: item.headings or (NO_HEADING,),
        "age": partial(_ages, now=timezone.now()),
        "charge": partial(_charge, user=user),
    }
    return narrow(items, ways, state.values)


def _ages(item: QueueItem, *, now: datetime.datetime) -> Collection[str]:
    days = [age for age in AGES if age != LATE and item.since < now - datetime.timedelta(days=int(age))]
    return [*days, LATE] if item.is_late else days


def _charge(item: QueueItem, *, user: Any) -> Collection[str]:
    if item.colleague is None:
        return (NOBODY,)
    return (MINE,) if item.colleague == user.pk else (str(item.colleague),)
