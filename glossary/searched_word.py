"""A word that readers searched in vain, brought into a form as a synonym: `?term=`, from the board of searches."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from rapidfuzz import fuzz

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import fold

MAX_LENGTH = 200
MAX_NEAR = 5
# Per cent: « assurence maladie » is near « assurance maladie », not near « arrêt maladie ».
NEAR = 78


def readers_word(request: HttpRequest) -> str:
    return " ".join(request.GET.get("term", "").replace("\x00", "").split())[:MAX_LENGTH]


def add_to(entry: GlossaryEntry, word: str) -> None:
    """To the form alone: nothing is saved. An entry that says it already stays as it is."""
    if word and fold(word) not in {fold(phrase) for phrase in entry.phrases}:
        entry.synonyms = "\n".join([*entry.synonym_list, word])


def entries_near(word: str) -> list[GlossaryEntry]:
    """Entries of the site's language that may be what the reader meant, the nearest first. One query."""
    key = fold(word)
    scored = []
    for entry in GlossaryEntry.objects.in_language(settings.LANGUAGE_CODE).only("term", "stands_for", "synonyms"):
        score = max((_nearness(key, fold(phrase)) for phrase in entry.phrases), default=0.0)
        if score >= NEAR:
            scored.append((-score, entry.term, entry.pk, entry))
    return [entry for *_order, entry in sorted(scored, key=lambda each: each[:3])[:MAX_NEAR]]


def _nearness(one: str, other: str) -> float:
    """Of the same words in any order, and of the same letters (« cmuc », « CMU-C »)."""
    return max(fuzz.token_set_ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))
