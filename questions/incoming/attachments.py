"""What of an attachment may be passed on to a partner: known by its content, whatever its name says, and made anew.

A picture is drawn again, so that nothing but what one sees is left of it; a text and an attached message leave as plain
text, without how to reach the person. A PDF leaves as it is, unless it says that it does more than being read.
"""

import dataclasses
import io
from collections.abc import Callable

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from clairdroit.mail.reading import message, plain_text
from clairdroit.mail.reading.message import safe_name
from clairdroit.questions.incoming.pdf_content import is_more_than_read

MAX_BYTES = 8 << 20
# Decoded, a picture takes four bytes for each point, whatever few its file has.
MAX_POINTS = 40_000_000
# Forty pages: each is looked through for names and numbers while the question's row is held.
MAX_TEXT = 100_000
PICTURES = ("JPEG", "PNG", "WEBP")
MESSAGES = ("message/rfc822", "message/global")


class NotPassableError(Exception):
    """With the reason, for the editor."""


@dataclasses.dataclass(frozen=True)
class Ready:
    name: str
    content_type: str
    data: bytes


def ready(data: bytes, *, name: str, declared: str, mask: Callable[[str], str]) -> Ready:
    """NotPassableError: it stays with the team, for the reason given."""
    if not data:
        raise NotPassableError(_("This file is empty."))
    if len(data) > MAX_BYTES:
        raise NotPassableError(_("This file is too large to be passed on: 8 MB at most."))
    # People call their files after themselves: « Nadia Benali CNI.pdf ».
    stem = mask(safe_name(name).rpartition(".")[0] or safe_name(name)) or "document"
    if declared in MESSAGES:
        return Ready(f"{stem}.txt", "text/plain", _masked(_message(data), mask))
    # Readers look for the header in the first 1,024 bytes (PDF Reference 1.7, appendix H.3, note 13); here nothing but
    # blanks may stand before it.
    if data[:1024].lstrip().startswith(b"%PDF-"):
        if is_more_than_read(data):
            raise NotPassableError(_("This PDF holds a script, another file or a password. Ask for a plain one."))
        return Ready(f"{stem}.pdf", "application/pdf", data)
    picture = _picture(data)
    if picture is not None:
        ending, content_type, drawn = picture
        return Ready(f"{stem}.{ending}", content_type, drawn)
    text = _text(data)
    if text is None:
        raise NotPassableError(
            _("Only PDF files, pictures (JPEG, PNG, WebP), texts and messages are passed on. Ask for one of these.")
        )
    return Ready(f"{stem}.txt", "text/plain", _masked(text, mask))


def _masked(text: str, mask: Callable[[str], str]) -> bytes:
    if len(text) > MAX_TEXT:
        raise NotPassableError(
            _("This text is too long to be looked through for names and numbers: about forty pages at most.")
        )
    return mask(text).encode()


def _picture(data: bytes) -> tuple[str, str, bytes] | None:
    try:
        # Only these decoders: Pillow has others, less looked at.
        with Image.open(io.BytesIO(data), formats=PICTURES) as opened:
            if opened.width * opened.height > MAX_POINTS:
                raise NotPassableError(_("This picture has too many points to be passed on."))
            is_photo = opened.format == "JPEG"
            mode = "RGB" if is_photo else "RGBA"
            # Each copy of the largest picture is 160 MB.
            ImageOps.exif_transpose(opened, in_place=True)
            turned = opened if opened.mode == mode else opened.convert(mode)
            # Points alone: no place, no camera, no comment.
            bare = Image.new(mode, turned.size)
            bare.paste(turned)
    except NotPassableError:
        raise
    except Exception:  # whatever a damaged picture does to the decoder, it is no picture
        return None
    drawn = io.BytesIO()
    bare.save(drawn, format="JPEG" if is_photo else "PNG", quality=88)
    return ("jpg", "image/jpeg", drawn.getvalue()) if is_photo else ("png", "image/png", drawn.getvalue())


def _text(data: bytes) -> str | None:
    # Archives (PK: office documents too), programs (MZ) and markup are no plain text, although they may decode.
    if b"\x00" in data or data[:2] in (b"PK", b"MZ") or data.lstrip()[:1] == b"<":
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _message(data: bytes) -> str:
    found = message.read(data)
    heads = [f"{name.title()}: {found.headers.get(name)}" for name in ("from", "date", "subject")]
    return "\n".join([*(head for head in heads if not head.endswith(": ")), "", plain_text.text_of(found)])
