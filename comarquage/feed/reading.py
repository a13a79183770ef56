"""Reads a whole feed, compares it with what is online, and holds the difference until it is written."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from clairdroit.comarquage import conf
from clairdroit.comarquage.feed.conditions import AnswerLabel
from clairdroit.comarquage.feed.errors import FeedDamaged, FeedVersionUnsupported, PublicationRejected
from clairdroit.comarquage.feed.parser import PARSER_VERSION, Publication, read_publication
from clairdroit.comarquage.feed.redirections import redirections_in
from clairdroit.comarquage.feed.sources import REDIRECTIONS
from clairdroit.comarquage.feed.words import WordCollector
from clairdroit.comarquage.models import OfficialSheet


@dataclass
class StagedSheet:
    publication: Publication
    packed_xml: bytes
    checksum: str


@dataclass
class FeedReading:
    """What was read. `staged` holds only what is new or changed; `listings` every theme and dossier."""

    read: int = 0
    readable: int = 0
    seen: set[str] = field(default_factory=set)
    staged: dict[str, StagedSheet] = field(default_factory=dict)
    listings: dict[str, Publication] = field(default_factory=dict)
    labels: list[AnswerLabel] = field(default_factory=list)
    rejected: list[dict[str, str]] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    words: WordCollector = field(default_factory=WordCollector)
    # Old id → id of today; None when the feed does not say (only the live one has the file).
    redirections: dict[str, str] | None = None
    # Checksums of what was online when reading began: what the difference was computed against.
    online: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes that writing the difference adds to the database, without its indexes."""
        return sum(len(staged.packed_xml) for staged in self.staged.values())


def read_feed(
    publications: Iterable[tuple[str, bytes]], *, progress: Callable[[int], None] = lambda count: None
) -> FeedReading:
    """Raises FeedError when the feed as a whole cannot be used; malformed files are only listed."""
    online = checksums()
    reading = FeedReading(online=online)
    met: set[str] = set()
    redirections: bytes | None = None
    for sheet_id, content in publications:
        progress(reading.read)
        if sheet_id == REDIRECTIONS:
            redirections = content
            continue
        if sheet_id in met:
            reading.rejected.append({"file": f"{sheet_id}.xml", "reason": _("the feed holds it twice")})
            continue
        met.add(sheet_id)
        checksum = hashlib.sha256(PARSER_VERSION.encode() + content).hexdigest()
        is_online = online.get(sheet_id) == checksum
        reading.read += 1
        # The daily case: neither parsed nor held in memory.
        if is_online and not tells_about_others(sheet_id, content):
            reading.readable += 1
            reading.seen.add(sheet_id)
            # By regular expression, not by the parser, which is why unchanged files can be read for it.
            reading.words.add(content)
            continue
        try:
            publication = read_publication(sheet_id, content)
        except PublicationRejected as error:
            reading.rejected.append({"file": f"{sheet_id}.xml", "reason": str(error)})
            if sheet_id in online:
                # What is online stays: an unreadable file is no withdrawal.
                reading.seen.add(sheet_id)
            continue
        reading.readable += 1
        reading.seen.add(sheet_id)
        reading.words.add(content)
        reading.versions[publication.version] += 1
        reading.unknown += publication.unknown
        reading.labels += publication.labels
        if publication.children:
            reading.listings[sheet_id] = publication
        if not is_online:
            # Packed at once: a first import stages the whole feed.
            reading.staged[sheet_id] = StagedSheet(publication, zlib.compress(content, 6), checksum)
    check_feed(reading)
    if redirections is not None:
        read_redirections(redirections, reading)
    return reading


def checksums() -> dict[str, str]:
    return dict(OfficialSheet.objects.public().values_list("pk", "checksum"))


def read_redirections(content: bytes, reading: FeedReading) -> None:
    """A malformed file is reported like any other; what was known of redirections then stays."""
    try:
        reading.redirections = redirections_in(content, reading.seen)
    except PublicationRejected as error:
        reading.rejected.append({"file": f"{REDIRECTIONS}.xml", "reason": str(error)})


def tells_about_others(sheet_id: str, content: bytes) -> bool:
    """Themes and dossiers order other sheets, guided searches name their conditions: always read."""
    return sheet_id.startswith("N") or b"<affecteVrai" in content


def check_feed(reading: FeedReading) -> None:
    """Raises FeedDamaged where nothing could be read, FeedVersionUnsupported for a schema never tried with."""
    if not reading.readable:
        raise FeedDamaged(_("There is no readable publication in it: this is not the feed."))
    supported = {*conf.supported_versions(), ""}
    # Of the files parsed in this run. An unchanged file was accepted in the run that first read it.
    foreign = {version: count for version, count in reading.versions.items() if version not in supported}
    if foreign:
        raise FeedVersionUnsupported(
            _("The feed is in version %(found)s; this site reads %(supported)s.")
            % {
                "found": ", ".join(sorted(foreign)),
                "supported": ", ".join(sorted(conf.supported_versions())),
            }
        )
