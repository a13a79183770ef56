from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import fold


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every explained word, from A to Z, in the reader's language; the site's own where there are none."""
    entries = explained_in(get_language() or settings.LANGUAGE_CODE) or explained_in(settings.LANGUAGE_CODE)
    return render(request, "glossary/words.html", words_context(entries))


def explained_in(language: str) -> list[GlossaryEntry]:
    return list(GlossaryEntry.objects.live().in_language(language).explained().select_related("locale"))


def words_context(entries: Iterable[GlossaryEntry]) -> dict[str, Any]:
    """`letters`: each initial with its entries; what begins with a digit stands under "0-9"."""
    ordered = sorted(entries, key=lambda entry: fold(entry.term))
    letters = [(letter, list(group)) for letter, group in groupby(ordered, key=initial)]
    return {"letters": letters, "words_language": ordered[0].locale.language_code if ordered else ""}


def initial(entry: GlossaryEntry) -> str:
    first = fold(entry.term)[:1].upper()
    return "0-9" if first.isdigit() else first
