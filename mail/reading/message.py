"""Bytes to a structure that the rest of this package can trust: parts are spans of the raw message, not copies.

Reads what RFC 5322 and 2045-2049 describe and the ways in which mail programs miss them. It never raises: what cannot
be understood is text, or an attachment. Bounds: see the constants; what lies beyond is kept raw and named in `defects`.
"""

import dataclasses
import re
from collections.abc import Iterator
from itertools import islice

from clairdroit.mail.reading.decoding import decode, decode_header, transfer_decode

MAX_HEADER_BYTES = 1 << 20
MAX_HEADERS = 1000
MAX_PARTS = 300
MAX_DEPTH = 12
# A person's words: a part longer than this is cut, and the message says so.
MAX_TEXT_BYTES = 1 << 18
# Markup is longer than the words in it.
MAX_HTML_BYTES = 1 << 19
MAX_NAME = 150

# RFC 5322, 3.6.8: a field's name is printable ASCII without the colon. Blanks before the colon are obsolete (4.5).
HEADER_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
# An empty line, by any of the three line ends; some gateways leave blanks in it.
END_OF_HEADERS = re.compile(rb"(?:\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r(?!\n))")
# Name, number of a piece, "encoded" (RFC 2231, 3 and 4), then the value, quoted or bare.
PARAMETER = re.compile(
    r""";\s*([\w!#$%&'*+.^`|~-]{1,60}?)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))"""
)
PLAIN_TEXT_TYPES = frozenset({"text/plain", "text/enriched", "text/richtext"})
# Some programs write half of the name.
TEXT_TYPES = PLAIN_TEXT_TYPES | {"text/html", "text", "plain", "html"}
# What programs add for programs: nobody attached it.
OF_PROGRAMS = frozenset(
    {"text/vnd.google.email-reaction+json", "text/x-amp-html", "text/x-watch-html", "application/pgp-signature"}
    | {"application/pkcs7-signature", "application/x-pkcs7-signature"}
)
SAFE_NAME = re.compile(r"[^\w .,()@+=\-\[\]]+")


@dataclasses.dataclass(frozen=True)
class Headers:
    """In the order of the message; names in lower case, values on one line."""

    fields: tuple[tuple[str, bytes], ...] = ()

    def all(self, name: str) -> list[str]:
        return [decode_header(value) for key, value in self.fields if key == name]

    def get(self, name: str) -> str:
        return next((decode_header(value) for key, value in self.fields if key == name), "")

    def raw(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key == name]

    def has(self, name: str) -> bool:
        return any(key == name for key, _value in self.fields)

    @property
    def names(self) -> list[str]:
        return [key for key, _value in self.fields]


@dataclasses.dataclass(frozen=True)
class MimePart:
    """One leaf of the message: `start` and `end` are offsets of its encoded body in the raw bytes."""

    headers: Headers
    content_type: str
    charset: str
    encoding: str
    name: str
    disposition: str
    start: int
    end: int
    # Inside an attached message: never the sender's own words.
    nested: bool = False

    @property
    def is_attachment(self) -> bool:
        if self.content_type in OF_PROGRAMS:
            return False
        if self.content_type not in TEXT_TYPES:
            return True
        return self.disposition == "attachment" or (bool(self.name) and self.disposition != "inline")


@dataclasses.dataclass
class Message:
    raw: bytes
    headers: Headers
    content_type: str
    parameters: dict[str, str]
    parts: list[MimePart]
    defects: list[str]

    def content(self, part: MimePart, *, limit: int | None = None) -> bytes:
        """The part's bytes, decoded by its transfer encoding; no more than `limit` of them."""
        # Quoted-printable writes three characters for a byte, and three more (=, CR, LF) after each 73 (RFC 2045, 6.7).
        end = part.end if limit is None else min(part.end, part.start + 4 * limit)
        data = transfer_decode(self.raw[part.start : end], part.encoding)
        return data if limit is None else data[:limit]

    def text_of(self, part: MimePart) -> str:
        """The part as text, no more than the limit of its kind."""
        limit = MAX_HTML_BYTES if part.content_type == "text/html" else MAX_TEXT_BYTES
        data = self.content(part, limit=limit)
        if len(data) == limit and "long text" not in self.defects:
            self.defects.append("long text")
        return decode(data, part.charset)

    @property
    def attachments(self) -> list[MimePart]:
        return [part for part in self.parts if part.is_attachment and not part.nested]

    def texts(self, content_type: str) -> list[str]:
        return [
            self.text_of(part)
            for part in self.parts
            if part.content_type == content_type and not part.is_attachment and not part.nested
        ]


