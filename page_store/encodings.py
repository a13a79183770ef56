"""A page's bytes as they travel: gzip at once, brotli as soon as it is made, as it came for who knows neither."""

import gzip
import re

import brotli

GZIP_LEVEL = 6
# The best: it is made once and sent often.
BROTLI_QUALITY = 11
NOT_WANTED = re.compile(r";\s*q\s*=\s*0(?:\.0{0,3})?\s*$")


def wanted_by(accepted: str) -> set[str]:
    """The names in an `Accept-Encoding` header, but those with q=0 (RFC 9110, section 12.5.3)."""
    parts = [part.strip().lower() for part in accepted.split(",")]
    return {part.split(";")[0].strip() for part in parts if part and not NOT_WANTED.search(part)}


def to_gzip(content: bytes) -> bytes:
    # Without the moment: the same page is the same bytes.
    return gzip.compress(content, GZIP_LEVEL, mtime=0)


def to_brotli(content: bytes) -> bytes:
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)


def to_plain(gzipped: bytes) -> bytes:
    return gzip.decompress(gzipped)
