"""What the search learns of the glossary: which words mean the same, and what they mean. Loaded by the search alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.search.api import Meaning, SynonymSource, synonym_forms, synonym_sources

ADD = "clairdroit_glossary.add_glossaryentry"


def groups() -> Iterator[list[str]]:
    for entry in GlossaryEntry.objects.live().only("term", "stands_for", "synonyms"):
        if len(phrases := entry.phrases) > 1:
            yield phrases


def meanings() -> Iterator[tuple[list[str], Meaning]]:
    with translation.override(settings.LANGUAGE_CODE):
        for entry in GlossaryEntry.objects.live().explained().select_related("locale"):
            yield (
                entry.phrases,
                Meaning(
                    term=entry.term,
                    url_path=entry.get_absolute_url(),
                    stands_for=entry.stands_for,
                    plain_wording=entry.plain_wording,
                    explanation=entry.explanation,
                    language=entry.locale.language_code,
                ),
            )


def form_url(user: Any) -> str:
    return reverse("wagtailsnippets_clairdroit_glossary_glossaryentry:add") if user.has_perm(ADD) else ""


synonym_forms.register(form_url)
synonym_sources.register(SynonymSource(version=GlossaryEntry.objects.version, groups=groups, meanings=meanings))
