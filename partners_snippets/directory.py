"""Finding partners in the directory: what is near, what the filters leave, and the counts on the filters.

Two ways, with the same filters. Near a commune (or when the town has few partners) every candidate is
read once as a light row and sorted, filtered and counted in memory: that is what allows counts on every
filter and "open now", which no database can compute. In a large directory without a commune the
database filters, and "open now" waits until the reader has said where.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from clairdroit.facets.counting import (
    Column,
    Conditions,
    Counts,
    Uncounted,
    Way,
    Ways,
    count_rows,
    narrow,
    narrow_rows,
)
from clairdroit.partners_snippets.enums import Reach
from clairdroit.partners_snippets.hours import is_open_at
from clairdroit.partners_snippets.managers import PartnerQuerySet
from clairdroit.partners_snippets.models import Partner, Place
from clairdroit.partners_snippets.school_holidays import departement_of
from clairdroit.territories.names import normalise

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# Kilometres within which somebody who does not serve the commune is worth the way, when the reader gave none.
USUAL_KM = 20
# More candidates than this are left to the database.
MOST_LIGHT_ROWS = 4000
# One text field, filled in by hand and by imports: “Français, arabe et anglais”, "arabe / russe".
_BETWEEN_LANGUAGES = re.compile(r"\s*(?:[,;/·]|\bet\b)\s*")


# The value of a choice that is made or not.
CHOSEN = "1"


@dataclass
class LightRow:
    pk: int
    name: str
    kind: str
    without_appointment: bool
    languages: list[str]
    at: datetime.datetime
    distance_km: float | None = None
    headings: set[str] = field(default_factory=set)
    hours: list[tuple[str, str]] = field(default_factory=list)
    _open: bool | None = None

    @property
    def is_open(self) -> bool:
        if self._open is None:
            self._open = any(is_open_at(osm, self.at, departement) for osm, departement in self.hours)
        return self._open


# What narrows the list; the words, the distance and the commune say where to look instead.
IN_MEMORY: Ways[LightRow] = {
    "heading": lambda row: row.headings,
    "kind": lambda row: (row.kind,) if row.kind else (),
    "language": lambda row: row.languages,
    "without_appointment": lambda row: (CHOSEN,) if row.without_appointment else (),
    # Told place by place, the dearest: it stands last, so that the others spare it rows.
    "open_now": lambda row: (CHOSEN,) if row.is_open else (),
}
IN_DATABASE: dict[str, Way] = {
    "heading": Column("headings"),
    "kind": Column("kind"),
    "language": Uncounted(lambda language: models.Q(languages__icontains=language)),
    "without_appointment": Conditions({CHOSEN: models.Q(without_appointment=True)}),
}


@dataclass
class Found:
    """Partners in order, and how many each choice would leave; of what cannot be told `counts` say nothing."""

    pks: Sequence[int]
    total: int
    distances: dict[int, float] = field(default_factory=dict)
    # With all of that left open that narrows the list.
    any: int = 0
    counts: Counts = field(default_factory=dict)


def find(
    chosen: Mapping[str, str], commune: "Commune | None", at: datetime.datetime, *, is_counted: bool = True
) -> Found:
    """`chosen` by the names of `IN_MEMORY`, "text" and "km". Without `is_counted` the choices' numbers are left out."""
    partners = _with_text(Partner.objects.live(), chosen.get("text", ""))
    if commune is not None:
        pks, distances = _around(partners, commune, int(chosen.get("km", 0)))
        return _find_light(_light_rows(pks, distances, at), chosen, is_counted)
    # One more than may be read: its being there says that there are too many, without a COUNT.
    pks = list(partners.order_by().values_list("pk", flat=True)[: MOST_LIGHT_ROWS + 1])
    if len(pks) <= MOST_LIGHT_ROWS:
        return _find_light(_light_rows(pks, {}, at), chosen, is_counted)
    return _find_in_database(partners, chosen, is_counted)


