"""Lists of redirects: bounded before they are unpacked, read as spreadsheet programs write them, refused in words.

Wagtail reads whatever comes, cell by cell, in UTF-8 with commas alone, and names a class of Python where it cannot.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.contrib.redirects import base_formats, views
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.utils import get_format_cls_by_extension
from wagtail.log_actions import log

# A list of ten thousand redirects takes about one. 3 MB of a file may hold 400,000 rows: a minute of a thread's time.
UNPACKED = 5 * 1024 * 1024
# Western Europe's Windows, which a spreadsheet program writes CSV in unless it is told otherwise.
WINDOWS = "cp1252"
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = (";", "\t", ",")


class UnreadableListError(Exception):
    """The message is for whoever sent the file: what is wrong, at which line, and what to do."""


class Table(base_formats.Dataset):
    """Rows as wide as their headings, without empty ones; `lines` says where in the file each stood."""

    def __init__(self, rows: Iterable[Iterable[Any]]) -> None:
        numbered = [(line, [_text(cell) for cell in row]) for line, row in enumerate(rows, 1)]
        filled = [(line, row) for line, row in numbered if any(row)]
        if not filled:
            raise UnreadableListError(_("This file is empty. Put the old address and the new one in two columns."))
        first, headings = filled.pop(0)
        while not headings[-1]:
            headings.pop()
        if len(headings) < 2:
            message = _(
                "Line %(line)s: only one column was found. Put the old address in one, the new one in another, each "
                "under its heading."
            )
            raise UnreadableListError(message % {"line": first})
        if not filled:
            raise UnreadableListError(_("There is no line below the headings: nothing would be redirected."))
        for line, row in filled:
            if any(row[len(headings) :]):
                message = _(
                    "Line %(line)s has more columns than the headings (%(number)s). Put each redirect on a line of "
                    "its own."
                )
                raise UnreadableListError(message % {"line": line, "number": len(headings)})
        self.lines = [line for line, _row in filled]
        width = len(headings)
        super().__init__([(row + [""] * width)[:width] for _line, row in filled], headers=headings)


class CSV(base_formats.CSV):
    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, data: bytes) -> Table:
        text = _decoded(data)
        first = text.lstrip().partition("\n")[0]
        try:
            return Table(csv.reader(io.StringIO(text), delimiter=max(DELIMITERS, key=first.count)))
        except csv.Error as error:
            raise _unreadable("csv") from error


class TSV(CSV):
    pass


class XLSX(base_formats.XLSX):
    def create_dataset(self, data: bytes) -> Table:
        try:
            # What the archive says of itself holds: no more of a part is read than it says (zipfile.ZipExtFile).
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                size = sum(part.file_size for part in archive.infolist())
            if size > UNPACKED:
                message = _(
                    "This file unpacks to more than 5 MB. Keep the two columns of addresses alone, without pictures "
                    "and other sheets, then upload it again."
                )
                raise UnreadableListError(message)
            return self._read(data)
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
            raise _unreadable("xlsx") from error

    def _read(self, data: bytes) -> Table:
        workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet: Any = workbook.worksheets[0]
            # What the file says of its own size is wrong in many.
            sheet.reset_dimensions()
            return Table(sheet.iter_rows(values_only=True))
        finally:
            workbook.close()


def start_import(request: HttpRequest) -> HttpResponse:
    """Wagtail's, for files that can be read; of any other, why not."""
    file = request.FILES.get("import_file")
    stem, _dot, kind = (file.name or "").rpartition(".") if file is not None else ("", "", "")
    reader = get_format_cls_by_extension(kind) if kind else None
    if file is not None and reader is not None:
        # Wagtail knows the endings in small letters alone.
        file.name = f"{stem}.{kind.lower()}"
        try:
            reader().create_dataset(file.read())
        except UnreadableListError as error:
            messages.error(request, f"{file.name} – {error}")
            return redirect("wagtailredirects:start_import")
        file.seek(0)
    response: HttpResponse = views.start_import(request)
    return response


def create_redirects(table: Table, config: dict[str, Any]) -> dict[str, Any]:
    """In the place of Wagtail's, whose summary says neither at which line nor of which column something is wrong."""
    errors: list[list[str]] = []
    here = config["site"].root_url if config["site"] else settings.WAGTAILADMIN_BASE_URL
    for line, row in zip(table.lines, table, strict=True):
        old, new = row[config["from_index"]], row[config["to_index"]]
        # Wagtail wants whole addresses; people who move pages of this site write what stands behind its name.
        target = f"{here}{new}" if new.startswith("/") and not new.startswith("//") else new
        data = {"old_path": old, "redirect_link": target, "is_permanent": config["permanent"]}
        form = RedirectForm({**data, "site": config["site"].pk} if config["site"] else data)
        reasons = _reasons(form, old, target, here)
        if reasons:
            errors.append([old, new, _("Line %(line)s: %(reasons)s") % {"line": line, "reasons": " ".join(reasons)}])
            continue
        with transaction.atomic():
            log(instance=form.save(), action="wagtail.create")
    done = len(table) - len(errors)
    return {"errors": errors, "errors_count": len(errors), "successes": done, "total": len(table)}


def _reasons(form: RedirectForm, old: str, new: str, here: str) -> list[str]:
    if not old:
        return [_("The old address is missing.")]
    if not new:
        return [_("The new address is missing.")]
    if new.startswith(f"{here}/") and Redirect.normalise_path(old) == Redirect.normalise_path(new):
        return [_("The new address is the old one.")]
    return [
        f"{form.fields[name].label} – {each}" if name in form.fields else str(each)
        for name, found in form.errors.items()
        for each in found
    ]


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _decoded(data: bytes) -> str:
    try:
        if data.startswith(BYTE_ORDER_MARKS):
            return data.decode("utf-16")
        if b"\0" in data:
            raise _unreadable("csv")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode(WINDOWS)
    except UnicodeDecodeError as error:
        raise _unreadable("csv") from error


def _unreadable(kind: str) -> UnreadableListError:
    message = _(
        "This file cannot be read as .%(kind)s. Open it in your spreadsheet program, save it as .xlsx or .csv, then "
        "upload it again."
    )
    return UnreadableListError(message % {"kind": kind})


def take_over_imports() -> None:
    base_formats.DEFAULT_FORMATS[:] = [CSV, XLSX, TSV]
    views.create_redirects_from_dataset = create_redirects
