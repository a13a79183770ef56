"""What the choices of several facets leave together, and what each choice would leave.

A choice's count says what choosing it would show: all other facets apply, its own does not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Count, Model, Q, QuerySet

T = TypeVar("T")
M = TypeVar("M", bound=Model)

# By the name of a facet: under which of its choices a thing of the list stands.
Ways = Mapping[str, Callable[[T], Collection[str]]]
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Narrowed(Generic[T]):
    kept: list[T]
    counts: Counts
    # What stands there without a choice of this facet.
    totals: Mapping[str, int]

    def of(self, name: str) -> Mapping[str, int]:
        """With the total under "", as `State.offer` takes it for "Everything"."""
        return {**self.counts[name], "": self.totals[name]}


def narrow(items: Iterable[T], ways: Ways[T], chosen: Mapping[str, str], *, is_counted: bool = True) -> Narrowed[T]:
    """In one pass over a list in memory. The dearest way stands last: what two others refuse is not asked it."""
    asked = [(name, way, chosen[name]) for name, way in ways.items() if chosen.get(name)]
    kept: list[T] = []
    counts: dict[str, dict[str, int]] = {name: {} for name in ways}
    totals = dict.fromkeys(ways, 0)
    for item in items:
        refusing: list[str] = []
        for name, way, value in asked:
            if value not in way(item):
                refusing.append(name)
                if len(refusing) > 1 or not is_counted:
                    break
        if not refusing:
            kept.append(item)
        # One facet alone refuses it: another choice of that one would show it. Two: no single choice would.
        counted = () if not is_counted or len(refusing) > 1 else refusing or ways
        for name in counted:
            totals[name] += 1
            of_facet = counts[name]
            for value in ways[name](item):
                of_facet[value] = of_facet.get(value, 0) + 1
    return Narrowed(kept, counts, totals)


@dataclass(frozen=True)
class Column:
    """The values of a column, of another table's too (`"headings"`): counted by one GROUP BY."""

    column: str

    def condition(self, value: str) -> Q:
        return Q(**{self.column: value})

    def count(self, rows: QuerySet[Any]) -> Mapping[str, int]:
        counted = rows.values_list(self.column).annotate(number=Count("pk", distinct=True))
        return {str(value): number for value, number in counted if value not in (None, "")}


@dataclass(frozen=True)
class Conditions:
    """A condition for each value: counted by one aggregate.

    What concerns rows of another table is asked by a subquery: a join would count a row once for each of them.
    """

    conditions: Mapping[str, Q]

    def condition(self, value: str) -> Q:
        return self.conditions[value]

    def count(self, rows: QuerySet[Any]) -> Mapping[str, int]:
        named = {f"choice_{number}": value for number, value in enumerate(self.conditions)}
        found = rows.aggregate(**{name: Count("pk", filter=self.conditions[value]) for name, value in named.items()})
        return {value: found[name] for name, value in named.items()}


@dataclass(frozen=True)
class Uncounted:
    """Of values that the database cannot list."""

    condition: Callable[[str], Q]

    def count(self, rows: QuerySet[Any]) -> None:
        return None


Way = Column | Conditions | Uncounted


def narrow_rows(rows: QuerySet[M], ways: Mapping[str, Way], chosen: Mapping[str, str], *, but: str = "") -> QuerySet[M]:
    """`but` names a facet that is left open."""
    for name, way in ways.items():
        if name != but and (value := chosen.get(name)):
            rows = rows.filter(way.condition(value))
    return rows


def count_rows(rows: QuerySet[Any], ways: Mapping[str, Way], chosen: Mapping[str, str]) -> Counts:
    """One query for each facet, however many choices and rows; none of those that cannot be counted."""
    # What a list shows beside its rows is read for nothing when they are counted.
    bare = rows.order_by().select_related(None).prefetch_related(None)
    counted = {name: way.count(narrow_rows(bare, ways, chosen, but=name)) for name, way in ways.items()}
    return {name: counts for name, counts in counted.items() if counts is not None}
