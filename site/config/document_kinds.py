"""Which files editors may upload among the documents, and what each begins with. Settings read it: no Django here."""

ZIPPED, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a file of each kind begins with. Text has no beginning of its own.
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "odt": (ZIPPED,),
    "ods": (ZIPPED,),
    "odp": (ZIPPED,),
    "docx": (ZIPPED,),
    "xlsx": (ZIPPED,),
    "pptx": (ZIPPED,),
    "epub": (ZIPPED,),
    "doc": (OLD_OFFICE, b"{\\rtf"),
    "xls": (OLD_OFFICE,),
    "ppt": (OLD_OFFICE,),
    "rtf": (b"{\\rtf",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "txt": (),
    "csv": (),
    "ics": (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR"),
}
EXTENSIONS = tuple(BEGINNINGS)
CONTENT_TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def is_of_kind(start: bytes, extension: str) -> bool:
    beginnings = BEGINNINGS[extension]
    if not beginnings:
        return b"\x00" not in start
    # Some programs write a line break or a mark before it; readers of PDF look through the first 1,024 bytes.
    return any(one in start for one in beginnings) if extension == "pdf" else start.lstrip().startswith(beginnings)
