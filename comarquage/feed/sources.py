"""Where publications come from: the official zip (a file or an address) or a folder of XML files."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from clairdroit.comarquage.feed.errors import FeedDamaged, FeedUnreachable, NoSpaceForFeed

# F = sheets, N = themes and dossiers, R = resources. The live feed has index files beside them, which say
# nothing that the publications do not say themselves.
PUBLICATION_FILE = re.compile(r"(?:^|/)([FNR]\d+)\.xml$")
MAX_PUBLICATION_BYTES = 20 * 1024 * 1024
MAX_FEED_BYTES = 2 * 1024**3
TIMEOUT_SECONDS = 60
# The database and its journal need room beside what is written.
DISK_MARGIN_BYTES = 50 * 1024 * 1024


def is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


@contextlib.contextmanager
def open_feed(source: str) -> Iterator[Iterator[tuple[str, bytes]]]:
    """The publications of a feed as (id, bytes), read one after the other.

    Raises FeedError before or while reading: the caller must not write before it has read all.
    """
    with contextlib.ExitStack() as stack:
        if is_address(source):
            file = stack.enter_context(tempfile.NamedTemporaryFile(prefix="comarquage-", suffix=".zip"))
            download(source, file)
            path = Path(file.name)
        else:
            path = Path(source).expanduser()
        if path.is_dir():
            yield read_folder(path)
        elif path.is_file():
            yield read_zip(path, name=source)
        else:
            raise FeedUnreachable(_("There is no file or folder at %(path)s.") % {"path": source})


def download(address: str, file: IO[bytes]) -> None:
    request = urllib.request.Request(address, headers={"User-Agent": "clairdroit-comarquage"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            size = int(answer.headers.get("Content-Length") or 0)
            require_space(Path(file.name).parent, size)
            shutil.copyfileobj(answer, file, 1024 * 256)
    except urllib.error.HTTPError as error:
        raise FeedUnreachable(
            _("%(address)s answers with an error (%(code)s).") % {"address": address, "code": error.code}
        ) from error
    except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise FeedUnreachable(
            _("%(address)s cannot be reached: %(reason)s.") % {"address": address, "reason": reason}
        ) from error
    except OSError as error:
        raise NoSpaceForFeed(
            _("The feed cannot be stored while it is downloaded: %(reason)s.") % {"reason": error.strerror}
        ) from error
    file.flush()
    if size and file.tell() != size:
        raise FeedDamaged(_("The download of %(address)s was cut short.") % {"address": address})


def read_zip(path: Path, *, name: str) -> Iterator[tuple[str, bytes]]:
    damaged = _("%(name)s is damaged or was cut short: it is not a complete zip archive.") % {"name": name}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [(found[1], info) for info in archive.infolist() if (found := publication(info.filename))]
            if sum(info.file_size for _id, info in members) > MAX_FEED_BYTES:
                raise FeedDamaged(_("%(name)s unpacks to more than 2 GB: this is not the feed.") % {"name": name})
            for sheet_id, info in members:
                yield sheet_id, archive.read(info) if info.file_size <= MAX_PUBLICATION_BYTES else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FeedDamaged(damaged) from error
    except OSError as error:
        raise FeedUnreachable(
            _("%(name)s cannot be read: %(reason)s.") % {"name": name, "reason": error.strerror}
        ) from error


def read_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        for file in sorted(path.rglob("*.xml")):
            if found := publication(file.name):
                too_large = file.stat().st_size > MAX_PUBLICATION_BYTES
                yield found[1], b"" if too_large else file.read_bytes()
    except OSError as error:
        raise FeedUnreachable(
            _("%(name)s cannot be read: %(reason)s.") % {"name": error.filename, "reason": error.strerror}
        ) from error


def publication(filename: str) -> re.Match[str] | None:
    return PUBLICATION_FILE.search(filename)


def require_space(folder: Path, needed: int) -> None:
    """Raises NoSpaceForFeed unless the disk of this folder has `needed` bytes and a margin to spare."""
    free = shutil.disk_usage(folder).free
    if free < needed + DISK_MARGIN_BYTES:
        raise NoSpaceForFeed(
            _("There is not enough room on the disk of %(folder)s: %(needed)d MB are needed, %(free)d MB are free.")
            % {
                "folder": folder,
                "needed": (needed + DISK_MARGIN_BYTES) // 1024**2,
                "free": free // 1024**2,
            }
        )
