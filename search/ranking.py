"""Orders candidates for the reader: the same on every database, because it reads the documents' terms, not scores.

BM25 over weighted fields (Robertson and Zaragoza's BM25F), plus what plain word counting misses: a title that is
about nothing else than the query, and words of the query that stand side by side.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import asin, cos, exp, log, log1p, radians, sin, sqrt
from typing import NamedTuple

from clairdroit.search.models import SearchDocument, SuggestedTitle
from clairdroit.search.registry import Place

# BM25F: occurrences are added over the fields by these weights before they are saturated, so a word of the title counts
# as four of the body before their lengths are asked for.
FIELD_WEIGHTS = {"terms_title": 4.0, "terms_summary": 3.0, "terms_chapters": 2.0, "terms_body": 1.0}
# How much a field's length counts against it, 0 to 1.
FIELD_LENGTH_PENALTY = {"terms_title": 0.5, "terms_summary": 0.5, "terms_chapters": 0.5, "terms_body": 0.6}
# Words, by which a length is called short or long: fixed, not an average, so that a document that is added moves none.
TYPICAL_LENGTH = {"terms_title": 5.0, "terms_summary": 15.0, "terms_chapters": 15.0, "terms_body": 350.0}
# k1 of BM25: at this weight of occurrences a term has given half of what it can give, however often it stands there.
SATURATION = 5.0
# What another wording counts beside the word that was typed.
REWORDED = 0.6
# Times the rarity of what the title holds, and the share of its own words that were asked for.
TITLE_PRECISION = 0.5
# Below 1: the rarest word of a long message loses part of its lead (see `rarity`).
RARITY_POWER = 0.7
# For each pair of the query's words found side by side, times the field's weight.
PROXIMITY = 0.05
# Factors: what the town wrote goes before the same said for the whole country; what is due for verification
# steps back a little and never leaves.
LOCAL = 1.3
STALE = 0.85
PAST_EVENT = 0.5
# For each factor of e in the number of texts that refer to it.
CITED = 0.06
# A text for some people only, when the query does not name them.
OTHER_AUDIENCE = 0.7
# What the best results refer to rises by up to this much; how many of them count.
REFERRED = 0.7
REFERRING = 30
# For texts that name the territories they are for: the reader’s is among them, or is not.
FRESH_AREA = 1.1
OUTSIDE_AREA = 0.7
# Kilometres within which being nearer still matters.
NEAR_KM = 15.0
# At no distance; it falls by e for each NEAR_KM.
NEAR = 0.6
EARTH_RADIUS_KM = 6371.0


class RankedDocument(NamedTuple):
    """The columns of a `SearchDocument` that decide its place: a hundred and more are read for each query."""

    pk: int
    kind: str
    object_key: str
    shelf: str
    title: str
    is_local: bool
    is_stale: bool
    happens_on: date | None
    latitude: float | None
    longitude: float | None
    heading_keys: str
    audience_keys: str
    area_codes: str
    cites: str
    cited_by: int
    terms_audience: str
    terms_title: str
    terms_summary: str
    terms_chapters: str
    terms_body: str

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.object_key}"


# Each field's column, weight, length penalty and typical length, at hand for a hundred documents a query.
FIELDS = [
    (RankedDocument._fields.index(name), weight, FIELD_LENGTH_PENALTY[name], TYPICAL_LENGTH[name])
    for name, weight in FIELD_WEIGHTS.items()
]
TITLE = RankedDocument._fields.index("terms_title")


@dataclass(frozen=True)
class Ranked:
    document: RankedDocument
    score: float
    # The share of the query found in the document, rare words counting more: 1.0 when no word is missing.
    coverage: float
    distance_km: float | None


def rarity(documents_with_term: int, documents: int) -> float:
    """How much a term tells: from about 0 (in every document) to about 5 (in one of ten thousand).

    BM25's inverse document frequency, damped: in a long message the rarest word is seldom what it is about.
    """
    return log(1 + (documents - documents_with_term + 0.5) / (documents_with_term + 0.5)) ** RARITY_POWER


def rank(
    documents: Sequence[RankedDocument],
    importance: Mapping[str, Mapping[str, float]],
    *,
    phrasings: Mapping[str, Sequence[str]] | None = None,
    place: Place | None = None,
    on: date | None = None,
    kind_weights: Mapping[str, float] | None = None,
) -> list[Ranked]:
    """The documents best first.

    `importance` gives each query term's rarity, per shelf; `phrasings` what else means the same as a term, as terms
    separated by spaces.
    """
    queries = {shelf: TextQuery(terms, phrasings or {}) for shelf, terms in importance.items()}
    fits = [queries[document.shelf].relevance(document) for document in documents]
    referred = referred_to(documents, [score for score, coverage in fits])
    ranked = []
    for document, (score, coverage) in zip(documents, fits, strict=True):
        distance = distance_km(document, place)
        score += REFERRED * referred.get(document.name, 0.0)
        # Factors, not sums: what hardly fits gains hardly anything by being near or local.
        score *= standing(document, importance[document.shelf], place=place, on=on, distance=distance)
        score *= (kind_weights or {}).get(document.kind, 1.0)
        ranked.append(Ranked(document, score, coverage, distance))
    # Equals in one order whatever the database gave them in: pages of results must not repeat or lose one.
    return sorted(ranked, key=lambda item: (-item.score, item.document.pk))


class TextQuery:
    """A query's terms and their rarity, prepared once for all documents of a shelf."""

    def __init__(self, importance: Mapping[str, float], phrasings: Mapping[str, Sequence[str]]) -> None:
        self.whole = sum(importance.values())
        self.values = list(importance.values())
        self.typed = [_looked_for(term) for term in importance]
        self.others = [
            (place, [_looked_for(phrase) for phrase in phrasings[term]])
            for place, term in enumerate(importance)
            if phrasings.get(term)
        ]
        self.neighbours = [
            (f" {one} {two} ", min(importance[one], importance[two])) for one, two in pairwise(importance)
        ]

    def relevance(self, document: RankedDocument) -> tuple[float, float]:
        """How well the words fit, relative to a perfect fit so that shelves and short and long queries compare; and
        the share of the query that the document holds."""
        if not self.whole:
            return 0.0, 0.0
        weighted = [0.0] * len(self.typed)
        side_by_side = 0.0
        title_fit = 0.0
        for column, weight, penalty, typical in FIELDS:
            # Counting spaces and searching for words leaves the loops over a fiche's thousands of words to `str`.
            text = f" {document[column]} "
            counts = self.counts(text)
            if not any(counts):
                continue
            # The spaces number one more than the words, as the text has one at each end.
            each = weight / (1 - penalty + penalty * (text.count(" ") - 1) / typical)
            for place, count in enumerate(counts):
                if count:
                    weighted[place] += each * count
            for place, (pair, value) in enumerate(self.neighbours):
                # Both counts are at hand; the search for the pair goes through the whole field.
                if counts[place] and counts[place + 1] and pair in text:
                    side_by_side += weight * value
            if column == TITLE:
                title_fit = self.title_fit(text, counts)
        found = [(value, amount) for value, amount in zip(self.values, weighted, strict=True) if amount]
        score = sum(value * amount / (SATURATION + amount) for value, amount in found)
        score += PROXIMITY * side_by_side + TITLE_PRECISION * title_fit
        return score / self.whole, sum(value for value, _amount in found) / self.whole

    def counts(self, text: str) -> list[float]:
        """How often each term stands in a field, its other wordings counting less."""
        counts: list[float] = [text.count(whole) if start in text else 0 for start, whole in self.typed]
        for place, phrases in self.others:
            if found := sum(text.count(whole) for start, whole in phrases if start in text):
                counts[place] += REWORDED * found
        return counts

    def title_fit(self, title: str, counts: Sequence[float]) -> float:
        """High when the title holds much of the query and little else."""
        worth = sum(value for value, count in zip(self.values, counts, strict=True) if count)
        found = [whole for _start, whole in self.typed if whole in title]
        for place, phrases in self.others:
            if counts[place]:
                found += [whole for _start, whole in phrases if whole in title]
        shared = {word for whole in found for word in whole.split()}
        return worth * len(shared) / len(set(title.split()))


