"""Loads the committed files of `territories/data` into the tables."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO, cast

from django.db import models, transaction
from django.db.models import ForeignObjectRel, ProtectedError
from django.utils.text import slugify

from clairdroit.territories.managers import TOWNS
from clairdroit.territories.models import Commune, Departement, Epci, LaterWords, PostalCode
from clairdroit.territories.names import epci_name, later_words, normalise, sound, without_article
from clairdroit.territories.statistics import refresh_statistics

DATA_DIR = Path(__file__).parent / "data"
BATCH = 2000


class TerritoriesError(Exception):
    """The files cannot be loaded; nothing was changed."""


@dataclass
class TerritoriesReport:
    communes: int = 0
    postal_codes: int = 0
    epcis: int = 0
    departements: int = 0
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class _DryRun(Exception):
    pass


def import_territories(folder: Path = DATA_DIR, dry_run: bool = False) -> TerritoriesReport:
    """All or nothing. Rows are matched by code, so that what refers to a commune keeps its reference."""
    report = TerritoriesReport()
    try:
        with transaction.atomic():
            report.departements = _upsert(Departement, _departements(folder))
            report.epcis = _upsert(Epci, _epcis(folder))
            rows = list(_rows(folder / "communes.csv.gz"))
            # Towns before their arrondissements: the database checks `parent` row by row.
            communes = sorted((_commune(row) for row in rows), key=lambda commune: commune.parent_id or "")
            report.communes = _upsert(Commune, communes)
            report.postal_codes = _replace_postal_codes(rows)
            _replace_later_words(communes)
            _remove_vanished({commune.pk for commune in communes}, report)
            refresh_statistics(Departement, Epci, Commune, PostalCode, LaterWords)
            # After everything was written: the database has checked every row, and takes it all back.
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    except (KeyError, ValueError) as error:
        raise TerritoriesError(f"the territory files in {folder} are not in the expected form: {error}") from error
    return report


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with cast(TextIO, gzip.open(path, "rt") if path.suffix == ".gz" else path.open()) as lines:
            yield from csv.DictReader(lines)
    except (OSError, EOFError) as error:
        raise TerritoriesError(f"{path} cannot be read: {error}") from error


def _departements(folder: Path) -> list[Departement]:
    return [Departement(**row) for row in _rows(folder / "departements.csv")]


def _epcis(folder: Path) -> list[Epci]:
    return [Epci(**row, search_name=epci_name(row["name"])) for row in _rows(folder / "epci.csv")]


def _commune(row: dict[str, str]) -> Commune:
    name = normalise(row["name"])
    codes = row["postal_codes"].split("|")
    return Commune(
        insee=row["insee"],
        name=row["name"].replace("'", "’"),
        slug=slugify(row["name"]),
        search_name=without_article(name),
        sound=sound(name),
        main_postal_code=_main_postal_code(row, codes),
        departement_id=row["departement"],
        epci_id=row["epci"] or None,
        ept_id=row["ept"] or None,
        parent_id=row["parent"] or None,
        population=int(row["population"] or 0),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
    )


def _main_postal_code(row: dict[str, str], codes: list[str]) -> str:
    """Paris, Lyon and Marseille have one code per arrondissement: none of them stands for the town."""
    return "" if row["insee"] in TOWNS else codes[0]


def _upsert(model: type[models.Model], objects: list) -> int:
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    model._default_manager.bulk_create(
        objects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=fields,
    )
    return len(objects)


def _replace_postal_codes(rows: list[dict[str, str]]) -> int:
    # Without collecting what refers to them, which nothing does.
    PostalCode.objects.all()._raw_delete(PostalCode.objects.db)
    codes = [
        PostalCode(code=code, commune_id=row["insee"])
        for row in rows
        for code in row["postal_codes"].split("|")
        if code
    ]
    PostalCode.objects.bulk_create(codes, batch_size=BATCH)
    return len(codes)


def _replace_later_words(communes: list[Commune]) -> None:
    """Arrondissements have none: "13e arrondissement" is nobody's way to say where they live."""
    LaterWords.objects.all()._raw_delete(LaterWords.objects.db)
    found = (
        LaterWords(words=words, commune_id=commune.pk)
        for commune in communes
        if not commune.parent_id
        for words in dict.fromkeys(later_words(commune.search_name))
    )
    LaterWords.objects.bulk_create(found, batch_size=BATCH)


def _remove_vanished(current: set[str], report: TerritoriesReport) -> None:
    """A commune that merged into another goes, unless something still refers to it: then a person decides."""
    # The two sets are compared by size first: `exclude` with 35,000 keys is slow, and nearly never needed.
    for commune in Commune.objects.exclude(pk__in=current) if Commune.objects.count() > len(current) else ():
        try:
            if _is_referred_to(commune):
                report.kept.append(commune.pk)
            else:
                commune.delete()
                report.removed.append(commune.pk)
        except ProtectedError:
            report.kept.append(commune.pk)


def _is_referred_to(commune: Commune) -> bool:
    relations = [
        relation
        for relation in Commune._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.related_model not in (PostalCode, LaterWords)
    ]
    return any(
        cast(type[models.Model], relation.related_model)._base_manager.filter(**{relation.field.name: commune}).exists()
        for relation in relations
    )
