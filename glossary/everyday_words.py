"""The starting glossary: what people say beside what administrations write, shipped with the product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from wagtail.models import Locale

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.glossary.phrases import fold

PATH = Path(__file__).parent / "data" / "everyday_words.txt"


def read_groups(path: Path = PATH) -> Iterator[list[str]]:
    """Each line's phrases, the administration's word first."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [phrase for part in line.split(",") if (phrase := part.strip())]


def load(groups: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Adds what the glossary does not have: entries, and synonyms of entries. How many of each.

    An entry that somebody has saved in the admin is left alone, so that what was taken out stays out.
    """
    locale = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first() or Locale.get_default()
    known: dict[str, GlossaryEntry] = {}
    for held in GlossaryEntry.objects.filter(locale=locale):
        for name in filter(None, (held.term, held.stands_for)):
            known.setdefault(fold(name), held)
    made = completed = 0
    for phrases in groups:
        known_as = [known[key] for phrase in phrases if (key := fold(phrase)) in known]
        entry = known_as[0] if known_as else None
        if entry is None:
            term, *synonyms = phrases
            entry = GlossaryEntry(term=term, synonyms="\n".join(synonyms), locale=locale, is_shown_in_place=False)
            entry.save()
            made += 1
        elif entry.latest_revision_id is None:
            there = {fold(phrase) for phrase in entry.phrases}
            if missing := [phrase for phrase in phrases if fold(phrase) not in there]:
                entry.synonyms = "\n".join([*entry.synonym_list, *missing])
                entry.save()
                completed += 1
        known.setdefault(fold(phrases[0]), entry)
    return made, completed
