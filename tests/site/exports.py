"""The spreadsheets that the admin gives out."""

import csv
import io

from django.urls import URLPattern, get_resolver
from openpyxl import load_workbook


def addresses(patterns, prefix="/"):
    for entry in patterns:
        route = prefix + str(entry.pattern).removeprefix("^").replace("$", "").replace("\\Z", "")
        if isinstance(entry, URLPattern):
            if not set("<(") & set(route):
                yield route
        elif not set("<(") & set(route):
            yield from addresses(entry.url_patterns, route)


def exports(client):
    """Every address of the admin that answers `?export=` with a file, and what the file holds."""
    for address in sorted(set(addresses(get_resolver().url_patterns))):
        if not address.startswith("/admin/") or address == "/admin/logout/":
            continue
        answer = exported(client, address, "csv")
        if "attachment" not in answer.get("Content-Disposition", ""):
            continue
        yield address, list(csv.reader(io.StringIO(content_of(answer).decode("utf-8-sig"))))
        answer = exported(client, address, "xlsx")
        if answer["Content-Type"].startswith("application/vnd.openxmlformats"):
            rows = list(load_workbook(io.BytesIO(content_of(answer))).active.iter_rows())
            assert not [cell for row in rows for cell in row if cell.data_type == "f"], address
            yield address, [[cell.value for cell in row] for row in rows]


def exported(client, address, form):
    """The register of questions asks before it exports: that is written down."""
    answer = client.get(address, {"export": form})
    return client.post(f"{address}?export={form}") if address == "/admin/questions/" else answer


def content_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
