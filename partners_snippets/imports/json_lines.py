"""JSON lines: one structure per line, with the keys of the published lists (`nom`, `adresse`, `horaires`, …)."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

from clairdroit.partners_snippets.imports import cleaning
from clairdroit.partners_snippets.imports.kinds import KindGuesser
from clairdroit.partners_snippets.imports.records import OfferRecord, PartnerRecord, RejectedRow
from clairdroit.taxonomy.data_inclusion import PUBLIC_LABELS

REQUIRED = {"source": "source", "id": "id", "nom": "name"}


def read_structure(line: int, row: dict[str, Any], guesser: KindGuesser) -> PartnerRecord:
    """One line; raises RejectedRow without a source, an id or a name. All else is kept, or left out with a warning."""
    missing = [key for key in REQUIRED if not cleaning.one_line(row.get(key))]
    if missing:
        raise RejectedRow(f"no value for {', '.join(missing)}")
    source, source_id = cleaning.one_line(row["source"]), cleaning.one_line(row["id"])
    if row.get("upstream"):
        # Lists gathered from several producers number each producer's structures from 1.
        source_id = f"{cleaning.one_line(row['upstream'])}/{source_id}"
    if len(source) > 80 or len(source_id) > 200:
        raise RejectedRow("source over 80 or id over 200 characters")
    name = cleaning.one_line(row["nom"])
    services = [cleaning.one_line(label, 200) for label in _strings(row.get("services"))]
    record = PartnerRecord(
        line=line,
        source=source,
        source_id=source_id,
        name=name,
        checksum=checksum(row),
        kind=guesser.guess(
            name,
            source,
            [str(row.get("type") or ""), str(row.get("type_devine") or "")],
            _strings(row.get("reseaux_porteurs")),
        ),
        description=cleaning.paragraph(row.get("presentation")),
        access_conditions=_access(row),
        publics=sorted({PUBLIC_LABELS[label] for label in _strings(row.get("publics")) if label in PUBLIC_LABELS}),
        thematics=_strings(row.get("thematiques")),
        offers=[OfferRecord(name=label) for label in dict.fromkeys(services) if label],
        street=cleaning.one_line(row.get("adresse")),
        complement=cleaning.one_line(row.get("complement_adresse")),
        postal_code=cleaning.one_line(row.get("code_postal"), 5),
        city=cleaning.one_line(row.get("commune"), 120),
        insee=cleaning.one_line(row.get("code_insee"), 5).upper(),
        zones=_strings(row.get("zone_eligibilite")),
        date=_date(row.get("date_maj")),
    )
    fill_contact_details(
        record, str(row.get("telephone") or ""), str(row.get("courriel") or ""), str(row.get("site_web") or "")
    )
    fill_place_details(record, row.get("lat"), row.get("lon"), row.get("horaires"), row.get("horaires_brut"))
    return record


def checksum(*rows: object) -> str:
    """Of the row as it came: an unchanged row costs no comparison."""
    return hashlib.sha1(json.dumps(rows, sort_keys=True, default=str).encode(), usedforsecurity=False).hexdigest()


def fill_contact_details(record: PartnerRecord, phone: str, email: str, website: str) -> None:
    """Each in its one form; what has none is left out, with a warning that quotes it."""
    details: list[tuple[str, str, Callable[[str], str]]] = [
        ("phone", phone, cleaning.phone),
        ("email", email, cleaning.email),
        ("website", website, cleaning.url),
    ]
    for name, value, cleaned in details:
        given = value.strip()
        if not given:
            continue
        if clean := cleaned(given):
            setattr(record, name, clean)
        else:
            record.warnings.append(f"{name} left out, not valid: {given[:60]}")


def fill_place_details(
    record: PartnerRecord, latitude: object, longitude: object, osm: object, free_text: object = ""
) -> None:
    if latitude not in (None, "") and longitude not in (None, ""):
        position = cleaning.position(latitude, longitude)
        if position:
            record.latitude, record.longitude = position
        else:
            record.warnings.append("position left out, not valid")
    record.opening_hours, record.opening_hours_text = cleaning.hours(
        cleaning.one_line(osm, 1000), cleaning.one_line(free_text, 1000)
    )
    if record.opening_hours_text and not record.opening_hours:
        record.warnings.append(f"opening hours kept as words: {record.opening_hours_text[:60]}")


def _access(row: dict[str, Any]) -> str:
    """The conditions, one per line and without their explanations, then the source's remark."""
    # "Sur rendez-vous : par téléphone; Résider dans la commune": what stands before the colon says enough.
    conditions = str(row.get("conditions_acces") or "").split(";")
    lines = [cleaning.one_line(condition.partition(" : ")[0]) for condition in conditions]
    remark = cleaning.paragraph(row.get("commentaire"))
    return "\n".join(line for line in [*lines, remark] if line)


def _strings(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(item).strip() for item in value if str(item).strip()]
    return []


def _date(value: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None
