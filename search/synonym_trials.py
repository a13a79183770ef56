"""What a group of synonyms changes, before it is saved: the first results of a query with it and without.

The page belongs to the search and knows no other app. A form of any app that holds synonyms sends all it holds here
(`formaction`), with the names of its fields of phrases, and gets the very search that the public page runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clairdroit.search import analysis, synonyms
from clairdroit.search.models import SearchDocument
from clairdroit.search.query import search
from clairdroit.search.request import SearchRequest

SHOWN = 10
MAX_QUERY_LENGTH = 200
MAX_PHRASES = 60


@dataclass(frozen=True)
class Line:
    """A result, and its place in the other list: None when it is not among the first there."""

    place: int
    document: SearchDocument
    other_place: int | None

    @property
    def has_moved(self) -> bool:
        return self.place != self.other_place


@dataclass(frozen=True)
class Trial:
    without: list[Line]
    with_it: list[Line]

    @property
    def changes_nothing(self) -> bool:
        return not any(line.has_moved for line in (*self.without, *self.with_it))


def try_group(query: str, group: Sequence[str], *, saved: Sequence[str] = (), language: str = "") -> Trial:
    """`saved`: the group as the site knows it now; it is left out of both searches, so that `group` alone differs."""
    known = _as_terms(saved)
    others = [phrases for phrases in synonyms.groups() if not known or _as_terms(phrases) != known]
    lists = []
    for groups in (others, [*others, list(group)]):
        request = SearchRequest(text=query, language=language or settings.LANGUAGE_CODE, on=timezone.localdate())
        found = search(request, thesaurus=synonyms.Thesaurus(groups))
        lists.append([item.document.pk for item in found.ranked[:SHOWN]])
    documents = SearchDocument.objects.only("title", "url_path").in_bulk([*lists[0], *lists[1]])
    return Trial(_lines(lists[0], lists[1], documents), _lines(lists[1], lists[0], documents))


def _as_terms(phrases: Sequence[str]) -> frozenset[str]:
    return frozenset(analysis.analysed(phrase) for phrase in phrases)


def _lines(keys: list[int], others: list[int], documents: Mapping[int, SearchDocument]) -> list[Line]:
    places = {key: place for place, key in enumerate(others, start=1)}
    return [
        Line(place, documents[key], places.get(key))
        for place, key in enumerate(keys, start=1)
        # Replaced by a rebuild since.
        if key in documents
    ]


@require_POST
def try_synonyms(request: HttpRequest) -> HttpResponse:
    names = request.POST.getlist("trial_fields")
    group = _phrases("\n".join(request.POST.get(name, "") for name in names))
    query = " ".join(request.POST.get("trial_query", "").split())[:MAX_QUERY_LENGTH]
    saved = _phrases(request.POST.get("trial_saved", ""))
    # Without a query, the group's own first phrase is one.
    query = query or (group[0] if group else "")
    context = {
        "query": query,
        "group": group,
        "saved": "\n".join(saved),
        "trial": try_group(query, group, saved=saved) if query else None,
    }
    return render(request, "search/admin/trial.html", context)


def _phrases(text: str) -> list[str]:
    return [phrase for line in text.splitlines() if (phrase := " ".join(line.split()))][:MAX_PHRASES]
