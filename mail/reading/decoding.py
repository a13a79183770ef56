"""Bytes of an e-mail to text, whatever they hold: nothing here raises, and each function is linear in its input.

Python's own `email` raises on some broken headers and charsets, and copies a large message several times.
"""

import base64
import binascii
import codecs
import quopri
import re

# Names that mail programs write and Python does not know, or knows as something narrower than what is meant.
CHARSETS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.110-1983": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "unicode-1-1-utf-7": "utf-7",
    "x-unknown": "",
    "unknown-8bit": "",
    "8bit": "",
    "binary": "",
}
# A byte order mark at the beginning says more about the text than the header does.
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Codecs that turn text into text or compress: a charset named so is an attack or an accident.
NO_CHARSETS = frozenset(
    {"rot13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
# Besides controls: halves of a surrogate pair, which no encoder takes, and two that Unicode calls no characters. Tab,
# line feed and form feed stay. \x1c to \x1f must not: with them `html` marks lines.
NUL_AND_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# RFC 2047, 2: charset, "B" or "Q", text. `decode_header` cuts off a language after an asterisk (RFC 2231, 5). Blanks in
# the text are forbidden, and written all the same.
ENCODED_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
# POSIX, uuencode: the mode and a name; "-base64" where the lines below are base64, up to one of equals signs.
UU_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)
UU_BASE64_END = re.compile(rb"^====", re.MULTILINE)
# Line ends, and what a gateway strewed in, belong to no letter (RFC 2045, 6.8).
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def decode(data: bytes, charset: str = "") -> str:
    """By the declared charset when it holds; else as UTF-8, else as the Windows table that old programs mean."""
    return clean(_decode(data, charset))


def _decode(data: bytes, charset: str) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    declared = codec_of(charset)
    if declared.startswith("utf-16") and declared[-2:] not in ("le", "be"):
        # Without its mark: big-endian by the standard (RFC 2781), unless every second byte says otherwise.
        declared = "utf-16-be" if data[:200:2].count(0) >= data[1:200:2].count(0) else "utf-16-le"
    # Bytes above 127 that are valid UTF-8 are hardly ever anything else; seven-bit codes (ISO-2022) have none.
    wide = not data.isascii()
    tries = ["utf-8"] if wide and declared in ("", "cp1252") else []
    tries += [declared] if declared else []
    tries += ["utf-8"]
    for name in tries:
        try:
            return data.decode(name)
        except (UnicodeError, ValueError):
            continue
    if declared and declared not in ("utf-8", "cp1252"):
        return data.decode(declared, "replace")
    # cp1252 leaves five bytes undefined; latin-1 takes them, and `clean` removes what cannot be shown.
    return data.decode("cp1252", "replace")


def codec_of(charset: str) -> str:
    """The codec's name, or "" for a charset that is none."""
    name = charset.strip().strip("\"'").lower()[:60]
    name = CHARSETS.get(name, name)
    if not name.isascii() or "\x00" in name:
        return ""
    try:
        found = codecs.lookup(name) if name else None
    except (LookupError, ValueError):
        # "iso-8859-1 (latin)", "charset=utf-8": what stands in it, if anything.
        inner = re.search(r"(utf-?8|iso-?8859-?\d{1,2}|windows-125\d|cp125\d)", name)
        return codec_of(inner[1]) if inner and inner[1] != name else ""
    if found is None or found.name in NO_CHARSETS or not getattr(found, "_is_text_encoding", True):
        return ""
    return found.name


def clean(text: str) -> str:
    """Without what no database column or page takes; every kind of line end becomes one."""
    # 0x85 is a line end in Latin-1 and the ellipsis in the Windows table; in mails it is the ellipsis.
    return NUL_AND_CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "…"))


def transfer_decode(data: bytes, encoding: str) -> bytes:
    """By Content-Transfer-Encoding; damaged base64 gives what can be read of it."""
    match encoding.strip().strip("\"'").lower():
        case "base64":
            return from_base64(data)
        case "quoted-printable":
            return quopri.decodestring(data)
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return from_uuencode(data)
    return data


def from_base64(data: bytes) -> bytes:
    """What can be read of it (RFC 2045, 6.8): signs that are none of its letters are passed over."""
    # Padding in the middle ends one stretch (two messages glued together, a footer appended by a list).
    whole = bytearray()
    for stretch in re.split(rb"=+", data):
        letters = NOT_BASE64.sub(b"", stretch)
        if len(letters) % 4 == 1:
            # Six bits are no byte: the letter before them was lost.
            letters = letters[:-1]
        if letters:
            whole += base64.b64decode(letters + b"=" * (-len(letters) % 4))
    return bytes(whole)


def from_uuencode(data: bytes) -> bytes:
    """Up to the first line that cannot be read; as it came where nothing says "begin"."""
    start = UU_BEGIN.search(data)
    if start is None:
        return data
    if start[1]:
        end = UU_BASE64_END.search(data, start.end())
        return from_base64(data[start.end() : end.start() if end else len(data)])
    whole = bytearray()
    for line in data[start.end() :].splitlines():
        # A line of no length ends the data: "`" or a blank, as the program writes its zero.
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            whole += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders count wrong: the length byte says how much of the line to take.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                whole += binascii.a2b_uu(line[:wanted])
            except binascii.Error:
                break
    return bytes(whole)


def decode_header(value: bytes) -> str:
    """A header's words (RFC 2047), on one line whatever an encoded word smuggles in."""
    pieces: list[str] = []
    end = 0
    # Words of one charset in a row are joined before they are decoded: some programs cut inside a character.
    run, run_charset = bytearray(), ""
    for word in ENCODED_WORD.finditer(value):
        between = value[end : word.start()]
        charset = word[1].decode("ascii", "replace").partition("*")[0]
        if between.strip() or end == 0 or charset.lower() != run_charset.lower():
            pieces.append(_decode(bytes(run), run_charset))
            run = bytearray()
            pieces.append(_decode(between, "") if between.strip() or end == 0 else "")
        run_charset = charset
        run += _word_bytes(word[2], word[3])
        end = word.end()
    pieces.append(_decode(bytes(run), run_charset))
    pieces.append(_decode(value[end:], ""))
    return " ".join(clean("".join(pieces)).split())


def _word_bytes(kind: bytes, text: bytes) -> bytes:
    if kind in b"bB":
        return from_base64(text)
    return quopri.decodestring(text.replace(b"_", b" "), header=False)
