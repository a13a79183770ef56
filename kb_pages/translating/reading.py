"""What readers of a translated page are told: that its original has changed, and which words are the original’s."""

import datetime
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language_info
from wagtail.models import Page

from clairdroit.kb_pages.translating.missing import missing_from, translation_into

TAG = re.compile(r"(</?\w[^>]*>)")
# As Django's templates write them, beside themselves.
ESCAPED = {"&": "&amp;", "'": "(?:'|&#x27;|&#39;)", '"': '(?:"|&quot;)', "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True)
class Original:
    """Of a page that wagtail-localize made."""

    language: str
    # Where readers find it, if it is online.
    page: Page | None
    # Its words have changed after this page was published.
    changed_on: datetime.date | None
    # By the place of each, what has no translation.
    missing: dict[str, list[str]]

    @property
    def language_name(self) -> str:
        return str(get_language_info(self.language)["name_translated"])

    def language_of(self, field: str, value: str) -> str:
        """The original's, where that is what is shown: the passage may have changed, and not been published yet."""
        return self.language if value in self.missing.get(field, ()) else ""

    def shown_in(self, text: str) -> list[str]:
        """The original's passages that stand in a page's text, without markup."""
        said = " ".join(text.split())
        passages = {" ".join(unescape(strip_tags(found)).split()) for texts in self.missing.values() for found in texts}
        return sorted(passage for passage in passages if passage and passage in said)

    def marked(self, html: str) -> SafeString:
        """`html` with each passage that is the original's in an element that says so (WCAG 2.1, 3.1.2)."""
        # Title and summary carry their language on their own elements (`lang_of`).
        texts = [text for path, found in self.missing.items() if path.startswith("body.") for text in found]
        # The longest first: a short passage may stand inside a long one, whose element would be cut in two.
        for text in sorted(set(texts), key=len, reverse=True):
            html = _whole(text).sub(self._mark, html)
        return mark_safe(html)

    def _mark(self, found: re.Match[str]) -> str:
        before, text, after = found.groups()
        return f'{before}<span lang="{self.language}">{text}</span>{after}'


def original_of(page: Page) -> Original | None:
    """Two queries; None for a page that is written in its own language."""
    translation = translation_into(page)
    if translation is None:
        return None
    source = translation.source
    missing: dict[str, list[str]] = {}
    for segment in missing_from(translation):
        missing.setdefault(segment.context.path, []).append(segment.string.data)
    published = page.last_published_at
    # Not by the original's own date: only changed passages move last_updated_at (`following`).
    is_newer = published is not None and source.last_updated_at > published
    return Original(
        language=source.locale.language_code,
        page=next((each for each in page.other_languages if each.locale_id == source.locale_id), None),
        changed_on=localdate(source.last_updated_at) if is_newer else None,
        missing={path: _with_plain(found) for path, found in missing.items()},
    )


def _with_plain(found: list[str]) -> list[str]:
    """Passages are kept as HTML; fields without markup show them unescaped."""
    return [*found, *(plain for text in found if (plain := unescape(strip_tags(text))) != text)]


def _whole(text: str) -> re.Pattern[str]:
    """The passage where it is all that an element holds; links have other addresses on the page than in the passage."""
    parts = []
    for part in TAG.split(text):
        if TAG.fullmatch(part):
            name = part.strip("</>").split()[0]
            parts.append(rf"{'</' if part.startswith('</') else '<'}{name}\b[^>]*>")
        else:
            parts.append("".join(ESCAPED.get(letter, re.escape(letter)) for letter in unescape(part)))
    return re.compile(rf"(>\s*)({''.join(parts)})(\s*<)")


def lang_attribute(original: Original | None, field: str, value: Any) -> SafeString | str:
    language = original.language_of(field, str(value)) if original else ""
    return format_html(' lang="{}"', language) if language else ""
