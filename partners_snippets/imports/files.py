"""Opens the files that the import takes and tells their form."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import tablib
from openpyxl import load_workbook

Row = tuple[int, dict[str, Any]]
# The column of data·inclusion's own workbook by which producers leave a row out.
IGNORE_COLUMN = "__ignore__"
# Only before what would be a formula: an apostrophe at the beginning of a word stays.
QUOTED = re.compile(r"\A'(?=\s*[=+\-@＝＋－＠\t\r\n])")


class UnreadableFileError(Exception):
    """The file as a whole cannot be read, or not to its end: what batches before have written stays, and running the
    import again with a whole file goes on from there. The message is one sentence for the user."""


@dataclass
class BadLine:
    line: int
    reason: str


@dataclass
class Source:
    """Rows of one file. `services` is filled for data·inclusion only; `bad_lines` fills while `structures` is read."""

    form: str
    structures: Iterator[Row]
    services: list[Row] = field(default_factory=list)
    bad_lines: list[BadLine] = field(default_factory=list)


def open_source(path: Path) -> Source:
    """JSON lines (also .gz), data·inclusion Excel, or CSV of structures (with `services.csv` beside it, when there)."""
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.")
    name = path.name.lower()
    if name.endswith((".jsonl", ".jsonl.gz", ".ndjson")):
        return _json_lines(path)
    if name.endswith((".xlsx", ".xlsm")):
        return _workbook(path)
    if name.endswith(".csv"):
        return _csv(path)
    raise UnreadableFileError(f"{path.name} has an unknown form: give a .jsonl, .jsonl.gz, .xlsx or .csv file.")


def _json_lines(path: Path) -> Source:
    source = Source("jsonl", iter(()))

    def rows() -> Iterator[Row]:
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    if not line.strip():
                        continue
                    try:
                        row = json.loads(line)
                    except ValueError as error:
                        source.bad_lines.append(BadLine(number, f"not JSON: {error}"))
                        continue
                    if isinstance(row, dict):
                        yield number, row
                    else:
                        source.bad_lines.append(BadLine(number, "not a JSON object"))
        except (OSError, EOFError) as error:
            raise UnreadableFileError(f"{path.name} is damaged: {error}.") from error

    source.structures = rows()
    return source


def _workbook(path: Path) -> Source:
    try:
        # `data_only`: what a formula gave when the file was saved; no formula is computed.
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFileError(f"{path.name} is not a readable Excel file: {error}.") from error
    sheets = {sheet.title.strip().lower(): sheet for sheet in workbook.worksheets}
    if "structures" not in sheets:
        raise UnreadableFileError(f"{path.name} has no sheet “Structures”; it has: {', '.join(workbook.sheetnames)}.")
    structures = list(_table(sheets["structures"].iter_rows(values_only=True)))
    services = list(_table(sheets["services"].iter_rows(values_only=True))) if "services" in sheets else []
    workbook.close()
    return Source("data-inclusion", iter(structures), services)


def _csv(path: Path) -> Source:
    services_path = path.with_name("services.csv")
    services = list(_csv_rows(services_path)) if services_path.is_file() and services_path != path else []
    return Source("data-inclusion", iter(list(_csv_rows(path))), services)


def _csv_rows(path: Path) -> Iterator[Row]:
    try:
        # Excel begins its UTF-8 files with a byte order mark.
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path.name} is not a readable UTF-8 file: {error}.") from error
    first_line = text.split("\n", 1)[0]
    # Spreadsheet programs in French write semicolons, as the comma is their decimal sign.
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    try:
        table = tablib.Dataset().load(StringIO(text), format="csv", delimiter=delimiter)
    except (tablib.exceptions.TablibException, ValueError) as error:
        raise UnreadableFileError(f"{path.name} is not a readable CSV file: {error}.") from error
    yield from _table(iter([table.headers or [], *table]))


def _table(rows: Iterator[Any]) -> Iterator[Row]:
    """Rows under their headings; a row with anything but "no" in `__ignore__`, or without a value, is left out."""
    header = [str(cell or "").strip() for cell in next(rows, ())]
    # Numbered as a spreadsheet shows them, where the heading is row 1.
    for number, cells in enumerate(rows, 2):
        # Rows are shorter than the heading where their last cells are empty, and longer where somebody made a note.
        named = zip(header, map(unquoted, cells), strict=False)
        row = {name: cell for name, cell in named if name and cell not in (None, "")}
        ignored = str(row.pop(IGNORE_COLUMN, "")).strip().lower() not in ("", "0", "false", "faux", "non", "no")
        if row and not ignored:
            yield number, row


def unquoted(cell: Any) -> Any:
    """Without the apostrophe that exports put before what a spreadsheet program would take for a formula."""
    return QUOTED.sub("", cell) if isinstance(cell, str) else cell
