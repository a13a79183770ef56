"""What an office document says that it holds: an archive is known by its own listing, not by being one.

A document with macros is a program that readers would be asked to run: refused, in the new formats and the old.
"""

import zipfile
from enum import Enum
from typing import BinaryIO, cast

from django.core.files import File
from lxml import etree

from config.document_kinds import OLD_OFFICE, ZIPPED

# OpenDocument 1.3, part 2, 3.3: the first file of the archive, not compressed. EPUB does the same (OCF 4.3).
MIME_TYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}
# ISO/IEC 29500-2, 10.1.2.2: the type of each part; that of the main one is the document's.
CONTENT_TYPES = "[content_types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "docx": f"{OFFICE}wordprocessingml.document.main+xml",
    "xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
    "pptx": f"{OFFICE}presentationml.presentation.main+xml",
}
MACRO_TYPES = ("macroenabled", "vbaproject")
# In the new formats of Microsoft's programs, and in OpenDocument's.
MACRO_FILES = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/")
# The name of the storage that holds them, as the directory of a compound file writes it ([MS-CFB] 2.6.1).
OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
# Of the listing itself; real ones take some thousand.
MOST = 1 << 20
BLOCK = 1 << 16


class Finding(Enum):
    RIGHT = "right"
    ANOTHER = "another kind"
    MACROS = "macros"


def looked_into(file: BinaryIO | File, extension: str) -> Finding:
    """Of a file whose first bytes fit its name. It may be of any size: no more than its listing is unpacked."""
    file.seek(0)
    start = file.read(len(OLD_OFFICE))
    if start.startswith(OLD_OFFICE):
        return Finding.MACROS if _contains(file, OLD_MACROS) else Finding.RIGHT
    if not start.startswith(ZIPPED):
        return Finding.RIGHT
    try:
        with zipfile.ZipFile(cast(BinaryIO, file)) as archive:
            return _archive(archive, extension)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, OSError, RuntimeError, NotImplementedError, ValueError):
        # Damaged, or under a password.
        return Finding.ANOTHER


def _archive(archive: zipfile.ZipFile, extension: str) -> Finding:
    names = [name.replace("\\", "/").lower() for name in archive.namelist()]
    if any(name.rpartition("/")[2] in MACRO_FILES or name.startswith(MACRO_FOLDERS) for name in names):
        return Finding.MACROS
    if extension in MIME_TYPES:
        is_right = names[:1] == ["mimetype"] and _read(archive, 0).strip() == MIME_TYPES[extension].encode()
        return Finding.RIGHT if is_right and names.count("mimetype") == 1 else Finding.ANOTHER
    # Two listings, and two programs would each read another one.
    if names.count(CONTENT_TYPES) != 1:
        return Finding.ANOTHER
    listing = etree.fromstring(
        _read(archive, names.index(CONTENT_TYPES)), etree.XMLParser(resolve_entities=False, no_network=True)
    )
    types = [each.get("ContentType", "").lower() for each in listing.iter(etree.Element)]
    if any(word in each for each in types for word in MACRO_TYPES):
        return Finding.MACROS
    mains = {each for each in types if each in MAIN_PARTS.values()}
    return Finding.RIGHT if mains == {MAIN_PARTS[extension]} else Finding.ANOTHER


def _read(archive: zipfile.ZipFile, number: int) -> bytes:
    with archive.open(archive.infolist()[number]) as part:
        content = part.read(MOST + 1)
    if len(content) > MOST:
        raise ValueError("No listing is so long")
    return content


def _contains(file: BinaryIO | File, wanted: bytes) -> bool:
    file.seek(0)
    rest = b""
    while block := file.read(BLOCK):
        if wanted in rest + block:
            return True
        rest = block[-len(wanted) :]
    return False
