"""The words of a message: from which of its parts, and as what kind of text."""

import re

from clairdroit.mail.reading import html
from clairdroit.mail.reading.message import PLAIN_TEXT_TYPES, Message

# RFC 3676, 4: both are parameters of Content-Type, read from the header as it stands.
FLOWED = re.compile(r"format\s*=\s*\"?flowed", re.IGNORECASE)
DELSP = re.compile(r"delsp\s*=\s*\"?yes", re.IGNORECASE)


def text_of(message: Message) -> str:
    """Plain text where there is some, else the HTML as text; empty when the message holds neither."""
    plain = []
    for part in message.parts:
        if part.content_type in PLAIN_TEXT_TYPES and not part.is_attachment and not part.nested:
            written = part.headers.get("content-type")
            text = message.text_of(part)
            if part.content_type != "text/plain":
                # text/enriched and text/richtext: <bold>, <param> (RFC 1896); their words are what is left.
                text = re.sub(r"<[^<>\n]{1,40}>", "", text)
            plain.append(unflow(text, delsp=bool(DELSP.search(written))) if FLOWED.search(written) else text)
    text = "\n".join(plain)
    if text.strip():
        return text
    return "\n".join(html.to_text(each) for each in message.texts("text/html"))


def html_of(message: Message, *, plain_colours: frozenset[str]) -> str:
    """The HTML as text, with the lines marked that stand out by their colour; empty when there is none."""
    return "\n".join(html.to_text(each, plain_colours=plain_colours) for each in message.texts("text/html"))


def unflow(text: str, *, delsp: bool = False) -> str:
    """Lines that the program broke (a space at their end) joined again (RFC 3676); quoted ones stay as they are."""
    whole: list[str] = []
    open_line = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        # "-- " ends in a space and is no flowed line: it announces a signature (RFC 3676, 4.3).
        if open_line and not quoted and whole and line != "-- ":
            whole[-1] = (whole[-1][:-1] if delsp else whole[-1]) + line
        else:
            whole.append(line)
        open_line = line.endswith(" ") and line != "-- " and not quoted
    return "\n".join(whole)
