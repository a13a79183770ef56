"""The tables of other apps in which people's words and addresses come to stand: docs/confidentiality.md."""

from clairdroit.encryption import foreign
from clairdroit.encryption.foreign import (
    AddressesColumn,
    ForeignTable,
    JSONColumn,
    KeysColumn,
    ShortColumn,
    TextColumn,
)

TABLES = (
    ForeignTable(
        "post_office.Email",
        (
            AddressesColumn("to"),
            AddressesColumn("cc"),
            AddressesColumn("bcc"),
            # django-post-office's own limit of a subject.
            ShortColumn("subject", 989),
            TextColumn("message"),
            TextColumn("html_message"),
            JSONColumn("headers"),
            JSONColumn("context"),
        ),
        proxies=("clairdroit_questions.OutboxMail",),
    ),
    # The moderator's comment, which may quote the question; the log repeats it.
    ForeignTable("wagtailcore.TaskState", (TextColumn("comment"),)),
    ForeignTable("wagtailcore.ModelLogEntry", (KeysColumn("data", ("comment",)),)),
    # What an editor has typed, kept for the preview.
    ForeignTable("wagtailadmin.FormState", (TextColumn("data"),)),
)


def register() -> None:
    for table in TABLES:
        foreign.register(table)
