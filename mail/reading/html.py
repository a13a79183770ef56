"""HTML to text lines, with what the markup knows: quoted passages as "> " lines, history and signature marked.

nh3 (already what cleans our editors' texts) parses as a browser does and writes sound markup of a few tags; only that
is read here. What a reader would not see is left out. Markup nested deeper than any mail program writes loses its tags
first: a browser's parser needs time that grows with the square of the depth.
"""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import nh3

# Characters that `decoding.clean` removes from every mail: no sender can write them.
HISTORY, SIGNATURE, SIGNATURE_END = "\x1c", "\x1d", "\x1e"
# At the end of a line that stands out by its colour: how people mark their answers between the lines of a mail.
COLOURED = "\x1f"

BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer"}
    | {"form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"}
    | {"table", "tbody", "tr", "ul"}
)
TAGS = BLOCKS | {"br", "span", "a", "td", "th", "b", "i", "font", "img"}
# HTML's white space, and no other: a no-break space is a letter.
LOOSE = re.compile(r"[ \t\r\n\f\x0b]+")
# What the styles of mails hide; `mso-hide` is Outlook's.
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|mso-hide\s*:\s*all", re.IGNORECASE)
# Classes and ids by which programs say that history begins: Outlook, Yahoo, Proton, Tuta, Zoho, Thunderbird
# and web mails.
IS_HISTORY = re.compile(
    r"divrplyfwdmsg|appendonsend|outlookmessageheader|stopspelling|yahoo_quoted|replyforwardcontainer"
    r"|mail-editor-reference-message-container|quotedtext|protonmail_quote|tutanota_quote|zmail_extra(?!\w)|moz-forward-container"
    r"|originalmessage|oriMsgHtmlSeperator|isreplycontent|reply-intro",
    re.IGNORECASE,
)
IS_SIGNATURE = re.compile(
    r"gmail_signature|moz-signature|(?:^|\s)signature(?:\s|$)|outlook-signature|ms-outlook-mobile-signature|protonmail_signature_block"
    r"|mobile_signature|applemailsignature|zsignature",
    re.IGNORECASE,
)
# Outlook's rule above the header block of the answered message.
OUTLOOK_RULE = re.compile(
    r"border(?:-top)?\s*:\s*(?:none;\s*border-top\s*:\s*)?solid\s+#?(?:b5c4df|e1e1e1)|border-top:\s*solid\s+#",
    re.IGNORECASE,
)


# Not "border-color", which no reader takes for an answer.
COLOUR = re.compile(r"(?<![\w-])(?:background-)?color\s*:\s*([^;]+)", re.IGNORECASE)
RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
# Names for what text and ground have anyway.
NO_COLOUR = frozenset(
    {"black", "windowtext", "inherit", "initial", "auto", "transparent", "currentcolor", "unset", "#000", "#000000"}
    | {"white", "window", "#fff", "#ffffff", "none", "revert"}
)

# Read without a parser, only to know how deep the markup is nested.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
# Pictures inside the markup: megabytes without a word.
DATA_URI = re.compile(r"data:image/[\w+.-]+;base64,[A-Za-z0-9+/=\s]*")
ALONE = frozenset({"br", "hr", "img", "meta", "link", "input", "base", "col", "p", "li", "td", "tr", "th"})
MAX_DEPTH = 300


def is_deep(html: str) -> bool:
    """Whether tags are open within each other more than MAX_DEPTH times; what is never closed counts as open."""
    depth = 0
    for closing, tag in TAG.findall(html):
        if tag.lower() not in ALONE:
            depth += -1 if closing else 1
            if depth > MAX_DEPTH:
                return True
    return False


def to_text(html: str, *, plain_colours: frozenset[str] | None = None) -> str:
    """Lines of text, quoted ones behind "> " (five times at most), with the marks HISTORY, SIGNATURE and SIGNATURE_END
    on lines of their own. With `plain_colours` ("#1b2430", "red"), lines in any other colour end with COLOURED."""
    html = DATA_URI.sub("", html)
    if is_deep(html):
        html = ANY_TAG.sub("\n", html)
        return unescape("\n".join(line.strip() for line in html.split("\n") if line.strip()))
    cleaned = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style", "head", "title", "noscript", "object", "template"},
        attributes={
            "*": {"class", "id", "style", "name", "type", "data-marker", "data-signatureblock"},
            "img": {"alt"},
            "font": {"color"},
        },
        generic_attribute_prefixes=set(),
        strip_comments=True,
        link_rel=None,
    )
    reader = _Reader(plain_colours)
    reader.feed(cleaned)
    reader.close()
    return reader.text()


