"""What an official feed says of words, and how the glossary takes it over without touching what editors wrote.

One rule: what an editor has changed is theirs. A text that still is as the import wrote it follows the feed; any other
stays, and the feed's is shown beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale

from clairdroit.glossary.enums import Source
from clairdroit.glossary.models import FEED_FIELDS, TEXT_FIELDS, GlossaryEntry
from clairdroit.glossary.phrases import fold

# « Affection de longue durée (ALD) »; « Fonds (droit civil) » names a domain and stays as it is.
NAMED_ACRONYM = re.compile(r"^(?P<term>.+\S)\s*\((?P<acronym>[^\W\d_][\w-]{1,9})\)$")
BATCH = 200
MAX_LENGTHS = {field.name: field.max_length for field in GlossaryEntry._meta.fields if field.name in TEXT_FIELDS}


@dataclass(frozen=True)
class FeedWord:
    """A word as the feed explains it: `stands_for` for an abbreviation, `explanation` for a definition."""

    feed_id: str
    term: str
    stands_for: str = ""
    explanation: str = ""


@dataclass
class GlossaryChanges:
    created: int = 0
    changed: int = 0
    # The text is an editor's: the feed's new one is shown beside it.
    set_aside: int = 0
    removed: int = 0
    # No longer in the feed, but an editor has worked on them.
    marked_gone: int = 0
    # Meanings of a word that has another, commoner one.
    homonyms: int = 0


@dataclass
class FeedGlossary:
    """Words met in the publications, each with how many of them explain it."""

    words: dict[str, FeedWord] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)

    def add(self, word: FeedWord) -> None:
        self.words.setdefault(word.feed_id, word)
        self.uses[word.feed_id] += 1

    def by_key(self) -> tuple[dict[str, FeedWord], int]:
        """One meaning of each word, that of the most publications; and how many others there were."""
        meanings: dict[str, list[FeedWord]] = defaultdict(list)
        for word in self.words.values():
            if key := fold(values_of(word)["term"]):
                meanings[key].append(word)
        chosen = {
            key: min(words, key=lambda word: (not word.explanation, -self.uses[word.feed_id], word.feed_id))
            for key, words in meanings.items()
        }
        for key, words in meanings.items():
            full = next((word.stands_for for word in words if word.stands_for), "")
            if full and not chosen[key].stands_for:
                chosen[key] = FeedWord(chosen[key].feed_id, chosen[key].term, full, chosen[key].explanation)
        return chosen, len(self.words) - len(chosen)


def values_of(word: FeedWord) -> dict[str, str]:
    """The entry's texts; an acronym in brackets becomes the word, and what stood before it what it stands for."""
    found = NAMED_ACRONYM.match(word.term)
    values = {"term": word.term, "stands_for": word.stands_for, "explanation": word.explanation}
    if found and sum(letter.isupper() for letter in found["acronym"]) > 1:
        values |= {"term": found["acronym"], "stands_for": word.stands_for or found["term"]}
    return {name: value[: MAX_LENGTHS[name]] for name, value in values.items()}


def take_over(words: FeedGlossary) -> GlossaryChanges:
    """Brings the glossary up to what the feed says, inside the caller's transaction."""
    locale = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first() or Locale.get_default()
    now = timezone.now()
    chosen, homonyms = words.by_key()
    changes = GlossaryChanges(homonyms=homonyms)
    entries = list(GlossaryEntry.objects.filter(locale=locale))
    known = {fold(entry.term): entry for entry in entries}
    by_id = {entry.feed_id: entry for entry in entries if entry.feed_id}
    new, changed, met = [], [], set()
    for key, word in chosen.items():
        # By its number, whatever the feed or an editor now calls it; else by the word itself.
        entry = by_id.get(word.feed_id) or known.get(key)
        if entry is None:
            new.append(new_entry(word, locale))
        # An entry belongs to one word of the feed: a second one that an editor gave this name to is left out.
        elif entry.pk not in met and entry.feed_id in ("", word.feed_id):
            met.add(entry.pk)
            if update(entry, word, changes, known):
                changed.append(entry)
    gone = [entry for entry in entries if entry.feed_id and entry.feed_id not in words.words]
    GlossaryEntry.objects.bulk_create(new, batch_size=BATCH)
    write(changed, now=now)
    changes.created = len(new)
    let_go(gone, changes, now=now)
    return changes


def new_entry(word: FeedWord, locale: Locale) -> GlossaryEntry:
    values = values_of(word)
    return GlossaryEntry(
        **values,
        locale=locale,
        source=Source.FEED,
        feed_id=word.feed_id,
        feed_text=values,
        is_shown_in_place=suits_texts(values),
    )


def suits_texts(values: Mapping[str, str]) -> bool:
    """Acronyms of three letters and more, and terms of several words.

    Single words have other meanings elsewhere (« minute », « principal », « domaine »): an editor decides.
    """
    term = values["term"]
    return len(term) > 2 and not term.islower() if values["stands_for"] else len(fold(term).split()) > 1


def update(entry: GlossaryEntry, word: FeedWord, changes: GlossaryChanges, taken: Container[str]) -> bool:
    """Whether the entry has to be written."""
    values = values_of(word)
    before = bookkeeping(entry)
    if entry.is_editors_own:
        is_news = entry.source == Source.FEED and values != entry.feed_text
        changes.set_aside += is_news
        news = entry.feed_news or is_news
        entry.feed_news = {n: v for n, v in values.items() if v != getattr(entry, n)} or None if news else None
    else:
        entry.feed_news = None
        changes.changed += values != entry.feed_text
        for name, value in values.items():
            # Two entries may not become the same word.
            if name != "term" or fold(value) == fold(entry.term) or fold(value) not in taken:
                setattr(entry, name, value)
    entry.feed_id, entry.feed_text, entry.gone_at = word.feed_id, values, None
    return bookkeeping(entry) != before


def bookkeeping(entry: GlossaryEntry) -> list[Any]:
    return [getattr(entry, name) for name in (*TEXT_FIELDS, *FEED_FIELDS)]


def write(entries: list[GlossaryEntry], *, now: datetime) -> None:
    """An entry that has versions gets a new one: the form shows the latest, and would bring the old text back."""
    for entry in entries:
        entry.changed_at = now
    GlossaryEntry.objects.bulk_update(entries, [*TEXT_FIELDS, *FEED_FIELDS, "changed_at"], batch_size=BATCH)
    for entry in entries:
        if entry.latest_revision_id and not entry.has_unpublished_changes and not entry.is_editors_own:
            entry.save_revision().publish()


def let_go(entries: list[GlossaryEntry], changes: GlossaryChanges, *, now: datetime) -> None:
    """What the feed no longer has: removed, unless somebody here has worked on it."""
    unlinked, marked, removed = [], [], []
    for entry in entries:
        if entry.source == Source.OWN:
            entry.feed_id, entry.feed_text = "", {}
            unlinked.append(entry)
        elif not (entry.latest_revision_id or entry.synonyms or entry.is_editors_own):
            removed.append(entry.pk)
        elif entry.gone_at is None:
            entry.gone_at = now
            marked.append(entry)
    write([*unlinked, *marked], now=now)
    GlossaryEntry.objects.filter(pk__in=removed).delete()
    changes.removed, changes.marked_gone = len(removed), len(marked)
