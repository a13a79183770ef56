from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.facets.state import Facet, State
from clairdroit.search import highlighting, query_log, registry
from clairdroit.search.addresses import localized, typed_text, with_place
from clairdroit.search.candidates import CONTENT_POOL
from clairdroit.search.dead_ends import way_on
from clairdroit.search.enums import Outcome
from clairdroit.search.facets import FACETS, Territory
from clairdroit.search.models import SearchDocument
from clairdroit.search.query import MAX_TEXT_LENGTH, SearchResults, search
from clairdroit.search.ranking import Ranked
from clairdroit.search.request import SearchRequest

PER_PAGE = 10


@dataclass(frozen=True)
class ResultItem:
    """One result as the template shows it."""

    document: SearchDocument
    kind_label: str
    heading: registry.HeadingLink | None
    url: str
    title: SafeString
    title_language: str
    excerpt: SafeString
    excerpt_language: str
    # In words, where a part of the page is not translated.
    other_language: str
    distance_km: float | None
    serves_reader: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results page: all of its state is in its address."""
    text = typed_text(request, MAX_TEXT_LENGTH).strip()
    headings = registry.headings(request)
    by_key = {heading.key: heading for heading in headings}
    commune = request.GET.get("commune", "")
    place = registry.place_of(commune, request) if commune else None
    state = State.read(request.GET, _facets(text, headings, place))
    asked = SearchRequest(
        text=text,
        language=get_language() or settings.LANGUAGE_CODE,
        **{name: state[name] for name in FACETS},
        place=place,
        on=timezone.localdate(),
    )
    found = search(asked) if text else SearchResults()
    is_whole = not (asked.chosen or request.GET.get("page"))
    if text and not found.ranked and is_whole and request.method == "GET" and query_log.may_be_counted(request):
        query_log.count(text, Outcome.NOTHING)
    page = Paginator(found.ranked, PER_PAGE).get_page(request.GET.get("page"))
    offered = {name: state.offer(name, found.counts[name]) for name in FACETS}
    offered["kind"] = state.offer("kind", found.counts["kind"], everything=_("Everything"))
    context = {
        "q": text,
        "asked": asked,
        "found": found,
        "place": place,
        "page": page,
        "meaning": found.meaning if is_whole else None,
        "meaning_url": localized(found.meaning.url_path, is_translated=False) if found.meaning else "",
        "items": _items(page, found, by_key, place),
        "state": state,
        "choices": {name: each for name, each in offered.items() if each.is_a_choice},
        "narrowing": asked.heading or asked.audience or asked.territory,
        "carried": state.fields("text"),
        **_way_on(asked, found, by_key),
        "ask_query": _ask_query(asked),
        "search_token": query_log.token(text) if found.ranked and is_whole else "",
        "many": CONTENT_POOL,
        "suggestion_url": state.unchosen.having(text=found.suggestion).url,
    }
    return render(request, "search/results.html", context)


def _facets(text: str, headings: list[registry.HeadingLink], place: registry.Place | None) -> tuple[Facet, ...]:
    """In the order of addresses; the words and the commune say where to look, and stay."""
    territories: dict[str, str] = {}
    if place:
        here = _("In and around %(name)s") % {"name": place.name}
        territories = {Territory.HERE: here, Territory.EVERYWHERE: _("Everywhere in France")}
    return (
        Facet("text", "q", read=lambda _typed: text),
        Facet("kind", "type", _("Kind of result"), {each.kind: each.plural for each in registry.sources}),
        Facet("heading", "rubrique", _("By topic"), {heading.key: heading.title for heading in headings}),
        Facet("audience", "public", _("For whom"), registry.audiences()),
        Facet("territory", "lieu", _("Where"), territories),
        Facet("place", "commune", read=lambda _code: place.code if place else ""),
    )


def _items(
    page: Page, found: SearchResults, headings: dict[str, registry.HeadingLink], place: registry.Place | None
) -> list[ResultItem]:
    ranked: list[Ranked] = list(page.object_list)
    bodies = SearchDocument.objects.filter(pk__in=[item.document.pk for item in ranked]).in_bulk()
    return [
        _item(bodies[item.document.pk], item.distance_km, found, headings, place)
        for item in ranked
        # Replaced by a rebuild between the two queries.
        if item.document.pk in bodies
    ]


def _item(
    document: SearchDocument,
    distance_km: float | None,
    found: SearchResults,
    headings: dict[str, registry.HeadingLink],
    place: registry.Place | None,
) -> ResultItem:
    source = registry.sources.get(document.kind)
    keys = [key for key in document.heading_keys.split() if key in headings]
    sentence = highlighting.sentence(document, found.terms)
    other = document.other_language
    return ResultItem(
        document=document,
        kind_label=source.label if source else "",
        heading=headings[keys[0]] if keys else None,
        url=localized(document.url_path, is_translated=document.is_translated),
        title=highlighting.mark(document.title, found.terms),
        title_language=document.language_of(document.title),
        excerpt=highlighting.mark(sentence, found.terms),
        excerpt_language=document.language_of(sentence),
        other_language=str(get_language_info(other)["name_translated"]) if other else "",
        distance_km=distance_km,
        serves_reader=bool(place and not place.area_codes.isdisjoint(document.area_codes.split())),
    )


def _ask_query(asked: SearchRequest) -> str:
    """The question form begins with what the reader has already written and chosen."""
    values = {"question": asked.text, "rubrique": asked.heading, "commune": asked.place.code if asked.place else ""}
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in values.items() if value})
    return f"?{query.urlencode()}"


def _way_on(asked: SearchRequest, found: SearchResults, headings: dict[str, registry.HeadingLink]) -> dict[str, Any]:
    """For a reader who wrote nothing, or for whom nothing was found: titles, headings, people.

    Whose choices alone leave nothing takes one of them back.
    """
    if found.without_choices:
        return {}
    if not asked.text:
        return {"nearest_headings": list(headings.values())}
    dead_end = way_on(asked, list(headings.values()))
    place = asked.place
    return {
        "dead_end": dead_end,
        "near_titles": [
            (title.label, title.place, with_place(localized(title.url_path, is_translated=title.is_translated), place))
            for title in dead_end.titles
        ],
        "near_partners": [
            _item(document, distance, found, headings, place) for document, distance in dead_end.partners
        ],
        "nearest_headings": [headings[key] for key in dead_end.heading_keys if key in headings]
        or list(headings.values()),
    }
