from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clairdroit.search import highlighting, query_log, registry
from clairdroit.search.addresses import localized, typed_text, with_place
from clairdroit.search.dead_ends import way_on
from clairdroit.search.enums import Outcome
from clairdroit.search.facets import Facet, Territory
from clairdroit.search.models import SearchDocument
from clairdroit.search.pools import CONTENT_POOL
from clairdroit.search.query import MAX_TEXT_LENGTH, SearchResults, search
from clairdroit.search.ranking import Ranked
from clairdroit.search.request import SearchRequest

PER_PAGE = 10
# The names of facets in addresses.
PARAMETERS = {Facet.KIND: "type", Facet.HEADING: "rubrique", Facet.AUDIENCE: "public", Facet.TERRITORY: "lieu"}
NOTHING_CHOSEN = dict.fromkeys(PARAMETERS, "")


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


@dataclass(frozen=True)
class Choice:
    """What the reader can narrow the list to."""

    key: str
    label: str
    count: int
    query: str
    is_chosen: bool


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The results page: all of its state is in its address."""
    text = typed_text(request, MAX_TEXT_LENGTH).strip()
    headings = registry.headings(request)
    by_key = {heading.key: heading for heading in headings}
    commune = request.GET.get("commune", "")
    place = registry.place_of(commune, request) if commune else None
    offered = _offered(headings, place)
    asked = SearchRequest(
        text=text,
        language=get_language() or settings.LANGUAGE_CODE,
        **{
            facet: value for facet, name in PARAMETERS.items() if (value := request.GET.get(name, "")) in offered[facet]
        },
        place=place,
        on=timezone.localdate(),
    )
    found = search(asked) if text else SearchResults()
    is_whole = not (asked.chosen or request.GET.get("page"))
    if text and not found.ranked and is_whole and request.method == "GET" and query_log.may_be_counted(request):
        query_log.count(text, Outcome.NOTHING)
    page = Paginator(found.ranked, PER_PAGE).get_page(request.GET.get("page"))
    address = Address(asked)
    context = {
        "q": text,
        "asked": asked,
        "found": found,
        "place": place,
        "page": page,
        "meaning": found.meaning if is_whole else None,
        "meaning_url": localized(found.meaning.url_path, is_translated=False) if found.meaning else "",
        "items": _items(page, found, by_key, place),
        "choices": {facet.value: _choices(facet, offered[facet], asked, found, address) for facet in Facet},
        **_way_on(asked, found, by_key),
        "page_query": address.query(),
        "all_kinds_query": address.query(kind=""),
        "unnarrowed_query": address.query(heading="", audience="", territory=""),
        "ask_query": _ask_query(asked),
        "search_token": query_log.token(text) if found.ranked and is_whole else "",
        "many": CONTENT_POOL,
        "all_query": address.query(**NOTHING_CHOSEN),
        "suggestion_query": address.query(text=found.suggestion, **NOTHING_CHOSEN),
    }
    return render(request, "search/results.html", context)


class Address:
    """The query part of addresses that keep what the reader chose, and change one thing."""

    def __init__(self, asked: SearchRequest) -> None:
        self.values = {
            "q": asked.text,
            **{name: asked.chosen.get(facet, "") for facet, name in PARAMETERS.items()},
            "commune": asked.place.code if asked.place else "",
        }

    def query(self, **changed: str) -> str:
        values = self.values | {"q" if name == "text" else PARAMETERS[Facet(name)]: changed[name] for name in changed}
        return urlencode({name: value for name, value in values.items() if value})


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
    source = registry.source(document.kind)
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


def _offered(headings: list[registry.HeadingLink], place: registry.Place | None) -> dict[str, dict[str, Any]]:
    """For each facet, its choices and their labels, in their order."""
    here = _("In and around %(name)s") % {"name": place.name} if place else ""
    return {
        Facet.KIND: {source.kind: source.plural for source in registry.sources()},
        Facet.HEADING: {heading.key: heading.title for heading in headings},
        Facet.AUDIENCE: registry.audiences(),
        Facet.TERRITORY: {Territory.HERE: here, Territory.EVERYWHERE: _("Everywhere in France")} if place else {},
    }


def _choices(
    facet: Facet, offered: dict[str, Any], asked: SearchRequest, found: SearchResults, address: Address
) -> list[Choice]:
    """Those that leave something; none when there is nothing to choose between."""
    chosen = asked.chosen.get(facet, "")
    choices = [
        Choice(key, label, count, address.query(**{facet: key}), is_chosen=key == chosen)
        for key, label in offered.items()
        if (count := found.counts[facet].get(key, 0)) or key == chosen
    ]
    return choices if len(choices) > 1 or chosen else []


def _ask_query(asked: SearchRequest) -> str:
    """The question form begins with what the reader has already written and chosen."""
    values = {"question": asked.text, "rubrique": asked.heading, "commune": asked.place.code if asked.place else ""}
    return "?" + urlencode({name: value for name, value in values.items() if value})


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
