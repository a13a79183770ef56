"""From the plain text of a question or an answer to the rich text of a page."""

import itertools
import re
from collections.abc import Iterable

from django.utils.html import escape

NUMBERED = re.compile(r"\s*\d{1,2}\s?[.)]\s+")
DOTTED = re.compile(r"\s*[-–•*]\s+")
BLANK = re.compile(r"\n\s*\n")


def rich_text(text: str) -> str:
    """Paragraphs, and lists where lines are numbered or dotted. All that was written is text, never markup."""
    return "".join(_part(part) for part in BLANK.split(text.replace("\r\n", "\n").strip()) if part.strip())


def _part(part: str) -> str:
    return "".join(_run(kind, list(lines)) for kind, lines in itertools.groupby(part.splitlines(), key=_kind))


def _kind(line: str) -> str:
    return "ol" if NUMBERED.match(line) else "ul" if DOTTED.match(line) else "p"


def _run(kind: str, lines: Iterable[str]) -> str:
    if kind == "p":
        # Closed in itself: the editor's converter opens nothing else.
        return f"<p>{'<br/>'.join(escape(line.strip()) for line in lines)}</p>"
    mark = NUMBERED if kind == "ol" else DOTTED
    items = "".join(f"<li>{escape(mark.sub('', line, count=1).strip())}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"
