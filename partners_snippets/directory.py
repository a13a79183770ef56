"""Finding partners in the directory: what is near, what the filters leave, and the counts on the filters.

Two ways, with the same filters. Near a commune (or when the town has few partners) every candidate is
read once as a light row and sorted, filtered and counted in memory: that is what allows counts on every
filter and "open now", which no database can compute. In a large directory without a commune the
database filters, and "open now" waits until the reader has said where.
"""

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import models

from clairdroit.partners_snippets.enums import Reach
from clairdroit.partners_snippets.hours import is_open_at
from clairdroit.partners_snippets.managers import PartnerQuerySet
from clairdroit.partners_snippets.models import Partner, PartnerKind, Place
from clairdroit.partners_snippets.school_holidays import departement_of
from clairdroit.taxonomy.enums import Heading
from clairdroit.taxonomy.models import HeadingTag
from clairdroit.territories.names import normalise

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

DISTANCES_KM = (5, 10, 20, 50)
# Kilometres within which somebody who does not serve the commune is worth the way, when the reader gave none.
USUAL_KM = 20
# More candidates than this are left to the database.
MOST_LIGHT_ROWS = 4000
# One text field, filled in by hand and by imports: “Français, arabe et anglais”, "arabe / russe".
_BETWEEN_LANGUAGES = re.compile(r"\s*(?:[,;/·]|\bet\b)\s*")


def _typed(query: Any, name: str) -> str:
    """What stands in the address, without the NUL that PostgreSQL refuses in any text."""
    return query.get(name, "").replace("\x00", " ").strip()


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; empty means "any". Only known values get here."""

    heading: str = ""
    kind: str = ""
    language: str = ""
    open_now: bool = False
    without_appointment: bool = False
    km: int | None = None
    text: str = ""

    @classmethod
    def from_query(cls, query: Any) -> "Filters":
        """From a request's GET; what is not understood is left out rather than refused."""
        heading = query.get("rubrique", "")
        km = query.get("distance", "")
        return cls(
            heading=heading if heading in Heading.values else "",
            kind=_typed(query, "type")[:40],
            language=_typed(query, "langue").lower()[:40],
            open_now=query.get("ouvert") == "1",
            without_appointment=query.get("sans-rendez-vous") == "1",
            # Only the offered ones: any other number would be another page for caches.
            km=int(km) if km in map(str, DISTANCES_KM) else None,
            text=_typed(query, "q")[:100],
        )

    def as_query(self) -> dict[str, str]:
        pairs = {
            "q": self.text,
            "rubrique": self.heading,
            "type": self.kind,
            "langue": self.language,
            "ouvert": "1" if self.open_now else "",
            "sans-rendez-vous": "1" if self.without_appointment else "",
            "distance": str(self.km or ""),
        }
        return {name: value for name, value in pairs.items() if value}

    @property
    def chosen(self) -> bool:
        """Whether a filter narrows the list (the text and the distance say where to look instead)."""
        return replace(self, text="", km=None) != Filters()


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


Test = Callable[[LightRow], bool]


@dataclass
class Found:
    """Partners in order, and how many each filter would leave. `open_now` is None when it cannot be told."""

    pks: Sequence[int]
    total: int
    distances: dict[int, float] = field(default_factory=dict)
    any: int = 0
    open_now: int | None = None
    without_appointment: int = 0
    headings: dict[str, int] = field(default_factory=dict)
    kinds: list[tuple[PartnerKind, int]] = field(default_factory=list)
    languages: dict[str, int] = field(default_factory=dict)


def find(filters: Filters, commune: "Commune | None", at: datetime.datetime, *, is_counted: bool = True) -> Found:
    """Without `is_counted` the filters' own counts are left out, for whoever shows no filters."""
    partners = _with_text(Partner.objects.live(), filters.text)
    if commune is not None:
        pks, distances = _around(partners, commune, filters.km)
        return _find_light(_light_rows(pks, distances, at), filters, is_counted)
    # One more than may be read: its being there says that there are too many, without a COUNT.
    pks = list(partners.order_by().values_list("pk", flat=True)[: MOST_LIGHT_ROWS + 1])
    if len(pks) <= MOST_LIGHT_ROWS:
        return _find_light(_light_rows(pks, {}, at), filters, is_counted)
    return _find_in_database(partners, filters, is_counted)


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


