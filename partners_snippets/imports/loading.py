"""Writes records in batches: new partners in bulk, unchanged ones not at all, changed ones by a merge.

Each batch is its own transaction, so that other writers (a citizen's question) never wait long. An
interrupted import is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backends

from clairdroit.partners_snippets.imports import data_inclusion, json_lines
from clairdroit.partners_snippets.imports.files import BadLine, open_source
from clairdroit.partners_snippets.imports.geography import Geography
from clairdroit.partners_snippets.imports.kinds import KindGuesser
from clairdroit.partners_snippets.imports.merging import apply, compare
from clairdroit.partners_snippets.imports.records import PartnerRecord, RejectedRow
from clairdroit.partners_snippets.imports.values import (
    CONTACT_VALUES,
    OFFER_VALUES,
    PARTNER_VALUES,
    PLACE_VALUES,
    RELATIONS,
    Values,
    fingerprints,
    for_comparing,
    held_by,
    told_by,
)
from clairdroit.partners_snippets.models import (
    ImportedRecord,
    Offer,
    Partner,
    PartnerKind,
    Place,
    PrivateContact,
)
from clairdroit.partners_snippets.signals import partners_imported
from clairdroit.taxonomy.data_inclusion import headings_of

# Rows of one transaction, between which other writers have their turn.
BATCH = 1000


@dataclass
class ImportReport:
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    set_aside: int = 0
    absent: int = 0
    hours_as_words: int = 0
    without_commune: int = 0
    without_kind: int = 0
    rejected: list[BadLine] = field(default_factory=list)
    warnings: list[BadLine] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass
class Told:
    """A record ready to be compared with ours."""

    record: PartnerRecord
    values: Values


class PartnerImport:
    """One run. `progress` is called with the number of rows read so far."""

    def __init__(self, dry_run: bool = False, progress: Callable[[int], None] | None = None) -> None:
        self.dry_run = dry_run
        self.report = ImportReport()
        self._progress = progress or (lambda count: None)
        self._guesser = KindGuesser()
        self._geography = Geography()
        kinds = PartnerKind.objects.prefetch_related("headings")
        self._kind_headings = {kind.key: {heading.pk for heading in kind.headings.all()} for kind in kinds}
        self._visibility = dict(PartnerKind.objects.values_list("key", "address_visibility"))
        self._seen: set[tuple[str, str]] = set()
        self._touched: list[int] = []

    def run(self, path: Path) -> ImportReport:
        """The whole file. Raises UnreadableFileError; what batches before it have written then stays."""
        records = self._records(path)
        while batch := list(islice(records, BATCH)):
            self._load([Told(record, self._values(record)) for record in batch])
            self._progress(self.report.read)
        # Services are read before structures, and their faults were noted first.
        self.report.rejected.sort(key=lambda bad: bad.line)
        self.report.absent = self._count_absent()
        # Once, after the last batch: receivers index thousands of records together.
        if self._touched:
            partners_imported.send(sender=Partner, keys=self._touched)
        return self.report

    def _records(self, path: Path) -> Iterator[PartnerRecord]:
        source = open_source(path)
        self.report.rejected = source.bad_lines
        services = data_inclusion.read_services(source.services, source.bad_lines)
        for line, row in source.structures:
            self.report.read += 1
            try:
                if source.form == "jsonl":
                    record = json_lines.read_structure(line, row, self._guesser)
                else:
                    key = (str(row.get("source", "")), str(row.get("id", "")))
                    record = data_inclusion.read_structure(line, row, services.pop(key, []), self._guesser)
                self._refuse_twins(record)
            except RejectedRow as rejected:
                source.bad_lines.append(BadLine(line, str(rejected)))
                continue
            yield record
        # Only now are all structures read. What `pop` left: services that name a structure which is not in the file.
        for source_name, structure_id in services:
            source.bad_lines.append(
                BadLine(0, f"services of a structure that is not here: {source_name} {structure_id}")
            )

    def _refuse_twins(self, record: PartnerRecord) -> None:
        key = (record.source, record.source_id)
        if key in self._seen:
            raise RejectedRow(f"second row with the id {record.source_id} of {record.source}")
        self._seen.add(key)

    def _values(self, record: PartnerRecord) -> Values:
        commune = self._geography.commune_of(record)
        self._geography.correct_position(record, commune)
        served = self._geography.served_by(record, commune)
        headings = self._kind_headings.get(record.kind, set()) | headings_of(
            record.thematics, record.publics, (offer.name for offer in record.offers)
        )
        self.report.hours_as_words += bool(record.opening_hours_text and not record.opening_hours)
        self.report.without_commune += commune is None
        self.report.without_kind += not record.kind
        self.report.kinds[record.kind] = self.report.kinds.get(record.kind, 0) + 1
        self.report.warnings += [BadLine(record.line, warning) for warning in record.warnings]
        return told_by(record, commune, served, headings, self._visibility.get(record.kind, "public"))

    def _load(self, batch: list[Told]) -> None:
        known = self._known(batch)
        fresh = [told for told in batch if (told.record.source, told.record.source_id) not in known]
        changed = []
        for told in batch:
            # The row as it came is the same: nothing to compare, whatever editors did to ours.
            pk, checksum = known.get((told.record.source, told.record.source_id), (0, ""))
            if pk and checksum == told.record.checksum:
                self.report.unchanged += 1
            elif pk:
                changed.append((pk, told))
        self.report.created += len(fresh)
        self.report.updated += len(changed)
        with transaction.atomic():
            if fresh and not self.dry_run:
                self._create(fresh)
            if changed:
                self._update(dict(changed))

    def _known(self, batch: list[Told]) -> dict[tuple[str, str], tuple[int, str]]:
        # Wider than asked (any source with any of the ids): the pairs are told apart by the keys of what is returned.
        rows = Partner.objects.filter(
            source__in={told.record.source for told in batch},
            source_id__in=[told.record.source_id for told in batch],
        ).values_list("source", "source_id", "pk", "imported_record__checksum")
        return {(source, source_id): (pk, checksum or "") for source, source_id, pk, checksum in rows}

    def _create(self, batch: list[Told]) -> None:
        partners = Partner.objects.bulk_create(
            Partner(
                source=told.record.source,
                source_id=told.record.source_id,
                **{name: told.values[name] for name in PARTNER_VALUES},
            )
            for told in batch
        )
        pairs = list(zip(partners, batch, strict=True))
        Place.objects.bulk_create(_place(partner, told) for partner, told in pairs if _has_place(told.values))
        Offer.objects.bulk_create(
            Offer(partner=partner, sort_order=order, **dict(zip(OFFER_VALUES, offer, strict=True)))
            for partner, told in pairs
            for order, offer in enumerate(told.values["offers"])
        )
        PrivateContact.objects.bulk_create(
            PrivateContact(partner=partner, sort_order=order, **dict(zip(CONTACT_VALUES, contact, strict=True)))
            for partner, told in pairs
            for order, contact in enumerate(told.values["contacts"])
        )
        for relation, column in RELATIONS.items():
            through = getattr(Partner, relation).through
            through.objects.bulk_create(
                through(partner_id=partner.pk, **{f"{column}_id": key})
                for partner, told in pairs
                for key in told.values[relation]
            )
        ImportedRecord.objects.bulk_create(_imported_record(partner, told) for partner, told in pairs)
        self._touched += [partner.pk for partner in partners]
        # bulk_create sends no signal, by which Wagtail's index would have learnt of them.
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Partner, partners)

    def _update(self, changed: dict[int, Told]) -> None:
        for partner in for_comparing(Partner.objects.filter(pk__in=changed)):
            told = changed[partner.pk]
            record = getattr(partner, "imported_record", None) or ImportedRecord(partner=partner)
            merge = compare(told.values, held_by(partner), record)
            self.report.set_aside += len(merge.set_aside)
            if self.dry_run:
                continue
            if merge.taken:
                apply_to_partner(partner, merge.taken)
                self._touched.append(partner.pk)
            # Also where nothing was taken: the source has been read, and set-aside values are kept beside.
            record.checksum = told.record.checksum
            record.fingerprints = fingerprints(told.values)
            record.set_aside = merge.set_aside
            record.source_date = told.record.date
            record.imported_at = timezone.now()
            record.save()

    def _count_absent(self) -> int:
        """Partners of the sources read that the file no longer names: reported, never unpublished by a machine."""
        sources = {source for source, _ in self._seen}
        keys = Partner.objects.filter(source__in=sources).values_list("source", "source_id")
        return sum(key not in self._seen for key in keys.iterator())


def apply_to_partner(partner: Partner, taken: Values) -> None:
    """Saves the live record; one that editors have worked on also gets a revision, their draft included."""
    # Before the live record changes: it is what editors had begun.
    draft = partner.get_latest_revision_as_object() if partner.has_unpublished_changes else None
    apply(taken, partner)
    partner.save()
    if draft is not None:
        apply(taken, draft)
        draft.save_revision(changed=False, log_action=False)
    elif partner.latest_revision_id:
        # Else the next editor would open the version before the import, and put it back by saving.
        partner.save_revision(log_action=False).publish(log_action=False)


def _has_place(values: Values) -> bool:
    return any(values[f"place.{name}"] for name in PLACE_VALUES if name != "address_visibility") or bool(
        values["place.position"]
    )


def _place(partner: Partner, told: Told) -> Place:
    latitude, longitude = told.values["place.position"] or (None, None)
    return Place(
        partner=partner,
        source_id=told.record.source_id,
        sort_order=0,
        latitude=latitude,
        longitude=longitude,
        **{name: told.values[f"place.{name}"] for name in PLACE_VALUES},
    )


def _imported_record(partner: Partner, told: Told) -> ImportedRecord:
    return ImportedRecord(
        partner=partner,
        checksum=told.record.checksum,
        fingerprints=fingerprints(told.values),
        source_date=told.record.date,
        imported_at=timezone.now(),
    )