def _with_text(partners: PartnerQuerySet, text: str) -> PartnerQuerySet:
    """Each word somewhere in the name, the kind or what is offered; words of one letter say nothing."""
    for word in (word for word in text.split() if len(word) > 1):
        forms = {word, word.lower(), word.capitalize(), word.upper()}  # SQLite folds the case of ASCII only
        condition = models.Q()
        for form in forms:
            for name in ("name", "kind__name", "description"):
                condition |= models.Q(**{f"{name}__icontains": form})
        partners = partners.filter(condition)
    return partners


def _around(partners: PartnerQuerySet, commune: "Commune", km: int) -> tuple[list[int], dict[int, float]]:
    """Those who serve the commune or receive people nearby; with `km`, only those who receive within it.

    The town hall or the CCAS of another commune is left out, near as it may be: it does not serve the reader.
    """
    serving = list(partners.serving(commune).order_by().values_list("pk", flat=True))
    limit = km or USUAL_KM
    elsewhere = models.Q(kind__is_public_service=True, kind__reach=Reach.COMMUNE)
    near = partners.exclude(elsewhere & ~models.Q(pk__in=serving)).distances(commune, limit)
    # `distances` searches a square of that half-side, whose corners lie farther.
    near = {pk: distance for pk, distance in near.items() if distance <= limit}
    # Who serves the reader but receives farther away than they said they would go is left out.
    if km:
        return list(near), near
    distances = near | partners.filter(pk__in=set(serving) - near.keys()).distances(commune)
    return list({**dict.fromkeys(near), **dict.fromkeys(serving)}), distances


def _light_rows(pks: list[int], distances: dict[int, float], at: datetime.datetime) -> list[LightRow]:
    """Three queries, however many partners."""
    columns = ("pk", "name", "kind_id", "without_appointment", "languages")
    rows = {
        pk: LightRow(pk, name, kind or "", without_appointment, languages_in(languages), at, distances.get(pk))
        for pk, name, kind, without_appointment, languages in Partner.objects.filter(pk__in=pks)
        .order_by()
        .values_list(*columns)
    }
    tagged = Partner.headings.through.objects.filter(partner__in=pks).order_by()
    for pk, heading in tagged.values_list("partner_id", "headingtag_id"):
        rows[pk].headings.add(heading)
    places = Place.objects.filter(partner__in=pks).exclude(opening_hours="").order_by()
    for pk, osm, insee in places.values_list("partner_id", "opening_hours", "commune_id"):
        rows[pk].hours.append((osm, departement_of(insee)))
    far = float("inf")
    return sorted(
        rows.values(),
        key=lambda row: (far if row.distance_km is None else row.distance_km, normalise(row.name), row.pk),
    )


def languages_in(text: str) -> list[str]:
    """As in: Français, arabe et anglais → the languages, lower case; French goes without saying."""
    words = (word.strip().lower() for word in _BETWEEN_LANGUAGES.split(text))
    return [word for word in dict.fromkeys(words) if word and word not in ("français", "french")]


def _find_light(rows: list[LightRow], chosen: Mapping[str, str], is_counted: bool) -> Found:
    found = narrow(rows, IN_MEMORY, chosen, is_counted=is_counted)
    pks = [row.pk for row in found.kept]
    if not is_counted:
        return Found(pks, len(pks))
    distances = {row.pk: row.distance_km for row in found.kept if row.distance_km is not None}
    return Found(pks, len(pks), distances, any=len(rows), counts=found.counts)


def _find_in_database(partners: PartnerQuerySet, chosen: Mapping[str, str], is_counted: bool) -> Found:
    kept = narrow_rows(partners, IN_DATABASE, chosen)
    total = kept.count()
    pks = _LazyPks(kept.order_by("name", "pk").values_list("pk", flat=True), total)
    if not is_counted:
        return Found(pks, total)
    return Found(pks, total, any=partners.count(), counts=count_rows(partners, IN_DATABASE, chosen))


class _LazyPks(Sequence[int]):
    """Lets a paginator slice the query without counting it again."""

    def __init__(self, query: models.QuerySet, total: int) -> None:
        self.query = query
        self.total = total

    def __getitem__(self, index: Any) -> Any:
        return list(self.query[index]) if isinstance(index, slice) else self.query[index]

    def __len__(self) -> int:
        return self.total
