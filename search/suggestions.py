"""What is offered while the reader types: titles that have words beginning like those typed, best first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from rapidfuzz import process
from rapidfuzz.distance import OSA

from clairdroit.search import analysis, elision, registry
from clairdroit.search.candidates import box_around
from clairdroit.search.enums import Shelf
from clairdroit.search.managers import SuggestedTitleQuerySet
from clairdroit.search.models import AskedQuery, SearchTerm, SuggestedTitle
from clairdroit.search.ranking import distance_km
from clairdroit.search.spelling import ONE_MISTAKE, TWO_MISTAKES
from clairdroit.search.stop_words import FILLER_WORDS, STOP_WORDS

MAX_SUGGESTIONS = 8
MAX_TEXT_LENGTH = 100
# A longer text is a message: no title says all of it.
MAX_WORDS = 6
# More titles than this are not compared with one another: they come in the order of their kinds.
MANY = 200
POOL = 40
# Of a misspelt beginning, this many known ones are tried.
MAX_SPELLINGS = 12
# More words than this are not checked for mistakes.
MAX_DOUBTFUL = 3
# Of the words of 45,000 records, most are names of places that few people seek.
COMMON_IN_DIRECTORY = 3
HEADING = "heading"
QUERY = "query"
# Of what others searched: so many at most, and only when a result was followed that often.
MAX_QUERIES = 2
FOLLOWED = 3

# For each word typed, the beginnings that stand for it: itself, or what was probably meant.
Beginnings = list[list[str]]


@dataclass(frozen=True)
class Suggestion:
    label: str
    url_path: str
    kind: str
    place: str = ""
    language: str = ""
    is_translated: bool = False
    heading_keys: Sequence[str] = ()


def suggest(
    text: str,
    *,
    language: str,
    place: registry.Place | None = None,
    on: date | None = None,
    headings: Sequence[registry.HeadingLink] = (),
) -> list[Suggestion]:
    """At most `MAX_SUGGESTIONS`, the likeliest first; none for a message. `headings`: the site's."""
    typed = typed_words(text[:MAX_TEXT_LENGTH])
    if not typed or len(typed) > MAX_WORDS:
        return []
    beginnings = [[word] for word in typed]
    to_headings = list(_headings(beginnings, headings))
    titles = _titles(beginnings, language, place, on)
    if not to_headings and not titles:
        meant = spellings(typed)
        titles = _titles(meant, language, place, on) if meant else []
    asked = AskedQuery.objects.successful(FOLLOWED).about(beginnings)[:MAX_QUERIES]
    return _together(asked, to_headings, titles)


def first_to_match(
    guesses: Sequence[Beginnings],
    *,
    language: str,
    place: registry.Place | None,
    on: date | None,
    headings: Sequence[registry.HeadingLink],
) -> list[Suggestion]:
    """What the first guess gives that gives anything, for words that are found nowhere. Two queries, of any number."""
    titles = list(_shown(language, on).matching(*guesses, limit=POOL)) if guesses else []
    asked = list(AskedQuery.objects.successful(FOLLOWED).about(*guesses)[:POOL]) if guesses else []
    for guess in guesses:
        fitting = sorted((title for title in titles if _has(title.words, guess)), key=partial(_order, guess, place))
        queries = [query for query in asked if _has(query.words, guess)][:MAX_QUERIES]
        if found := _together(queries, _headings(guess, headings), fitting):
            return found
    return []


def typed_words(text: str) -> list[str]:
    """The words as typed, without accents and without those that every text has; the last may be unfinished."""
    prepared = analysis.prepare(analysis.closed_up(text))
    words = list(analysis.words(prepared))
    if not words:
        return []
    unfinished = words[-1] if words[-1].end == len(prepared) else None
    kept = [
        word.folded
        for word in words
        if word is unfinished or (word.folded not in STOP_WORDS and word.folded not in FILLER_WORDS)
    ]
    return list(dict.fromkeys(kept or [word.folded for word in words]))


def _shown(language: str, on: date | None) -> SuggestedTitleQuerySet:
    shown = SuggestedTitle.objects.in_language(language)
    return shown.filter(Q(happens_on=None) | Q(happens_on__gte=on)) if on else shown


def _titles(
    beginnings: Beginnings, language: str, place: registry.Place | None, on: date | None
) -> list[SuggestedTitle]:
    shown = _shown(language, on)
    found = list(shown.matching(beginnings, limit=MANY)[:MANY])
    if len(found) == MANY:
        found = list(shown.containing(beginnings).order_by("rank", "words")[:POOL])
        if box := box_around(place):
            south, north, west, east = box
            near = shown.containing(beginnings).filter(latitude__range=(south, north), longitude__range=(west, east))
            found += near[:MANY]
    return sorted(found, key=partial(_order, beginnings, place))


