"""Every table, every column, every row, as the database holds them: what a thief of a copy would read."""

import base64
import binascii
import re
import zlib
from pathlib import Path

from django.apps import apps
from django.db import connection

from clairdroit.encryption import Unreadable, open_sealed
from clairdroit.encryption.rotation import encrypted_fields

# What `django.core.signing` has signed: packed, and readable for everybody. The dot in front: compressed.
SIGNED = re.compile(r"(\.?)([A-Za-z0-9_-]{4,}):[A-Za-z0-9]{1,10}:[A-Za-z0-9_-]{27,}")
SEALED = re.compile(r"e1:[0-9a-f]{8}:[A-Za-z0-9_-]{38,}={0,2}")


def values(database=connection):
    """`(table.column, value as text)` of all that is not null, however the database writes it."""
    with database.cursor() as cursor:
        for table in database.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {database.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if value is not None:
                        written = value.decode(errors="ignore") if isinstance(value, (bytes, memoryview)) else value
                        yield f"{table}.{name}", str(written)


def holding(*words, database=connection):
    """Tables and columns that hold one of these words, also packed as sessions are and as the cache's table is."""
    found = set()
    for place, written in values(database):
        for text in (written, *unpacked(written)):
            # JSON may write its accents as escapes.
            plain = text.encode().decode("unicode_escape", "ignore") if re.search(r"\\u[0-9a-f]{4}", text) else ""
            found |= {place for word in words if word in text or word in plain}
    return found


def unpacked(written):
    """What is only signed, compressed or written in base64."""
    signed = SIGNED.fullmatch(written)
    packed = (signed[2] if signed else written).replace("-", "+").replace("_", "/")
    try:
        opened = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        yield (zlib.decompress(opened) if signed and signed[1] else opened).decode(errors="ignore")
    except (binascii.Error, ValueError, zlib.error):
        return


def sealed_values():
    return {found for _place, written in values() for found in SEALED.findall(written)}


def opened():
    """`(table.column, plain text)` of every sealed value, wherever it lies; JSON holds some within."""
    bounds = {field.bound_to for model in apps.get_models() for field in encrypted_fields(model)}
    for place, written in values():
        for sealed in SEALED.findall(written):
            texts = (open_sealed(sealed, bound) for bound in bounds)
            yield place, next(text for text in texts if not isinstance(text, Unreadable))


def raw_bytes():
    """SQLite's pages, those that were given free among them, and the journal beside the file; b"" elsewhere."""
    if connection.vendor != "sqlite":
        return b""
    connection.ensure_connection()
    journal = Path(f"{connection.settings_dict['NAME']}-wal")
    return connection.connection.serialize() + (journal.read_bytes() if journal.is_file() else b"")
