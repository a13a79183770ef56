"""Spreadsheets of redirects, bounded before they are unpacked: Wagtail reads whatever comes, cell by cell."""

import io
import zipfile
from typing import Any

from wagtail.contrib.redirects import base_formats

# A list of ten thousand redirects takes about one. 3 MB of a file may hold 400,000 rows: a minute of a thread's time.
UNPACKED = 5 * 1024 * 1024


class TooLargeWhenUnpackedError(Exception):
    """Wagtail names it to whoever sent the file."""


class XLSX(base_formats.XLSX):
    def create_dataset(self, data: bytes) -> Any:
        # What the archive says of itself holds: no more of a part is read than it says (zipfile.ZipExtFile).
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise TooLargeWhenUnpackedError
        return super().create_dataset(data)


def bound_spreadsheets() -> None:
    formats = base_formats.DEFAULT_FORMATS
    formats[:] = [XLSX if each is base_formats.XLSX else each for each in formats]
