"""The little markup of the texts: **bold**, [label](https://…) and [label](article:slug)."""

import re
from collections.abc import Iterable, Mapping
from html import escape

BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


class Markup:
    """Turns a text into the rich text that Wagtail stores; `page_ids` gives the page of each article's slug."""

    def __init__(self, page_ids: Mapping[str, int]) -> None:
        self.page_ids = page_ids

    def sentence(self, text: str) -> str:
        # Escaped first: the texts hold no HTML, and what looks like it stays visible.
        html = BOLD.sub(r"<b>\1</b>", escape(text, quote=False))
        return LINK.sub(self._link, html)

    def paragraphs(self, texts: str | Iterable[str]) -> str:
        texts = [texts] if isinstance(texts, str) else texts
        return "".join(f"<p>{self.sentence(text)}</p>" for text in texts)

    def _link(self, match: re.Match[str]) -> str:
        label, target = match.groups()
        scheme, _, name = target.partition(":")
        if scheme == "article":
            return f'<a linktype="page" id="{self.page_ids[name]}">{label}</a>'
        return f'<a href="{target}">{label}</a>'
