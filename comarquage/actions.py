"""The import of the official feed, as one replacement: readers see the old set or the new set, never half."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clairdroit.comarquage.enums import ImportStatus, SheetKind
from clairdroit.comarquage.feed.citations import refresh_citations
from clairdroit.comarquage.feed.errors import DatabaseBusy, FeedError, FeedOvertaken, FeedShrunk, NoSpaceForFeed
from clairdroit.comarquage.feed.reading import FeedReading, StagedSheet, checksums, read_feed
from clairdroit.comarquage.feed.sources import open_feed, require_space
from clairdroit.comarquage.feed.structure import refresh_dossiers, write_dossiers, write_places
from clairdroit.comarquage.models import ConditionLabel, Dossier, FeedImport, MovedSheet, OfficialSheet
from clairdroit.comarquage.signals import sheets_imported
from clairdroit.glossary.feed import take_over

logger = logging.getLogger(__name__)

SHEET_FIELDS = [
    "kind",
    "feed_type",
    "title",
    "description",
    "audience",
    "dossier",
    "group_title",
    "published_on",
    "source_url",
    "packed_xml",
    "checksum",
    "imported_at",
    "changed_at",
    "withdrawn_at",
]
# A row costs about twice its size while it is written: once in the database, once in its journal.
WRITE_FACTOR = 2.5
# Any number, the same for all imports into one database.
IMPORT_LOCK = 3_301_201_112
BATCH = 100


@dataclass(frozen=True)
class Difference:
    created: frozenset[str]
    changed: frozenset[str]
    withdrawn: frozenset[str]

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.changed or self.withdrawn)


def import_feed(
    *,
    source: str,
    dry_run: bool = False,
    allow_shrinking: bool = False,
    progress: Callable[[int], None] = lambda count: None,
) -> FeedImport:
    """Reads all of the feed, then writes the difference in one transaction; returns the log entry.

    Raises FeedError with nothing changed but a log entry of the failure. A dry run writes nothing at all
    and returns an unsaved entry.
    """
    started_at = timezone.now()
    try:
        with open_feed(source) as publications:
            reading = read_feed(publications, progress=progress)
        difference = compare(reading)
        if not allow_shrinking:
            refuse_shrinking(difference)
        entry = log_entry(reading, difference, source=source, started_at=started_at)
        if not dry_run:
            write(reading, difference, entry)
    except FeedError as error:
        if not dry_run:
            log_failure(error, source=source, started_at=started_at)
        raise
    return entry


def compare(reading: FeedReading) -> Difference:
    online = set(OfficialSheet.objects.public().values_list("pk", flat=True))
    staged = set(reading.staged)
    return Difference(
        created=frozenset(staged - online),
        changed=frozenset(staged & online),
        withdrawn=frozenset(online - reading.seen),
    )


def refuse_shrinking(difference: Difference) -> None:
    online = OfficialSheet.objects.public().count()
    # Half of what is online gone at once is an incomplete file, no withdrawal; and a sheet withdrawn by mistake answers
    # 410, which search engines take as final.
    if len(difference.withdrawn) * 2 > online:
        raise FeedShrunk(
            _(
                "The feed lacks %(missing)d of the %(online)d publications that are online: "
                "nothing was changed. If that is right, run again with --allow-shrinking."
            )
            % {"missing": len(difference.withdrawn), "online": online}
        )


def log_entry(reading: FeedReading, difference: Difference, *, source: str, started_at: dt.datetime) -> FeedImport:
    dates = [staged.publication.published_on for staged in reading.staged.values()]
    online_date = OfficialSheet.objects.public().order_by("-published_on").exclude(published_on=None)
    # What did not change was not parsed again: the newest of the sheets online stands for all of them.
    dates += online_date.values_list("published_on", flat=True)[:1]
    return FeedImport(
        started_at=started_at,
        # Of a dry run. A real one sets it again after writing.
        finished_at=timezone.now(),
        source=source[:500],
        status=ImportStatus.UNCHANGED if difference.is_empty else ImportStatus.DONE,
        schema_versions=", ".join(sorted(filter(None, reading.versions))),
        feed_date=max(filter(None, dates), default=None),
        read=reading.read,
        created=len(difference.created),
        changed=len(difference.changed),
        unchanged=len(reading.seen) - len(difference.created) - len(difference.changed),
        withdrawn=len(difference.withdrawn),
        rejected=reading.rejected,
        unknown_elements=dict(reading.unknown.most_common()),
    )


def log_failure(error: FeedError, *, source: str, started_at: dt.datetime) -> None:
    try:
        FeedImport.objects.create(
            started_at=started_at,
            finished_at=timezone.now(),
            source=source[:500],
            status=ImportStatus.FAILED,
            message=str(error),
        )
    except DatabaseError:
        # The very disk that has no room for the feed may have none for this entry.
        logger.exception("failure of the official feed not logged")


def write(reading: FeedReading, difference: Difference, entry: FeedImport) -> None:
    if folder := database_folder():
        # Before the transaction: a full disk in the midst of it would fail the readers' requests too.
        require_space(folder, int(reading.size * WRITE_FACTOR))
    try:
        with transaction.atomic():
            refuse_overtaken(reading)
            now = timezone.now()
            write_dossiers(reading)
            write_sheets(list(reading.staged.values()), now=now)
            # Dossiers before the sheets that name them, places and citations after: they read what has been written.
            OfficialSheet.objects.filter(pk__in=difference.withdrawn).update(withdrawn_at=now)
            write_places(reading)
            refresh_dossiers()
            write_labels(reading)
            write_moves(reading)
            if not difference.is_empty:
                refresh_citations()
            take_over(reading.words.glossary)
            entry.finished_at = timezone.now()
            entry.save()
            # After the commit: receivers write indexes and caches by what readers see from now on.
            transaction.on_commit(
                lambda: sheets_imported.send(
                    sender=FeedImport,
                    created=set(difference.created),
                    changed=set(difference.changed),
                    withdrawn=set(difference.withdrawn),
                )
            )
    except DatabaseError as error:
        # Django gives both back-ends' errors one class, OperationalError. SQLite says “database or disk is full” and
        # “database is locked”, PostgreSQL “No space left on device” (53100) and “canceling statement due to lock
        # timeout” (55P03).
        words = str(error).lower()
        if "disk" in words or "no space" in words:
            raise NoSpaceForFeed(
                _("The disk of the database is full: nothing was changed. Make room and run again.")
            ) from error
        if "locked" in words or "lock timeout" in words:
            raise DatabaseBusy(
                _("Something else is writing to the database: nothing was changed. Run again later.")
            ) from error
        raise


def refuse_overtaken(reading: FeedReading) -> None:
    """Two imports at once: the second to write would mix two sets, so it writes nothing.

    SQLite has one writer at a time; on PostgreSQL the lock makes the second import wait here for the first.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    if checksums() != reading.online:
        raise FeedOvertaken(
            _("Another import changed the official sheets in the meantime: nothing was changed. Run again.")
        )


