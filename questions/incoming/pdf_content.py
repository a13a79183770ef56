"""Whether a PDF does more than being read: told by the names in it (ISO 32000-1, 7.3.5), also where they are spelled in
figures or packed.

Scripts, programs that are started, files inside the file, forms of another kind or that are sent somewhere, other files
that are opened; and what nobody can look into. Whatever cannot be unpacked counts as such.
"""

import re
import zlib
from bisect import bisect

ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt|SubmitForm|ImportData|GoToE|GoToR)\b"
)
_LETTER = rb"[^\x00-\x20()<>\[\]{}/%]"
_IN_FIGURES = re.compile(rb"/%b{0,127}#[0-9A-Fa-f]{2}%b{0,127}" % (_LETTER, _LETTER))
_FIGURE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"\bstream[ \t]*\r?\n?")
# 7.5.7: an object stream begins with pairs of a number and a place; its dictionary has a type, and a place to begin.
_PAIRS = re.compile(rb"\s*\d{1,10}\s+\d{1,10}\s")
_DECLARED = re.compile(rb"/ObjStm\b|/First\s+\d+(?!\d*\s+\d+\s+R)")
_BEGINNING, _PIECE = 4096, 1 << 16
# Of what is packed, as much as ten times the largest file.
MAX_UNPACKED = 80 << 20


def is_more_than_read(data: bytes) -> bool:
    spelled = _spelled_out(data)
    if ACTIVE.search(data) or ACTIVE.search(spelled) or _DECLARED.search(spelled):
        return True
    beginnings, read, unpacked = [], set(), 0
    for match in _STREAM.finditer(data):
        beginnings.append(match.start())
        packed = memoryview(data)[match.end() :]
        if _PAIRS.match(packed[:_BEGINNING]):
            # Not packed, and looked through above.
            read.add(match.start())
        elif _PAIRS.match(_inflated(packed[:_BEGINNING], _PIECE)):
            objects = _inflated(packed, MAX_UNPACKED - unpacked)
            unpacked += len(objects)
            if unpacked >= MAX_UNPACKED or ACTIVE.search(objects) or ACTIVE.search(_spelled_out(objects)):
                return True
            read.add(match.start())
    # What calls itself packed objects must be what was read.
    behind = (bisect(beginnings, match.end()) for match in _DECLARED.finditer(data))
    return any(place == len(beginnings) or beginnings[place] not in read for place in behind)


def _spelled_out(data: bytes) -> bytes:
    """The names with figures in them, in letters: `/J#53` is `/JS`."""
    return b" ".join(_FIGURE.sub(lambda found: bytes([int(found[1], 16)]), name) for name in _IN_FIGURES.findall(data))


def _inflated(packed: memoryview, limit: int) -> bytes:
    """As much as can be read, as programs do with damaged files; nothing where it is packed in another way."""
    unpacker, pieces, size = zlib.decompressobj(), [], 0
    for at in range(0, len(packed), _PIECE):
        waiting = bytes(packed[at : at + _PIECE])
        while waiting and size < limit and not unpacker.eof:
            try:
                pieces.append(unpacker.decompress(waiting, limit - size))
            except zlib.error:
                return b"".join(pieces)
            size, waiting = size + len(pieces[-1]), unpacker.unconsumed_tail
        if size >= limit or unpacker.eof:
            break
    return b"".join(pieces)
