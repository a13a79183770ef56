"""The glossary: the acronyms and hard words of our articles, and the everyday words that every site may begin with."""

from typing import Any

from wagtail.models import Locale

from clairdroit.glossary import everyday_words
from clairdroit.glossary.enums import Source
from clairdroit.glossary.models import GlossaryEntry
from demo.loader import content
from demo.loader.progress import Loading


def load_words(loading: Loading) -> None:
    for text in content.read("glossary")["entry"]:
        locale, _created = Locale.objects.get_or_create(language_code=text.get("language", "fr"))
        # The import may have brought the word from the official feed already, written otherwise.
        entry = GlossaryEntry.objects.filter(locale=locale, term__iexact=text["term"]).first()
        if entry is None or not loading.keep:
            write(entry or GlossaryEntry(locale=locale), text, loading)
    everyday_words.load(everyday_words.read_groups())


def write(entry: GlossaryEntry, text: dict[str, Any], loading: Loading) -> None:
    held = entry.synonym_list
    fields = {
        "term": text["term"],
        "stands_for": text.get("stands_for", ""),
        "plain_wording": text["plain"],
        "explanation": text.get("explanation", ""),
        # Whatever the everyday words have added stays.
        "synonyms": "\n".join([*held, *(word for word in text.get("synonyms", ()) if word not in held)]),
        "is_jargon": text.get("jargon", False),
        "is_shown_in_place": text.get("in_place", True),
        "source": Source.OWN,
    }
    changed = {name: value for name, value in fields.items() if getattr(entry, name) != value}
    if not changed and entry.pk:
        return
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.full_clean()
    entry.save()
    loading.count("glossary entries")
