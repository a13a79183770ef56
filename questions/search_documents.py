"""What questions ask of the search: help that exists already. Loaded by the search alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext

from clairdroit.partners_snippets.who_helps import numbers_for
from clairdroit.questions.related import MEANINGFUL_WORDS, RelatedHelp, register_finder
from clairdroit.questions.resemblance import register_analysis
from clairdroit.search import analysis, highlighting, registry
from clairdroit.search.addresses import localized, with_place
from clairdroit.search.enums import Shelf
from clairdroit.search.models import SearchDocument
from clairdroit.search.query import search
from clairdroit.search.ranking import Ranked, distance_km
from clairdroit.search.request import SearchRequest
from clairdroit.search.stop_words import FILLER_WORDS
from clairdroit.taxonomy.day_words import day_in_words

if TYPE_CHECKING:
    from clairdroit.territories.models import Commune

# What stands under the chosen heading counts so much more.
OF_HEADING = 1.15
# What fits less well than this share of the best is left out: a short list of good ones is read, a long one is not.
# Measured: docs/before-and-after.md.
NEAR_THE_BEST = 0.7
# Somebody near who helps with this is worth a place even so: records are short, and score lower than texts.
PARTNER_NEAR_THE_BEST = 0.2
NEAR_KM = 30.0


def find(text: str, commune: Commune | None, heading: str, limit: int) -> list[RelatedHelp]:
    if not says_enough(text):
        return []
    place = registry.place_of(commune.pk) if commune else None
    found = search(
        SearchRequest(text, language=get_language() or settings.LANGUAGE_CODE, place=place, on=timezone.localdate())
    )
    ranked = _chosen(found.ranked, heading, place, limit)
    rows = SearchDocument.objects.filter(pk__in=[item.document.pk for item in ranked]).in_bulk()
    # A row may be gone: replaced by a rebuild between the two queries.
    shown = [rows[item.document.pk] for item in ranked if item.document.pk in rows]
    has_partner = any(row.shelf == Shelf.DIRECTORY for row in shown)
    if shown and not has_partner and (partners := _who_helps(shown, heading, commune)):
        shown = [*shown[: limit - 1], *partners]
    return [_help(row, found.terms, place) for row in shown]


def says_enough(text: str) -> bool:
    return (
        len({word.term for word in analysis.query_words(text) if word.folded not in FILLER_WORDS}) >= MEANINGFUL_WORDS
    )


def _who_helps(shown: list[SearchDocument], heading: str, commune: Commune | None) -> list[SearchDocument]:
    """Whoever the site names first under the matter's heading, near the reader; none without a heading or a commune.

    A record has few words: beside a message of ten lines the search leaves all of them out.
    """
    matter = _matter(shown, heading)
    numbers = [str(pk) for pk in numbers_for(matter, commune, 1)] if matter else []
    return list(SearchDocument.objects.live().of("partner", numbers))


def _matter(shown: list[SearchDocument], heading: str) -> str:
    """The heading chosen, when something that was found stands there; else that of the best page under one alone."""
    of_each = [row.heading_keys.split() for row in shown]
    if any(heading in keys for keys in of_each):
        return heading
    return next((keys[0] for keys in of_each if len(keys) == 1), "")


def _chosen(ranked: list[Ranked], heading: str, place: registry.Place | None, limit: int) -> list[Ranked]:
    """The best, and somebody near among them when the words find one.

    The chosen heading helps and excludes nothing: people often choose the wrong one.
    """

    def score(item: Ranked) -> float:
        return item.score * (OF_HEADING if heading in item.document.heading_keys.split() else 1.0)

    useful = [item for item in ranked if item.document.shelf != Shelf.DIRECTORY or _is_near(item, place)]
    ordered = sorted(useful, key=score, reverse=True)
    best = score(ordered[0]) if ordered else 0.0
    chosen = [item for item in ordered if score(item) >= NEAR_THE_BEST * best][:limit]
    if any(item.document.shelf == Shelf.DIRECTORY for item in chosen):
        return chosen
    partners = (item for item in ordered if item.document.shelf == Shelf.DIRECTORY)
    partner = next((item for item in partners if score(item) >= PARTNER_NEAR_THE_BEST * best), None)
    return [*chosen[: limit - 1], partner] if partner else chosen


def _is_near(item: Ranked, place: registry.Place | None) -> bool:
    """Somebody of another town is no help, and without the reader’s place nobody can be said to be near."""
    if place is None:
        return False
    serves = not place.area_codes.isdisjoint(item.document.area_codes.split())
    return serves or (item.distance_km is not None and item.distance_km <= NEAR_KM)


def _help(row: SearchDocument, terms: frozenset[str], place: registry.Place | None) -> RelatedHelp:
    source = registry.source(row.kind)
    url = localized(row.url_path, is_translated=row.is_translated)
    return RelatedHelp(
        key=f"{row.kind}:{row.object_key}",
        kind=row.kind,
        kind_label=capfirst(str(source.label)) if source else "",
        title=row.title,
        url=url,
        url_here=with_place(url, place),
        excerpt=highlighting.excerpt(row, terms),
        age=_age(row),
        is_stale=row.is_stale,
        place=row.place,
        distance_km=distance_km(row, place),
        language=row.language,
        headings=tuple(row.heading_keys.split()),
    )


def _age(row: SearchDocument) -> str:
    verified = day_in_words(row.verified_on)
    if row.is_stale:
        if verified:
            return gettext("To check: last verified on %(day)s") % {"day": verified}
        return gettext("To check: not verified yet")
    if verified and row.verified_by:
        return gettext("Verified on %(day)s by %(who)s") % {"day": verified, "who": row.verified_by}
    if verified:
        return gettext("Verified on %(day)s") % {"day": verified}
    if row.updated_on:
        return gettext("Updated on %(day)s") % {"day": day_in_words(row.updated_on)}
    return ""


def telling_words(text: str) -> list[str]:
    """Stems, without the words of politeness that all questions share."""
    return [
        word.term for word in analysis.words(analysis.prepare(text)) if word.term and word.folded not in FILLER_WORDS
    ]


register_finder(find)
register_analysis(telling_words)