@dataclasses.dataclass(frozen=True)
class Head:
    headers: Headers
    # Where the body begins.
    body: int


def read_headers(raw: bytes) -> Head:
    """The head alone, for whoever has no use for the structure of a large body."""
    return Head(*_headers(raw, 0, len(raw), []))


def read(raw: bytes) -> Message:
    """The whole structure. Bodies are left where they are, encoded: `content` and `text_of` read one at a time."""
    defects: list[str] = []
    headers, start = _headers(raw, 0, len(raw), defects)
    content_type, parameters = _content_type(headers)
    message = Message(raw, headers, content_type, parameters, [], defects)
    if not headers.fields:
        defects.append("no headers")
    _walk(message, headers, start, len(raw), depth=0, nested=False, default="text/plain")
    return message


def _walk(message: Message, headers: Headers, start: int, end: int, *, depth: int, nested: bool, default: str) -> None:
    content_type, parameters = _content_type(headers, default)
    boundary = parameters.get("boundary", "")
    if len(message.parts) >= MAX_PARTS or depth > MAX_DEPTH:
        if "too many parts" not in message.defects:
            message.defects.append("too many parts")
        return
    if content_type.startswith("multipart/"):
        # One more than is read: a hostile message holds millions. A boundary that never comes was changed on the way:
        # then whatever looks like one divides.
        found = list(islice(_sections(message.raw, start, end, boundary), MAX_PARTS + 1)) or list(
            islice(_sections(message.raw, start, end, ""), MAX_PARTS + 1)
        )
        if found:
            # RFC 2046, 5.1.5: what a digest's parts are when they do not say.
            inner = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
            for first, last in found:
                part_headers, body = _headers(message.raw, first, last, message.defects)
                _walk(message, part_headers, body, last, depth=depth + 1, nested=nested, default=inner)
                if "too many parts" in message.defects:
                    return
            return
        message.defects.append("multipart without parts")
        content_type = "text/plain"
    disposition, about = _value_and_parameters(headers.get("content-disposition"))
    part = MimePart(
        headers=headers,
        content_type=content_type,
        charset=parameters.get("charset", ""),
        encoding=headers.get("content-transfer-encoding").partition(";")[0],
        name=safe_name(about.get("filename", "") or parameters.get("name", "")),
        disposition=disposition,
        start=start,
        end=end,
        nested=nested,
    )
    message.parts.append(part)
    if content_type in ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"):
        if part.encoding.lower() in ("base64", "quoted-printable"):
            # Forbidden (RFC 2046, 5.2.1), and its parts would be no spans of the raw message.
            return
        inner_headers, body = _headers(message.raw, start, end, message.defects)
        _walk(message, inner_headers, body, end, depth=depth + 1, nested=True, default="text/plain")


