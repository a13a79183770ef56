"""Orders candidates for the reader: the same on every database, because it reads the documents' terms, not scores.

BM25 over weighted fields (Robertson and Zaragoza's BM25F), plus what plain word counting misses: a title that is
about nothing else than the query, and words of the query that stand side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import asin, cos, exp, log, radians, sin, sqrt

from clairdroit.search.models import SearchDocument, SuggestedTitle
from clairdroit.search.registry import Place

FIELD_WEIGHTS = {"terms_title": 4.0, "terms_summary": 3.0, "terms_chapters": 2.0, "terms_body": 1.0}
# How much a field's length counts against it, 0 to 1.
FIELD_LENGTH_PENALTY = {"terms_title": 0.5, "terms_summary": 0.5, "terms_chapters": 0.5, "terms_body": 0.6}
TYPICAL_LENGTH = {"terms_title": 5.0, "terms_summary": 15.0, "terms_chapters": 15.0, "terms_body": 350.0}
SATURATION = 5.0
TITLE_PRECISION = 0.5
RARITY_POWER = 0.7
# For each pair of the query's words found side by side, times the field's weight.
PROXIMITY = 0.05
LOCAL = 1.12
STALE = 0.85
PAST_EVENT = 0.5
FRESH_AREA = 1.1
OUTSIDE_AREA = 0.7
# Kilometres within which being nearer still matters.
NEAR_KM = 15.0
NEAR = 0.6
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Ranked:
    document: SearchDocument
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
    documents: Sequence[SearchDocument],
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
    ranked = []
    for document in documents:
        text_score, coverage = text_relevance(document, importance[document.shelf], phrasings or {})
        distance = distance_km(document, place)
        score = text_score * standing(document, place=place, on=on, distance=distance)
        score *= (kind_weights or {}).get(document.kind, 1.0)
        ranked.append(Ranked(document, score, coverage, distance))
    return sorted(ranked, key=lambda item: (-item.score, item.document.pk))


def text_relevance(
    document: SearchDocument, importance: Mapping[str, float], phrasings: Mapping[str, Sequence[str]]
) -> tuple[float, float]:
    """How well the words fit, relative to a perfect fit so that shelves and short and long queries compare."""
    whole = sum(importance.values())
    if not whole:
        return 0.0, 0.0
    order = list(importance)
    sought = {term: [f" {phrase} " for phrase in (term, *phrasings.get(term, ()))] for term in order}
    neighbours = [(f" {one} {two} ", min(importance[one], importance[two])) for one, two in pairwise(order)]
    weighted: dict[str, float] = {}
    side_by_side = 0.0
    for name, weight in FIELD_WEIGHTS.items():
        text = getattr(document, name)
        if not text:
            continue
        # Counting spaces and searching for words leaves the loops over a fiche's thousands of words to `str`.
        text = f" {text} "
        penalty = FIELD_LENGTH_PENALTY[name]
        each = weight / (1 - penalty + penalty * (text.count(" ") - 1) / TYPICAL_LENGTH[name])
        for term in order:
            count = sum(map(text.count, sought[term]))
            if count:
                weighted[term] = weighted.get(term, 0.0) + each * count
        side_by_side += weight * sum(value for pair, value in neighbours if pair in text)
    score = sum(importance[term] * value / (SATURATION + value) for term, value in weighted.items())
    coverage = sum(importance[term] for term in weighted) / whole
    score += PROXIMITY * side_by_side + TITLE_PRECISION * _title_fit(document, importance, sought)
    return score / whole, coverage


def _title_fit(document: SearchDocument, importance: Mapping[str, float], sought: Mapping[str, Sequence[str]]) -> float:
    """High when the title holds much of the query and little else."""
    words = set(document.terms_title.split())
    title = f" {document.terms_title} "
    shared, value = set(), 0.0
    for term, phrases in sought.items():
        found = {word for phrase in phrases if phrase in title for word in phrase.split()}
        if found:
            shared |= found
            value += importance[term]
    return value * len(shared) / len(words) if shared else 0.0


def standing(document: SearchDocument, *, place: Place | None, on: date | None, distance: float | None) -> float:
    """What moves a document up or down besides its words."""
    factor = 1.0
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


def distance_km(document: SearchDocument | SuggestedTitle, place: Place | None) -> float | None:
    """As the crow flies; None when either end is unknown."""
    if not place or None in (place.latitude, place.longitude, document.latitude, document.longitude):
        return None
    latitude_1, longitude_1 = radians(place.latitude or 0), radians(place.longitude or 0)
    latitude_2, longitude_2 = radians(document.latitude or 0), radians(document.longitude or 0)
    half = (
        sin((latitude_2 - latitude_1) / 2) ** 2
        + cos(latitude_1) * cos(latitude_2) * sin((longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