def _around(partners: PartnerQuerySet, commune: "Commune", km: int | None) -> tuple[list[int], dict[int, float]]:
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


def _find_light(rows: list[LightRow], filters: Filters, is_counted: bool) -> Found:
    tests: dict[str, Test] = {
        "heading": lambda row: not filters.heading or filters.heading in row.headings,
        "kind": lambda row: not filters.kind or filters.kind == row.kind,
        "language": lambda row: not filters.language or filters.language in row.languages,
        "without_appointment": lambda row: not filters.without_appointment or row.without_appointment,
        "open_now": lambda row: not filters.open_now or row.is_open,
    }

    def left(but: str = "") -> list[LightRow]:
        """What all filters leave, but one: its own choices are counted among these."""
        others = [test for name, test in tests.items() if name != but]
        return [row for row in rows if all(test(row) for test in others)]

    # “Open now” is told place by place and is the dearest test: it stands last, so that others spare it rows.
    kept = left()
    if not is_counted:
        return Found(pks=[row.pk for row in kept], total=len(kept))
    headings = Counter(key for row in left("heading") for key in row.headings)
    languages = Counter(word for row in left("language") for word in row.languages)
    kinds = Counter(row.kind for row in left("kind") if row.kind)
    return Found(
        pks=[row.pk for row in kept],
        total=len(kept),
        distances={row.pk: row.distance_km for row in kept if row.distance_km is not None},
        any=len(rows),
        open_now=sum(row.is_open for row in left("open_now")),
        without_appointment=sum(row.without_appointment for row in left("without_appointment")),
        headings={key: headings[key] for key in Heading.values if headings[key] or key == filters.heading},
        kinds=_named_kinds(kinds),
        # As many as fit a telephone's screen.
        languages=dict(languages.most_common(6)),
    )


def _find_in_database(partners: models.QuerySet, filters: Filters, is_counted: bool) -> Found:
    parts = {
        "heading": models.Q(headings=filters.heading) if filters.heading else models.Q(),
        "kind": models.Q(kind=filters.kind) if filters.kind else models.Q(),
        "without_appointment": models.Q(without_appointment=True) if filters.without_appointment else models.Q(),
        "language": models.Q(languages__icontains=filters.language) if filters.language else models.Q(),
    }

    def left(but: str = "") -> models.QuerySet:
        found = partners.order_by()
        for name, part in parts.items():
            if name != but and part:
                found = found.filter(part)
        return found

    kept = left()
    total = kept.count()
    pks = _LazyPks(kept.order_by("name", "pk").values_list("pk", flat=True), total)
    if not is_counted:
        return Found(pks=pks, total=total)
    headings = dict(
        HeadingTag.objects.filter(partners__in=left("heading").values("pk"))
        .order_by()
        .values_list("pk")
        .annotate(number=models.Count("partners"))
    )
    kinds = left("kind").exclude(kind=None).values_list("kind").annotate(number=models.Count("pk"))
    return Found(
        pks=pks,
        total=total,
        any=partners.count(),
        without_appointment=left("without_appointment").filter(without_appointment=True).count(),
        headings={key: headings.get(key, 0) for key in Heading.values if headings.get(key) or key == filters.heading},
        kinds=_named_kinds(Counter(dict(kinds))),
    )


class _LazyPks(Sequence[int]):
    """Lets a paginator slice the query without counting it again."""

    def __init__(self, query: models.QuerySet, total: int) -> None:
        self.query = query
        self.total = total

    def __getitem__(self, index: Any) -> Any:
        return list(self.query[index]) if isinstance(index, slice) else self.query[index]

    def __len__(self) -> int:
        return self.total


def _named_kinds(counts: Counter) -> list[tuple[PartnerKind, int]]:
    kinds = PartnerKind.objects.filter(pk__in=list(counts))
    return [(kind, counts[kind.pk]) for kind in kinds]