def _order(
    beginnings: Beginnings, place: registry.Place | None, title: SuggestedTitle
) -> tuple[bool, int, bool, float, int, str]:
    """Titles that begin as typed, then by kind; of one kind those with the very words, the nearest, the shortest."""
    begins = any(title.words.startswith(f" {beginning}") for beginning in beginnings[0])
    is_whole = all(f" {group[0]} " in f"{title.words} " for group in beginnings)
    return not begins, title.rank, not is_whole, distance_km(title, place) or 0.0, len(title.words), title.words


def _has(words: str, beginnings: Beginnings) -> bool:
    return all(any(f" {beginning}" in words for beginning in group) for group in beginnings)


def _headings(beginnings: Beginnings, headings: Iterable[registry.HeadingLink]) -> Iterator[Suggestion]:
    for heading in headings:
        words = analysis.words(analysis.prepare(heading.title))
        if _has("".join(f" {word.folded}" for word in words), beginnings):
            yield Suggestion(heading.title, heading.url_path, HEADING, is_translated=True, heading_keys=[heading.key])


def _together(
    asked: Iterable[AskedQuery], to_headings: Iterable[Suggestion], titles: Iterable[SuggestedTitle]
) -> list[Suggestion]:
    """What others searched so, when they found what they sought; then the site's headings; then its titles."""
    found = [*map(_query, asked), *to_headings, *map(_suggestion, titles)]
    return list(_once(found))[:MAX_SUGGESTIONS]


def _query(asked: AskedQuery) -> Suggestion:
    address = f"{reverse('clairdroit_search:results')}?{urlencode({'q': asked.text})}"
    return Suggestion(asked.text, address, QUERY, is_translated=True)


def _suggestion(title: SuggestedTitle) -> Suggestion:
    return Suggestion(
        title.title,
        title.url_path,
        title.kind,
        title.place,
        title.title_language or title.language,
        title.is_translated,
        title.heading_keys.split(),
    )


def _once(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Two fiches of one title, for two audiences, are one suggestion to whoever reads it."""
    seen = set()
    for suggestion in suggestions:
        key = (analysis.fold(suggestion.label), suggestion.place)
        if key not in seen:
            seen.add(key)
            yield suggestion


def spellings(typed: Sequence[str]) -> Beginnings:
    """For each word typed, itself when some word begins so, else the nearest beginnings; empty when one has none.

    People seldom get the first letter wrong, but they leave out apostrophes; the same as in `spelling` and `elision`.
    One query.
    """
    doubtful = [word for word in typed if len(word) >= ONE_MISTAKE and not word.isdigit()]
    if not doubtful or len(doubtful) > MAX_DOUBTFUL:
        return []
    initials = Q()
    rests = {word: elision.rest_of(word) for word in doubtful}
    for initial in {word[0] for word in (*doubtful, *rests.values()) if word}:
        initials |= Q(term__gte=initial, term__lt=chr(ord(initial) + 1))
    common = Q(shelf=Shelf.CONTENT) | Q(shelf=Shelf.DIRECTORY, documents__gte=COMMON_IN_DIRECTORY)
    rows = SearchTerm.objects.filter(initials, common).exclude(word="")
    known = [analysis.fold(word) for word in rows.order_by("-documents").values_list("word", flat=True)]
    meant: Beginnings = []
    for word in typed:
        if word not in doubtful or any(candidate.startswith(word) for candidate in known):
            meant.append([word])
        elif (rest := rests[word]) and any(candidate.startswith(rest) for candidate in known):
            meant.append([rest])
        elif near := _near(word, known):
            meant.append(near)
        else:
            return []
    return meant if any(group != [word] for group, word in zip(meant, typed, strict=True)) else []


def _near(typed: str, known: Sequence[str]) -> list[str]:
    """Beginnings of known words within the mistakes forgiven, the fewest mistakes and the commonest word first."""
    allowed = 2 if len(typed) >= TWO_MISTAKES else 1
    found: dict[str, int] = {}
    # A letter too few or too many was typed: the beginning is as much longer or shorter.
    for length in (len(typed), len(typed) + 1, len(typed) - 1):
        beginnings = list(dict.fromkeys(word[:length] for word in known if len(word) >= length))
        for beginning, mistakes, _index in process.extract(
            typed, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=MAX_SPELLINGS
        ):
            found.setdefault(beginning, mistakes)
    fewest = min(found.values(), default=0)
    return [beginning for beginning, mistakes in found.items() if mistakes == fewest][:MAX_SPELLINGS]
