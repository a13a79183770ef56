"""The glossary: the acronyms and hard words of our articles, and the everyday words that every site may begin with."""

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
        if entry and loading.keep:
            continue
        entry = entry or GlossaryEntry(locale=locale)
        entry.term, entry.plain_wording, entry.source = text["term"], text["plain"], Source.OWN
        entry.stands_for, entry.explanation = text.get("stands_for", ""), text.get("explanation", "")
        entry.synonyms = "\n".join(text.get("synonyms", ()))
        entry.is_jargon, entry.is_shown_in_place = text.get("jargon", False), text.get("in_place", True)
        entry.full_clean()
        entry.save()
        loading.count("glossary entries")
    everyday_words.load(everyday_words.read_groups())