def _looked_for(phrase: str) -> tuple[str, str]:
    """How it begins in a text, which says soonest that it is absent; and whole, with a space on each side."""
    return f" {phrase}", f" {phrase} "


def referred_to(documents: Sequence[RankedDocument], scores: Sequence[float]) -> dict[str, float]:
    """By document name, how much the texts that fit best refer to another: many short answers name the page that they
    are about. What everything refers to gains little."""
    best = sorted(zip(scores, documents, strict=True), key=lambda pair: -pair[0])[:REFERRING]
    # Squared: a text that fits half as well has a quarter of the say.
    whole = sum(score * score for score, document in best) or 1.0
    given: dict[str, float] = defaultdict(float)
    for score, document in best:
        for name in document.cites.split():
            given[name] += score * score / whole
    # The 5 softens the division: from one citation to four it takes a fifth, not half.
    counts = {document.name: document.cited_by for document in documents}
    return {name: value / sqrt(counts[name] + 5) for name, value in given.items() if name in counts}


def standing(
    document: RankedDocument,
    terms: Container[str] = (),
    *,
    place: Place | None,
    on: date | None,
    distance: float | None,
) -> float:
    """What moves a document up or down besides its words; `terms` are the query's."""
    factor = 1 + CITED * log1p(document.cited_by)
    if document.terms_audience and not any(term in terms for term in document.terms_audience.split()):
        factor *= OTHER_AUDIENCE
    if document.is_local:
        factor *= LOCAL
    if document.is_stale:
        factor *= STALE
    if on and document.happens_on and document.happens_on < on:
        factor *= PAST_EVENT
    if place and document.area_codes:
        served = not place.area_codes.isdisjoint(document.area_codes.split())
        factor *= FRESH_AREA if served else OUTSIDE_AREA
    if distance is not None:
        factor *= 1 + NEAR * exp(-distance / NEAR_KM)
    return factor


def distance_km(document: RankedDocument | SearchDocument | SuggestedTitle, place: Place | None) -> float | None:
    """As the crow flies; None when either end is unknown."""
    if not place or None in (place.latitude, place.longitude, document.latitude, document.longitude):
        return None
    latitude_1, longitude_1 = radians(place.latitude or 0), radians(place.longitude or 0)
    latitude_2, longitude_2 = radians(document.latitude or 0), radians(document.longitude or 0)
    # The haversine formula, which stays exact for short distances.
    half = (
        sin((latitude_2 - latitude_1) / 2) ** 2
        + cos(latitude_1) * cos(latitude_2) * sin((longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
