"""data·inclusion, schema v1: sheets or files `Structures` and `Services`, arrays comma-separated.

Rows are checked with the published schema. A fault in a required field rejects the row; a fault in an
optional one leaves that value out, as data·inclusion itself does, and is reported as a warning.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

import pydantic
from data_inclusion.schema import v1

from clairdroit.partners_snippets.imports import cleaning
from clairdroit.partners_snippets.imports.files import BadLine, Row
from clairdroit.partners_snippets.imports.json_lines import (
    checksum,
    fill_contact_details,
    fill_place_details,
)
from clairdroit.partners_snippets.imports.kinds import KindGuesser
from clairdroit.partners_snippets.imports.records import (
    ContactRecord,
    OfferRecord,
    PartnerRecord,
    RejectedRow,
)

# Columns that hold several values of a published list, separated by commas in a sheet.
STRUCTURE_ARRAYS = ("reseaux_porteurs",)
SERVICE_ARRAYS = (
    "thematiques",
    "publics",
    "modes_accueil",
    "zone_eligibilite",
    "modes_mobilisation",
    "mobilisable_par",
)
# Figures that are names: a spreadsheet program makes numbers of them.
CODES = ("code_postal", "code_insee", "siret", "telephone", "id", "structure_id", "source")

Service = tuple[v1.Service, list[str]]


def read_services(rows: list[Row], bad_lines: list[BadLine]) -> dict[tuple[str, str], list[Service]]:
    """Valid services by (source, structure id), each with its warnings."""
    services: dict[tuple[str, str], list[Service]] = defaultdict(list)
    for line, row in rows:
        try:
            service, warnings = _validated(v1.Service, row, SERVICE_ARRAYS)
        except RejectedRow as rejected:
            bad_lines.append(BadLine(line, f"service: {rejected}"))
            continue
        services[(service.source, service.structure_id)].append((service, warnings))
    return services


def read_structure(line: int, row: dict[str, Any], services: list[Service], guesser: KindGuesser) -> PartnerRecord:
    """One row of `Structures` with its services; raises RejectedRow where the schema requires what it lacks."""
    structure, warnings = _validated(v1.Structure, row, STRUCTURE_ARRAYS)
    networks = [network.value for network in structure.reseaux_porteurs or ()]
    offered = [service for service, _ in services]
    record = PartnerRecord(
        line=line,
        source=structure.source[:80],
        source_id=structure.id[:200],
        name=cleaning.one_line(structure.nom),
        checksum=checksum(row, [_in_order(service) for service in offered]),
        kind=guesser.guess(structure.nom, structure.source, [], sorted(networks)),
        description=cleaning.paragraph(structure.description),
        publics=_values(offered, "publics"),
        thematics=_values(offered, "thematiques"),
        zones=list(dict.fromkeys(str(code) for service in offered for code in service.zone_eligibilite or ())),
        offers=[_offer(service) for service in offered],
        contacts=list(dict.fromkeys(contact for service in offered if (contact := _contact(service)))),
        street=cleaning.one_line(structure.adresse),
        complement=cleaning.one_line(structure.complement_adresse),
        postal_code=structure.code_postal or "",
        city=cleaning.one_line(structure.commune, 120),
        insee=structure.code_insee or "",
        accessibility_url=str(structure.accessibilite_lieu or "")[:500],
        date=structure.date_maj,
        warnings=warnings + [warning for _, service_warnings in services for warning in service_warnings],
    )
    fill_contact_details(record, structure.telephone or "", structure.courriel or "", str(structure.site_web or ""))
    # What the schema refuses as opening hours is still worth reading.
    fill_place_details(record, structure.latitude, structure.longitude, row.get("horaires_accueil"))
    return record


def _validated(model: Any, row: dict[str, Any], arrays: tuple[str, ...]) -> tuple[Any, list[str]]:
    # Columns that the schema does not know are a newer version's, or a town's own.
    values = {name: _cell(name, value, arrays) for name, value in row.items() if name in model.model_fields}
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    warnings: list[str] = []
    # Each round leaves out one kind of fault; a third one means that faults hide behind each other for ever.
    for _round in range(3):
        try:
            return model.model_validate(values), warnings
        except pydantic.ValidationError as error:
            faults = {tuple(fault["loc"][:2]): fault["msg"] for fault in error.errors()}
        fatal = [f"{loc[0]}: {message}" for loc, message in faults.items() if loc[0] in required]
        if fatal:
            raise RejectedRow("; ".join(sorted(fatal)))
        # The last item of a list first, so that the places of those before it stay.
        for loc, message in sorted(faults.items(), key=str, reverse=True):
            warnings.append(f"{loc[0]} left out, {message[:80]}: {str(_leave_out(values, loc))[:60]}")
    raise RejectedRow("; ".join(warnings))


def _in_order(service: v1.Service) -> dict[str, Any]:
    """The schema keeps lists as sets, whose order differs from one run to the next: the checksum must not."""
    values = service.model_dump(mode="json")
    return {name: sorted(value) if isinstance(value, list) else value for name, value in values.items()}


def _leave_out(values: dict[str, Any], loc: tuple[Any, ...]) -> object:
    """The faulty value, taken out: one item of a list ("mobilite" of an older schema) leaves the others."""
    field = values.get(loc[0])
    if isinstance(field, list) and len(loc) > 1 and isinstance(loc[1], int) and loc[1] < len(field) > 1:
        return field.pop(loc[1])
    return values.pop(loc[0], "")


def _cell(name: str, value: object, arrays: tuple[str, ...]) -> object:
    """Excel gives numbers and dates where the schema wants text."""
    if name in arrays:
        return value if isinstance(value, list) else [part.strip() for part in str(value).split(",") if part.strip()]
    if isinstance(value, datetime.datetime):
        return value.date()
    if name in CODES and isinstance(value, int | float):
        text = str(int(value))
        # Excel drops leading zeros: 01000 comes as the number 1000.
        return text.zfill(5) if name in ("code_postal", "code_insee") else text
    return value.strip() if isinstance(value, str) else value


def _values(services: list[v1.Service], name: str) -> list[str]:
    return sorted({item.value for service in services for item in getattr(service, name) or ()})


def _offer(service: v1.Service) -> OfferRecord:
    fees = service.frais_precisions or (service.frais.label if service.frais else "")
    conditions = [service.publics_precisions, service.conditions_acces, service.mobilisation_precisions]
    return OfferRecord(
        name=cleaning.one_line(service.nom, 200),
        description=cleaning.paragraph(service.description),
        access_conditions="\n".join(cleaning.paragraph(text) for text in conditions if text),
        fees=cleaning.one_line(fees, 500),
        url=str(service.lien_mobilisation or service.lien_source or "")[:500],
        source_id=service.id[:200],
    )


def _contact(service: v1.Service) -> ContactRecord | None:
    """A named person's telephone and e-mail are theirs: private, even when the source publishes them."""
    name = cleaning.one_line(service.contact_nom_prenom, 150)
    if not name:
        return None
    return ContactRecord(name, cleaning.phone(service.telephone or ""), service.courriel or "")
