"""The queue's filters: what the address says, and how many things each choice would show."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from clairdroit.moderation.registry import QueueItem, kinds
from clairdroit.taxonomy.enums import Heading

MINE, NOBODY, NO_HEADING, LATE = "moi", "personne", "aucune", "retard"
AGES = {LATE: _("Late"), "3": _("More than 3 days"), "7": _("More than 7 days"), "30": _("More than 30 days")}


@dataclasses.dataclass(frozen=True)
class Choice:
    value: str
    label: Any
    count: int
    is_chosen: bool
    query: str


@dataclasses.dataclass(frozen=True)
class Filters:
    """Empty means all. Read from an address: what is not among the choices counts as empty."""

    genre: str = ""
    rubrique: str = ""
    age: str = ""
    pour: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any], colleagues: Mapping[int, Any]) -> "Filters":
        known = {
            "genre": kinds().keys(),
            "rubrique": {*Heading.values, NO_HEADING},
            "age": AGES.keys(),
            "pour": {MINE, NOBODY, *map(str, colleagues)},
        }
        # What an old bookmark names and no longer exists is no filter, instead of an empty list.
        return cls(**{name: data[name] for name, values in known.items() if data.get(name, "") in values})

    @property
    def query(self) -> str:
        """For addresses, without a question mark."""
        return urlencode({name: value for name, value in dataclasses.asdict(self).items() if value})

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    def apply(self, items: Iterable[QueueItem], user: Any, *, without: str = "") -> list[QueueItem]:
        """`without` names a filter that is left open, to count what its choices would show."""
        chosen = dataclasses.replace(self, **{without: ""}) if without else self
        tests = chosen._tests(user)
        return [item for item in items if all(test(item) for test in tests)]

    def _tests(self, user: Any) -> list[Callable[[QueueItem], bool]]:
        return [
            partial(_has, name=name, value=value, user=user)
            for name, value in dataclasses.asdict(self).items()
            if value
        ]

    def choices(self, items: Iterable[QueueItem], user: Any, colleagues: Mapping[int, Any]) -> dict[str, list[Choice]]:
        """For each filter its choices with their counts; those that would show nothing are left out."""
        labels: dict[str, dict[str, Any]] = {
            "genre": kinds(),
            "rubrique": {**dict(Heading.choices), NO_HEADING: _("Without a heading")},
            "age": AGES,
            "pour": {
                MINE: _("Mine"),
                NOBODY: _("Nobody’s"),
                **{str(pk): get_user_display_name(who) for pk, who in colleagues.items() if pk != user.pk},
            },
        }
        everything = list(items)
        return {name: self._choices(name, known, everything, user) for name, known in labels.items()}

    def _choices(self, name: str, labels: Mapping[str, Any], items: list[QueueItem], user: Any) -> list[Choice]:
        # A choice's count says what choosing it would show: all other filters apply, its own does not.
        shown = self.apply(items, user, without=name)
        counts = Counter(value for item in shown for value in values_of(item, name, user))
        current = getattr(self, name)

        def choice(value: str, label: Any, count: int) -> Choice:
            query = dataclasses.replace(self, **{name: value}).query
            return Choice(value, label, count, is_chosen=value == current, query=query)

        offered = [
            choice(value, label, counts[value]) for value, label in labels.items() if counts[value] or value == current
        ]
        return [choice("", _("Everything"), len(shown)), *offered]


def _has(item: QueueItem, *, name: str, value: str, user: Any) -> bool:
    return value in values_of(item, name, user)


def values_of(item: QueueItem, name: str, user: Any) -> set[str]:
    """Under which choices of a filter a thing stands: a partner record has several headings."""
    if name == "genre":
        return {item.key.kind}
    if name == "rubrique":
        return set(item.headings) or {NO_HEADING}
    if name == "age":
        now = timezone.now()
        days = {age for age in AGES if age != LATE and item.since < now - datetime.timedelta(days=int(age))}
        return days | ({LATE} if item.is_late else set())
    if item.colleague is None:
        return {NOBODY}
    return {str(item.colleague), MINE} if item.colleague == user.pk else {str(item.colleague)}
