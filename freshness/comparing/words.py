"""Two texts, word by word: what goes is struck out, what comes is underlined, and both are said to whoever listens.

Wagtail's own comparison (`wagtail.admin.compare.diff_text`) takes frequent words for noise once a text has two hundred
of them, and marks whole stretches of an article in which one word changed.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

# Every character is in one of the three: joined again, the tokens are the text.
TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
# Beyond, word by word would take seconds: such a stretch is shown as replaced whole.
MOST_TOKENS = 6000
# Of equal lines or words, one in either version: of a page that people write, some ten thousand.
MOST_PAIRS = 500_000
Stretch = tuple[str, str, str]
Step = tuple[str, int, int, int, int]


def marked(before: str, after: str) -> SafeString:
    """Escaped; lines stay lines."""
    parts = [_html(kind, old, new) for kind, old, new in _joined(_stretches(before, after))]
    return mark_safe("".join(parts).removesuffix("\n").replace("\n", "<br>"))


def removed(text: str) -> SafeString:
    return marked(text, "")


def added(text: str) -> SafeString:
    return marked("", text)


def _stretches(before: str, after: str) -> Iterator[Stretch]:
    """First by line, so that one word is not looked for in another paragraph; then by word within the lines."""
    old, new = ([f"{line}\n" for line in text.splitlines()] for text in (before, after))
    for kind, old_from, old_to, new_from, new_to in _steps(old, new):
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if kind == "replace":
            yield from _by_word(gone, come)
        else:
            yield kind, gone, come


def _by_word(before: str, after: str) -> Iterator[Stretch]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) + len(new) > MOST_TOKENS:
        yield "replace", before, after
        return
    for kind, old_from, old_to, new_from, new_to in _steps(old, new, str.isspace):
        yield kind, "".join(old[old_from:old_to]), "".join(new[new_from:new_to])


def _steps(old: list[str], new: list[str], passed_over: Callable[[str], bool] | None = None) -> list[Step]:
    """From the one to the other. The same line, or word, thousands of times over would be compared with each of the
    other's: beyond MOST_PAIRS everything between the first difference and the last is shown as replaced."""
    # Most versions differ in one place: what is alike at both ends need not be compared at all.
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(gone), Counter(come)
    pairs = sum(counts[0][each] * counts[1][each] for each in counts[0] if not (passed_over and passed_over(each)))
    if pairs <= MOST_PAIRS:
        middle: Sequence[Step] = SequenceMatcher(passed_over, gone, come, autojunk=False).get_opcodes()
    else:
        middle = [("replace", 0, len(gone), 0, len(come))]
    return [
        ("equal", 0, start, 0, start),
        *((kind, a + start, b + start, c + start, d + start) for kind, a, b, c, d in middle),
        ("equal", len(old) - end, len(old), len(new) - end, len(new)),
    ]


def _alike(old: list[str], new: list[str]) -> int:
    """How many of the first are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Two changes with nothing but a space between them are read as one."""
    found: list[Stretch] = []
    for kind, old, new in stretches:
        is_gap = kind == "equal" and not old.strip() and "\n" not in old
        if (kind == "equal" and not is_gap) or not found or found[-1][0] == "equal":
            found.append((kind, old, new))
            continue
        _kind, old_before, new_before = found[-1]
        found[-1] = ("gap" if is_gap else "replace", old_before + old, new_before + new)
    return [("replace" if kind == "gap" else kind, old, new) for kind, old, new in found]


def _html(kind: str, old: str, new: str) -> SafeString:
    if kind == "equal":
        return format_html("{}", new)
    # Spaces and line ends around it are no part of what is read as changed.
    shown = new if new.strip() or not old.strip() else old
    start, end = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
    marks = [
        ("del", "deletion", gettext("removed:"), old.strip()),
        ("ins", "addition", gettext("added:"), new.strip()),
    ]
    html = format_html_join(
        " ",
        '<{0}><span class="{1}"><span class="w-sr-only">{2} </span>{3}</span></{0}>',
        [mark for mark in marks if mark[3]],
    )
    return format_html("{}{}{}", start if shown.strip() else "", html, end)
