"""Lists of redirects: a file that unpacks to a large one costs nothing; what cannot be taken is said in words."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from wagtail.contrib.redirects.models import Redirect

from config import redirect_imports
from tests.questions.factories import UserFactory

pytestmark = pytest.mark.django_db

START = reverse("wagtailredirects:start_import")
HERE = "http://127.0.0.1:8000"
TWO = [["from", "to"], ["/ancienne/", "/nouvelle/"]]


def spreadsheet(rows=TWO, *, padding=0):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    if padding:
        with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/image1.png", b"\0" * padding)
    return content.getvalue()


def send(client, content, name="redirections.xlsx"):
    page = client.post(START, {"import_file": SimpleUploadedFile(name, content)}, follow=True)
    assert page.status_code == 200
    return page


def said(page):
    return " ".join(html.fromstring(page.content).xpath("string(//div[contains(@class, 'messages')])").split())


def take(client, content, name="redirections.csv", **chosen):
    """Both steps, as the browser sends them: the page that shows the file, and its button."""
    form = html.fromstring(send(client, content, name).content).xpath("//form[contains(@action, 'process')]")[0]
    values = dict(form.fields) | {"from_index": "0", "to_index": "1", "permanent": "on"} | chosen
    return client.post(form.action, {name: value or "" for name, value in values.items()}, follow=True)


def test_one_that_unpacks_to_more_is_refused_before_it_is_read(admin_client, monkeypatch):
    def read(*args, **kwargs):
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(redirect_imports.openpyxl, "load_workbook", read)
    content = spreadsheet(padding=6_000_000)
    assert len(content) < 20_000
    assert "redirections.xlsx – Ce fichier dépasse 5 Mo une fois décompressé" in said(send(admin_client, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", spreadsheet()),
        ("A.XLSX", spreadsheet()),
        ("a.csv", b"from,to\n/ancienne/,/nouvelle/\n"),
        ("a.csv", b"from;to\r\n/ancienne/;/nouvelle/\r\n"),
        ("a.csv", "\ufefffrom;to\n/ancienne/;/nouvelle/".encode()),
        ("a.tsv", b"from\tto\n/ancienne/\t/nouvelle/\n"),
        ("a.csv", "from\tto\n/ancienne/\t/nouvelle/\n".encode("utf-16")),
        ("a.csv", b'"from";"to";\n\n"/ancienne/";"/nouvelle/";\n;;\n'),
    ],
)
def test_what_a_spreadsheet_program_writes_is_read(admin_client, name, content):
    page = take(admin_client, content, name)
    assert "1 règle de redirection importée" in said(page)
    made = Redirect.objects.get()
    assert (made.old_path, made.redirect_link, made.is_permanent) == ("/ancienne", f"{HERE}/nouvelle/", True)
    assert admin_client.get("/ancienne/").url == f"{HERE}/nouvelle/"


def test_accents_survive_windows_letters(admin_client):
    take(admin_client, "de;à\n/aides-à-l’énergie/;/énergie/\n".encode("cp1252"))
    assert Redirect.objects.get().redirect_link == f"{HERE}/énergie/"


def test_a_size_that_the_file_declares_wrongly_hides_no_row(admin_client):
    content = io.BytesIO(spreadsheet([["from", "to"], *([f"/a{n}/", f"/b{n}/"] for n in range(3))]))
    wrong = io.BytesIO()
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(wrong, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(b'<dimension ref="A1:B4"', b'<dimension ref="A1"'))
    take(admin_client, wrong.getvalue(), "a.xlsx")
    assert Redirect.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"PK\x03\x04 no archive", "ne peut pas être lu comme .xlsx"),
        ("a.xlsx", b"from,to", "ne peut pas être lu comme .xlsx"),
        ("a.csv", spreadsheet(), "ne peut pas être lu comme .csv"),
        ("a.csv", b"\xff\xfe\x00", "ne peut pas être lu comme .csv"),
        ("a.csv", b"from;to\n\x81;\x8d", "ne peut pas être lu comme .csv"),
        ("a.csv", b"   \n;;\n", "Ce fichier est vide"),
        ("a.xlsx", spreadsheet([["from", "to"]]), "Il n’y a aucune ligne sous les en-têtes"),
        ("a.csv", b"\nfrom\n/ancienne/", "Ligne 2 : une seule colonne"),
        ("a.csv", b"from;to\n/a/;/b/\n\n/c/;/d/;/e/", "La ligne 4 a plus de colonnes que les en-têtes (2)"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_with_its_line(admin_client, name, content, words):
    page = send(admin_client, content, name)
    assert words in said(page)
    assert "Error" not in said(page)
    assert page.redirect_chain == [(START, 302)]


def test_each_line_that_is_wrong_is_named_with_its_reason_and_the_others_are_made(admin_client):
    Redirect.add_redirect("/connue/", "/ailleurs/")
    lines = [
        "de;vers",
        "/a/;/b/",
        "",
        "/c/;",
        ";/d/",
        "/connue/;/e/",
        f"/f/;{HERE}/f",
        "/g",
        "/h/;/i/",
        "/j/;https://service.example/j/",
        "/k/;ftp:x",
    ]
    page = take(admin_client, "\n".join(lines).encode())
    rows = [row.text_content().split("\n") for row in html.fromstring(page.content).xpath("//section//tbody/tr")]
    words = [" ".join(part.strip() for part in row if part.strip()) for row in rows]
    for line, reason in (
        (4, "La nouvelle adresse manque."),
        (5, "L’ancienne adresse manque."),
        (6, "existe déjà"),
        (7, "La nouvelle adresse est l’ancienne."),
        (8, "La nouvelle adresse manque."),
        (11, "URL valide"),
    ):
        assert any(f"Ligne {line}\u00a0: " in each and reason in each for each in words), (line, words)
    assert len(words) == 6
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/connue", "/a", "/h", "/j"}


def test_who_may_not_add_redirects_is_not_told_what_is_in_a_file(client):
    client.force_login(UserFactory(moderator=True))
    response = client.post(START, {"import_file": SimpleUploadedFile("a.csv", b"x")})
    assert response.status_code == 302
    assert response.url == "/admin/"