def database_folder() -> Path | None:
    """Where SQLite's file grows; None in memory, or when a server keeps the database on a disk of its own."""
    name = str(connection.settings_dict["NAME"])
    return None if connection.vendor != "sqlite" or "memory" in name else Path(name).parent


def write_sheets(staged: list[StagedSheet], *, now: dt.datetime) -> None:
    known_dossiers = set(Dossier.objects.values_list("pk", flat=True))
    # In batches: a sheet may hold 300 kB of XML, and one statement for all would be built in memory twice.
    for start in range(0, len(staged), BATCH):
        OfficialSheet.objects.bulk_create(
            [sheet_row(item, known_dossiers, now) for item in staged[start : start + BATCH]],
            update_conflicts=True,
            unique_fields=["sheet_id"],
            update_fields=SHEET_FIELDS,
        )


def sheet_row(item: StagedSheet, known_dossiers: set[str], now: dt.datetime) -> OfficialSheet:
    publication = item.publication
    own: dict[str, Any] = {
        name: getattr(publication, name) for name in SHEET_FIELDS if hasattr(publication, name) and name != "dossier"
    }
    # A guide ("Comment faire si…") is listed as a dossier of its own, and names no other.
    dossier_id = publication.sheet_id if publication.kind == SheetKind.HOW_TO else publication.dossier_id
    return OfficialSheet(
        sheet_id=publication.sheet_id,
        dossier_id=dossier_id if dossier_id in known_dossiers else None,
        packed_xml=item.packed_xml,
        checksum=item.checksum,
        imported_at=now,
        changed_at=now,
        **own,
    )


def write_labels(reading: FeedReading) -> None:
    """The first words win: the feed repeats an answer with small differences of wording."""
    labels: dict[tuple[str, str], str] = {}
    for label in reading.labels:
        labels.setdefault((label.sheet_id, label.variable), label.label)
    ConditionLabel.objects.all().delete()
    ConditionLabel.objects.bulk_create(
        [ConditionLabel(sheet_id=pk, variable=variable, label=label) for (pk, variable), label in labels.items()],
        batch_size=200,
    )


def write_moves(reading: FeedReading) -> None:
    """A feed without a list of redirections (a folder, an older one) leaves those that are known."""
    if reading.redirections is None:
        return
    known = dict(MovedSheet.objects.values_list("old_id", "target_id"))
    if known != reading.redirections:
        MovedSheet.objects.all().delete()
        MovedSheet.objects.bulk_create(
            [MovedSheet(old_id=old, target_id=new) for old, new in reading.redirections.items()], batch_size=200
        )