def _plain_colour(value: str) -> str:
    value = value.lower().replace("!important", "").strip()
    found = RGB.match(value)
    return "#" + "".join(f"{min(int(part), 255):02x}" for part in found.groups()) if found else value


class _Reader(HTMLParser):
    def __init__(self, plain_colours: frozenset[str] | None) -> None:
        super().__init__(convert_charrefs=True)
        self.plain_colours = plain_colours
        # Whether what each open tag holds stands out by its colour; links do in every program.
        self.colours: list[bool] = [False]
        self.coloured = 0
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        # What each open tag has to undo: "" (nothing), "quote", "hidden" or "signature".
        self.open: list[tuple[str, str]] = []
        self.counts: Counter[str] = Counter()
        self.hidden = 0
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._end_line(force=True)
            return
        if tag in BLOCKS:
            self._end_line()
        if tag == "hr":
            return
        if tag == "img":
            return
        undo = ""
        named = " ".join((values.get("class", ""), values.get("id", "")))
        if HIDDEN.search(values.get("style", "")):
            undo, self.hidden = "hidden", self.hidden + 1
        elif tag == "blockquote":
            undo, self.quotes = "quote", self.quotes + 1
        elif IS_SIGNATURE.search(named) or "data-signatureblock" in values:
            undo = "signature"
            self._mark(SIGNATURE)
        elif (
            IS_HISTORY.search(named)
            or values.get("name") == "quote"
            or values.get("data-marker") == "__QUOTED_TEXT__"
            or OUTLOOK_RULE.search(values.get("style", ""))
        ):
            self._mark(HISTORY)
        if tag == "pre":
            self.preformatted += 1
        self.colours.append(self._is_coloured(tag, values))
        self.open.append((tag, undo))
        self.counts[tag] += 1

    def handle_endtag(self, tag: str) -> None:
        # Closed without having been opened: it would close all that is open.
        if not self.counts[tag]:
            return
        if tag in BLOCKS:
            self._end_line()
        while self.open:
            closed, undo = self.open.pop()
            self.colours.pop()
            self.counts[closed] -= 1
            if undo == "quote":
                self._end_line()
                self.quotes -= 1
            elif undo == "hidden":
                self.hidden -= 1
            elif undo == "signature":
                self._mark(SIGNATURE_END)
            if closed == "pre":
                self.preformatted -= 1
            if closed == tag:
                break
        if tag == "p":
            self._blank()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.preformatted:
            first, *others = data.split("\n")
            self.line.append(first)
            for other in others:
                self._end_line(force=True)
                self.line.append(other)
            return
        text = LOOSE.sub(" ", data)
        if not self.line:
            text = text.lstrip(" ")
        if text:
            self.line.append(text)
            self.coloured += len(text) if self.colours[-1] else 0

    def _is_coloured(self, tag: str, values: dict[str, str]) -> bool:
        if self.plain_colours is None or tag == "a" or self.counts["a"]:
            return False
        named = [*COLOUR.findall(values.get("style", "")), *filter(None, [values.get("color", "")])]
        if not named:
            return self.colours[-1]
        shown = {_plain_colour(each) for each in named} - NO_COLOUR - self.plain_colours
        return bool(shown)

    def _mark(self, mark: str) -> None:
        if self.quotes or self.hidden:
            return
        self._end_line()
        self.lines.append(mark)

    def _end_line(self, *, force: bool = False) -> None:
        text = "".join(self.line).rstrip(" ")
        # A quarter of the line: the answer behind our words, rather than one word that a program underlined.
        if text and self.coloured * 4 >= len(text):
            text += COLOURED
        self.line, self.coloured = [], 0
        if text.strip("\xa0 ") or force:
            self.lines.append("> " * min(self.quotes, 5) + text if self.quotes else text)

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * min(self.quotes, 5))

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines).strip("\n")
