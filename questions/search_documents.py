"""What questions ask of the search: help that exists already. Loaded by the search alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext

from clairdroit.partners_snippets.who_helps import numbers_for
from clairdroit.questions.related import MEANINGFUL_WORDS, RelatedHelp, finders
from clairdroit.questions.similar_questions import text_analysis
from clairdroit.search import api
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
    if not api.says_as_much_as(text, MEANINGFUL_WORDS):
        return []
    place = api.place_of(commune.pk) if commune else None
    answer = api.find(text, language=get_language() or settings.LANGUAGE_CODE, place=place, on=timezone.localdate())
    shown = api.show(answer, _chosen(answer.hits, heading, place, limit), place=place)
    has_partner = any(each.shelf == api.Shelf.DIRECTORY for each in shown)
    if shown and not has_partner and (numbers := _who_helps(shown, heading, commune)):
        partners = api.of_kind("partner", numbers, answer, place=place)
        shown = [*shown[: limit - 1], *partners] if partners else shown
    return [_help(each) for each in shown]


def _who_helps(shown: list[api.Found], heading: str, commune: Commune | None) -> list[str]:
    """Whoever the site names first under the matter's heading, near the reader; none without a heading or a commune.

    A record has few words: beside a message of ten lines the search leaves all of them out.
    """
    matter = _matter(shown, heading)
    return [str(pk) for pk in numbers_for(matter, commune, 1)] if matter else []


def _matter(shown: list[api.Found], heading: str) -> str:
    """The heading chosen, when something that was found stands there; else that of the best page under one alone."""
    of_each = [each.heading_keys for each in shown]
    if any(heading in keys for keys in of_each):
        return heading
    return next((keys[0] for keys in of_each if len(keys) == 1), "")


def _chosen(hits: Sequence[api.Hit], heading: str, place: api.Place | None, limit: int) -> list[api.Hit]:
    """The best, and somebody near among them when the words find one.

    The chosen heading helps and excludes nothing: people often choose the wrong one.
    """

    def score(hit: api.Hit) -> float:
        return hit.score * (OF_HEADING if heading in hit.heading_keys else 1.0)

    useful = [hit for hit in hits if hit.shelf != api.Shelf.DIRECTORY or _is_near(hit, place)]
    ordered = sorted(useful, key=score, reverse=True)
    best = score(ordered[0]) if ordered else 0.0
    chosen = [hit for hit in ordered if score(hit) >= NEAR_THE_BEST * best][:limit]
    if any(hit.shelf == api.Shelf.DIRECTORY for hit in chosen):
        return chosen
    partners = (hit for hit in ordered if hit.shelf == api.Shelf.DIRECTORY)
    partner = next((hit for hit in partners if score(hit) >= PARTNER_NEAR_THE_BEST * best), None)
    return [*chosen[: limit - 1], partner] if partner else chosen


def _is_near(hit: api.Hit, place: api.Place | None) -> bool:
    """Somebody of another town is no help, and without the reader’s place nobody can be said to be near."""
    if place is None:
        return False
    serves = not place.area_codes.isdisjoint(hit.area_codes)
    return serves or (hit.distance_km is not None and hit.distance_km <= NEAR_KM)


def _help(found: api.Found) -> RelatedHelp:
    return RelatedHelp(
        key=f"{found.kind}:{found.object_key}",
        kind=found.kind,
        kind_label=found.kind_label,
        title=found.title,
        url=found.url,
        url_here=found.url_here,
        excerpt=found.excerpt,
        age=_age(found),
        is_stale=found.is_stale,
        place=found.place,
        distance_km=found.distance_km,
        language=found.language,
        headings=found.heading_keys,
    )


def _age(found: api.Found) -> str:
    verified = day_in_words(found.verified_on)
    if found.is_stale:
        if verified:
            return gettext("To check: last verified on %(day)s") % {"day": verified}
        return gettext("To check: not verified yet")
    if verified and found.verified_by:
        return gettext("Verified on %(day)s by %(who)s") % {"day": verified, "who": found.verified_by}
    if verified:
        return gettext("Verified on %(day)s") % {"day": verified}
    if found.updated_on:
        return gettext("Updated on %(day)s") % {"day": day_in_words(found.updated_on)}
    return ""


finders.register(find)
text_analysis.register(api.telling_words)
