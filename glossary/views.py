from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from clairdroit.glossary.initials import words_context
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.page_store.notes import keep
from clairdroit.territories.place import PARAMETER


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Every explained word, from A to Z, in the reader's language; the site's own where there are none."""
    entries = explained_in(get_language() or settings.LANGUAGE_CODE) or explained_in(settings.LANGUAGE_CODE)
    keep(request, parameters={PARAMETER})
    return render(request, "glossary/words.html", words_context(entries))


def explained_in(language: str) -> list[GlossaryEntry]:
    return list(GlossaryEntry.objects.live().in_language(language).explained().select_related("locale"))
