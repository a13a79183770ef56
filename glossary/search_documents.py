"""What the search learns of the glossary: which words mean the same. Loaded by the search alone."""

from __future__ import annotations

from collections.abc import Iterator

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.search.registry import SynonymSource, register_synonyms


def groups() -> Iterator[list[str]]:
    for entry in GlossaryEntry.objects.live().only("term", "stands_for", "synonyms"):
        if len(phrases := entry.phrases) > 1:
            yield phrases


register_synonyms(SynonymSource(version=GlossaryEntry.objects.version, groups=groups))
