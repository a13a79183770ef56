"""The tables of other apps in which people's words and addresses come to stand: docs/confidentiality.md."""

from clairdroit.encryption import foreign
from clairdroit.encryption.foreign import (
    ForeignTable,
    KeysColumn,
    TextColumn,
)

TABLES = (
    # The moderator's comment, which may quote the question; the log repeats it.
    ForeignTable("wagtailcore.TaskState", (TextColumn("comment"),)),
    ForeignTable("wagtailcore.ModelLogEntry", (KeysColumn("data", ("comment",)),)),
    # What an editor has typed, kept for the preview.
    ForeignTable("wagtailadmin.FormState", (TextColumn("data"),)),
)


def register() -> None:
    for table in TABLES:
        foreign.register(table)
