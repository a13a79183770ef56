"""A small file that unpacks to a large one holds no thread of the site and fills no memory."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.contrib.redirects.base_formats import XLSX

pytestmark = pytest.mark.django_db


def spreadsheet(*, padding=0):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in (["from", "to"], ["/ancienne/", "/nouvelle/"]):
        book.active.append(row)
    book.save(content)
    if padding:
        with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/image1.png", b"\0" * padding)
    return SimpleUploadedFile("redirections.xlsx", content.getvalue())


def send(admin_client, file):
    return admin_client.post(reverse("wagtailredirects:start_import"), {"import_file": file}, follow=True)


def test_a_list_of_redirects_is_read(admin_client):
    page = send(admin_client, spreadsheet()).content.decode()
    assert "/ancienne/" in page


def test_one_that_unpacks_to_more_is_refused_before_it_is_read(admin_client, monkeypatch):
    def read(self, data):
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(XLSX, "create_dataset", read)
    file = spreadsheet(padding=6_000_000)
    assert file.size < 20_000
    page = send(admin_client, file).content.decode()
    assert "TooLargeWhenUnpackedError" in page
    assert "redirections.xlsx" in page
