"""Where publications come from: the official zip (a file or an address) or a folder of XML files."""

from __future__ import annotations

import contextlib
import errno
import http.client
import re
import shutil
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from clairdroit.comarquage.feed.errors import FeedDamaged, FeedUnreachable, NoSpaceForFeed

# F = sheets, N = themes and dossiers, R = resources. Of the index files beside them in the live feed, only the
# redirections say something that the publications do not say themselves.
PUBLICATION_FILE = re.compile(r"(?:^|/)([FNR]\d{1,18})\.xml$")
REDIRECTIONS_FILE = re.compile(r"(?:^|/)(redirections)\.xml$")
REDIRECTIONS = "redirections"
MAX_PUBLICATION_BYTES = 20 * 1024 * 1024
MAX_FEED_BYTES = 2 * 1024**3
TIMEOUT_SECONDS = 60
# A server may also answer drop by drop: the whole download (some 25 MB) has a limit too, in time and in size.
DOWNLOAD_SECONDS = 30 * 60
DOWNLOAD_BYTES = 500 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
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
            try:
                file = stack.enter_context(tempfile.NamedTemporaryFile(prefix="comarquage-", suffix=".zip"))
            except OSError as error:
                raise NoSpaceForFeed(
                    _("Nothing can be stored for a while on this machine: %(reason)s.") % {"reason": error.strerror}
                ) from error
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
    """Into the open file, whole. Raises FeedUnreachable, FeedDamaged (cut short, too large) or NoSpaceForFeed."""
    try:
        request = urllib.request.Request(address, headers={"User-Agent": "clairdroit-comarquage"})
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            size = int(answer.headers.get("Content-Length") or 0)
            # Without a Content-Length this asks for the margin alone, and DOWNLOAD_BYTES is the limit.
            require_space(Path(file.name).parent, size)
            receive(answer, file, address)
    except urllib.error.HTTPError as error:
        raise FeedUnreachable(
            _("%(address)s answers with an error (%(code)s).") % {"address": address, "code": error.code}
        ) from error
    except http.client.IncompleteRead as error:
        raise cut_short(address) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpaceForFeed(
                _("The feed cannot be stored while it is downloaded: %(reason)s.") % {"reason": error}
            ) from error
        reason = getattr(error, "reason", "") or error
        raise FeedUnreachable(
            _("%(address)s cannot be reached: %(reason)s.") % {"address": address, "reason": one_line(reason)}
        ) from error
    if size and file.tell() != size:
        raise cut_short(address)


def receive(answer: http.client.HTTPResponse, file: IO[bytes], address: str) -> None:
    deadline = time.monotonic() + DOWNLOAD_SECONDS
    # read1 gives what has come; read would wait for a whole chunk, however slowly that comes.
    while chunk := answer.read1(CHUNK_BYTES):
        file.write(chunk)
        if file.tell() > DOWNLOAD_BYTES:
            raise FeedDamaged(
                _("%(address)s sends more than %(size)d MB: this is not the feed.")
                % {"address": address, "size": DOWNLOAD_BYTES // 1024**2}
            )
        if time.monotonic() > deadline:
            raise FeedUnreachable(_("%(address)s is too slow: the download was given up.") % {"address": address})
    file.flush()


def cut_short(address: str) -> FeedDamaged:
    return FeedDamaged(_("The download of %(address)s was cut short.") % {"address": address})


def one_line(reason: object) -> str:
    return " ".join(str(reason).split())


def read_zip(path: Path, *, name: str) -> Iterator[tuple[str, bytes]]:
    """As `open_feed`; `name` is what messages call the archive. One member is unpacked at a time, in memory."""
    damaged = _("%(name)s is damaged or was cut short: it is not a complete zip archive.") % {"name": name}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [(found, info) for info in archive.infolist() if (found := wanted(info.filename))]
            # The sizes that the archive's directory declares: checked before anything is unpacked. zipfile itself stops
            # where a member holds more than it declares.
            if sum(info.file_size for _id, info in members) > MAX_FEED_BYTES:
                raise FeedDamaged(_("%(name)s unpacks to more than 2 GB: this is not the feed.") % {"name": name})
            for sheet_id, info in members:
                # Empty content is rejected by the parser, with a sentence, and counts as one unreadable file.
                yield sheet_id, archive.read(info) if info.file_size <= MAX_PUBLICATION_BYTES else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise FeedDamaged(damaged) from error
    except OSError as error:
        raise FeedUnreachable(
            _("%(name)s cannot be read: %(reason)s.") % {"name": name, "reason": error.strerror}
        ) from error


def read_folder(path: Path) -> Iterator[tuple[str, bytes]]:
    """As `open_feed`, in the order of the files' names."""
    try:
        for file in sorted(path.rglob("*.xml")):
            if found := wanted(file.name):
                too_large = file.stat().st_size > MAX_PUBLICATION_BYTES
                yield found, b"" if too_large else file.read_bytes()
    except OSError as error:
        raise FeedUnreachable(
            _("%(name)s cannot be read: %(reason)s.") % {"name": error.filename, "reason": error.strerror}
        ) from error


def wanted(filename: str) -> str:
    """The publication's id, or REDIRECTIONS; "" for what the import does not read.

    Folders in the name say nothing: nothing is ever unpacked to where a name points.
    """
    found = PUBLICATION_FILE.search(filename) or REDIRECTIONS_FILE.search(filename)
    return found[1] if found else ""


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
