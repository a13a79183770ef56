"""The sentence that shows why a result was found, with the query's words marked."""

import re
from collections.abc import Collection

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from clairdroit.search import analysis
from clairdroit.search.models import SearchDocument

SENTENCE_END = re.compile(r"\n|(?<=[.!?…;])\s+(?=[A-ZÀ-Ý0-9«])")
MAX_LENGTH = 260
FEWEST_WORDS = 5
# What is read of a text to find the sentence; the longest fiches have ten times as much.
READ_LENGTH = 12_000


def mark(text: str, terms: Collection[str]) -> SafeString:
    """`text` escaped, each word of the query in a <mark>."""
    parts, position = [], 0
    for word in analysis.words(text):
        if word.term in terms:
            parts.append((text[position : word.start], text[word.start : word.end]))
            position = word.end
    return format_html(
        "{}{}", format_html_join("", "{}<mark>{}</mark>", parts) if parts else mark_safe(""), text[position:]
    )


def excerpt(document: SearchDocument, terms: Collection[str]) -> SafeString:
    return mark(sentence(document, terms), terms)


def sentence(document: SearchDocument, terms: Collection[str]) -> str:
    """The summary when it says why; otherwise the sentence of the text that holds most of the query."""
    wanted = set(terms)
    found_in_summary = wanted.intersection(document.terms_summary.split())
    missing = wanted.intersection(document.terms_body.split()) - found_in_summary
    missing -= set(document.terms_title.split())
    if document.summary and not (missing and len(missing) > len(found_in_summary)):
        return _shortened(document.summary)
    return _best_sentence(document.body, wanted) or _shortened(document.summary)


def _best_sentence(body: str, wanted: set[str]) -> str:
    """Titles and the heads of tables come with the text; what they hold says little alone."""
    best, most = "", (False, 0)
    for sentence in SENTENCE_END.split(body[:READ_LENGTH]):
        held = len(wanted.intersection(analysis.terms(sentence)))
        worth = (len(sentence.split()) >= FEWEST_WORDS, held)
        if held and worth > most:
            best, most = sentence, worth
    return _around(best, wanted)


def _around(sentence: str, wanted: set[str]) -> str:
    """A long sentence cut at words, so that the first word found stays in it."""
    if len(sentence) <= MAX_LENGTH:
        return sentence
    first = next((word.start for word in analysis.words(sentence) if word.term in wanted), 0)
    start = max(0, first - MAX_LENGTH // 3)
    if start:
        start = sentence.find(" ", start) + 1
    return ("… " if start else "") + _shortened(sentence[start:])


def _shortened(text: str) -> str:
    if len(text) <= MAX_LENGTH:
        return text
    return text[:MAX_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