def _sections(raw: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Spans between the boundary's lines; a missing last one ends with the message."""
    if not boundary:
        # A multipart that names no boundary: the first line that looks like one.
        found = re.compile(rb"^--([^\s-][^\r\n]{0,69}|-[^\r\n]{1,69})[ \t]*\r?$", re.MULTILINE).search(raw, start, end)
        if found is None:
            return
        mark = found[1].rstrip()
    else:
        mark = boundary.encode("utf-8", "surrogateescape")
    # Some programs fold the boundary's spaces; others end their lines with a lone CR.
    line = re.compile(rb"(?:\A|(?<=[\r\n]))--" + re.escape(mark.rstrip()) + rb"(--)?[ \t]*(?:\r\n|\n|\r|\Z)")
    last: int | None = None
    for found in line.finditer(raw, start, end):
        if last is not None:
            yield last, _before_line_end(raw, last, found.start())
        last = None if found[1] else found.end()
    if last is not None and last < end:
        yield last, end


def _before_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary (RFC 2046, 5.1.1)."""
    if end - 2 >= start and raw[end - 2 : end] == b"\r\n":
        return end - 2
    return end - 1 if end > start else end


def _headers(raw: bytes, start: int, end: int, defects: list[str]) -> tuple[Headers, int]:
    """The fields from `start` on, and where the body begins."""
    if raw[start : start + 2] == b"\r\n":
        return Headers(), start + 2
    if raw[start : start + 1] in (b"\n", b"\r"):
        return Headers(), start + 1
    stop = END_OF_HEADERS.search(raw, start, min(end, start + MAX_HEADER_BYTES))
    head_end, body = (stop.start(), stop.end()) if stop else (min(end, start + MAX_HEADER_BYTES), end)
    if stop is None and end > head_end:
        # Longer than any header: what is left unread is the body.
        body = head_end
    fields: list[tuple[str, bytes]] = []
    for line in raw[start:head_end].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in b" \t" and line:
            # Folded (RFC 5322, 2.2.3).
            if fields:
                fields[-1] = (fields[-1][0], fields[-1][1] + b" " + line.strip())
            continue
        found = HEADER_LINE.match(line)
        if found:
            if len(fields) < MAX_HEADERS:
                fields.append((found[1].decode("ascii").lower(), found[2].strip()))
            continue
        # "From " begins a message in a mailbox file (RFC 4155), and some servers leave it there.
        if not fields and not line.startswith((b"From ", b">From ")) and line.strip():
            # No header at all where headers should be: it is the body.
            defects.append("body without headers")
            return Headers(), start
        if line.strip() and not line.startswith((b"From ", b">From ")):
            defects.append("broken header")
    return Headers(tuple(fields)), body


def _content_type(headers: Headers, default: str = "text/plain") -> tuple[str, dict[str, str]]:
    # Of several, the first that names a type.
    for written in headers.all("content-type"):
        value, parameters = _value_and_parameters(written)
        if re.fullmatch(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", value):
            return value, parameters
        if value in ("text", "plain"):
            return "text/plain", parameters
        if value == "html":
            return "text/html", parameters
        if "boundary" in parameters:
            return "multipart/mixed", parameters
        kind = re.match(r"[^/]*(text|multipart)/([\w-]+)", value)
        if kind:
            return f"{kind[1]}/{kind[2]}", parameters
        if "/" in value:
            return "application/octet-stream", parameters
    return default, {}


def _value_and_parameters(text: str) -> tuple[str, dict[str, str]]:
    """`text/plain; charset=utf-8` and its relatives; continued and encoded parameters by RFC 2231."""
    text = text[:4000]
    value = text.partition(";")[0].strip().lower()
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for name, number, extended, quoted, bare in PARAMETER.findall(text):
        written = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
        pieces.setdefault(name.lower(), []).append((int(number or 0), bool(extended), written))
    return value, {name: _joined(found) for name, found in pieces.items()}


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    charset, whole, encoded = "", bytearray(), False
    for number, extended, written in sorted(pieces, key=lambda piece: piece[0]):
        # RFC 2231, 4: charset'language'text, in the first piece alone.
        if extended and number == 0 and written.count("'") >= 2:
            charset, _language, written = written.split("'", 2)
        if extended:
            encoded = True
            whole += re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), written.encode("utf-8", "replace"))
        else:
            whole += written.encode("utf-8", "replace")
        if len(pieces) > 1 and all(each[0] == 0 for each in pieces):
            # No pieces, but the same parameter twice: the first counts.
            break
    return decode(bytes(whole), charset if encoded else "utf-8")


def safe_name(name: str) -> str:
    """A file name to show and to offer: no folder, no control or direction character, never empty of letters."""
    last = re.split(r"[/\\]", name.strip())[-1]
    tidy = " ".join(SAFE_NAME.sub("_", last).split()).strip(". ")
    if len(tidy) > MAX_NAME:
        # Shortened before its ending, by which a program is chosen to open it.
        stem, dot, ending = tidy.rpartition(".")
        tidy = stem[: MAX_NAME - 12] + dot + ending[:10] if dot else tidy[:MAX_NAME]
    return tidy
