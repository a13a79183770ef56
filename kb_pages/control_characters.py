"""Texts for formats of others: Atom and iCalendar take no control characters (XML 1.0, 2.2; RFC 5545, 3.1 and 3.3.11).

An editor pastes them without seeing them: Word's line break within a paragraph is one. A single title kept a whole feed
from everybody.
"""

import re

_UNWRITABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    return "\n".join(_UNWRITABLE.sub(" ", text).splitlines())


def one_line(text: str) -> str:
    return " ".join(writable(text).split())
