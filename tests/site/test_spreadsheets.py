"""No export of the admin holds a cell that a spreadsheet program would run."""

import io

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, models, transaction
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, PageLogEntry, PageViewRestriction

from clairdroit.partners_snippets.imports.files import open_source
from clairdroit.search.models import AskedQuery, QueryDay
from clairdroit.shell.spreadsheets import is_formula, plain
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import ArticlePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, proposed_answer
from tests.site.exports import content_of, exported, exports

FORMULA = "=1+1"
DANGEROUS = [
    "=1+1",
    "+33 1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    "\u200b=1",
    "\ufeff=1",
]
# What Wagtail and Django find their way by.
STRUCTURE = {
    "path",
    "url_path",
    "slug",
    "language_code",
    "codename",
    "app_label",
    "model",
    "action",
    "password",
    "hostname",
}
# Wagtail's own, ours, and what the walk must have found at the least.
EXPORTS = {
    "/admin/reports/site-history/",
    "/admin/reports/locked/",
    "/admin/reports/aging-pages/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/redirects/",
    "/admin/questions/",
    "/admin/searches/",
    "/admin/snippets/clairdroit_partners_snippets/partner/",
    "/admin/snippets/clairdroit_glossary/glossaryentry/",
}


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_begins_like_a_formula_gets_an_apostrophe(text):
    assert is_formula(text)
    assert plain(text).startswith("'")
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "text", ["", "-", "Texte", "1+1", "a = b", "Rue de l’Église, -2e étage", "l'= est un signe", "'=1"]
)
def test_other_texts_stay_as_they_are(text):
    assert plain(text) == text


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\x1b", "\x08", "\ufffe", "\uffff"])
def test_a_letter_that_no_workbook_may_hold_is_a_space(letter):
    """Whoever wrote it in a title, in a name or in the search kept the whole export from everybody."""
    cell = WriteOnlyCell(Workbook(write_only=True).create_sheet(), value=plain(f"Un{letter}titre"))
    assert cell.value == "Un titre"
    assert plain(f"{letter}=1+1").startswith("'")


@pytest.mark.django_db
def test_such_a_letter_in_a_name_keeps_no_export_from_anybody(client):
    AssignmentFactory(partner=PartnerFactory(name="AD\x0bIL \ufffe78"))
    client.force_login(get_user_model().objects.create_superuser("admin", "admin@example.org", "p"))
    for address in ("/admin/questions/", "/admin/snippets/clairdroit_partners_snippets/partner/"):
        rows = load_workbook(io.BytesIO(content_of(exported(client, address, "xlsx")))).active.iter_rows()
        assert any("AD IL  78" in str(cell.value) for row in rows for cell in row), address


def test_numbers_and_days_stay_numbers_and_days():
    assert plain(-3) == -3
    assert plain(None) is None


@given(st.text())
def test_no_separator_of_any_country_lets_a_formula_through(text):
    for separator in (";", "\t", "\n", "\r"):
        for cell in plain(text).split(separator):
            assert cell == "-" or not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_cell_after_a_semicolon_is_a_cell_too():
    assert plain('Bonjour;=HYPERLINK("x");') == 'Bonjour;\'=HYPERLINK("x");'


def test_what_was_exported_is_imported_as_it_was(tmp_path):
    for text in ("=1+1", "+33 1 39 20 00 00", "-2+3", "＝1", "L'accueil", "Texte"):
        path = tmp_path / "structures.csv"
        path.write_text(f"id,nom\nessai--1,{plain(text)}\n", encoding="utf-8")
        assert [row["nom"] for number, row in open_source(path).structures] == [text]


def plant():
    """A formula in every text of every row, where the database takes it."""
    for model in apps.get_models():
        if model is ContentType or not model._default_manager.exists():
            continue
        for field in model._meta.local_concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if not is_text or field.name in STRUCTURE or field.name.endswith("object_id") or field.primary_key:
                continue
            row = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=row).update(**{field.name: FORMULA})
            except (DatabaseError, ValueError, TypeError):
                continue


@pytest.mark.django_db
def test_no_export_of_the_admin_holds_a_formula(client):
    user = get_user_model().objects.create_superuser("admin", "admin@example.org", "p")
    article = ArticlePageFactory(locked=True, locked_by=user)
    partner = PartnerFactory()
    GlossaryEntryFactory()
    proposed_answer()
    Redirect.objects.create(old_path="/ancien", redirect_link="/nouveau")
    PageLogEntry.objects.log_action(article, "wagtail.publish", user=user)
    ModelLogEntry.objects.log_action(partner, "wagtail.edit", user=user)
    PageViewRestriction.objects.create(page=Page.objects.get(depth=2), restriction_type="login")
    QueryDay.objects.create(query=AskedQuery.objects.create(text="rien"), day="2026-11-02", nothing=3)
    plant()
    user.refresh_from_db()
    client.force_login(user)
    # Pages that read what was planted as something else may fail; exports are asked for below.
    client.raise_request_exception = False
    seen, planted = set(), set()
    for address, rows in exports(client):
        seen.add(address)
        cells = [cell for row in rows for cell in row if isinstance(cell, str)]
        if any(FORMULA in cell for cell in cells):
            planted.add(address)
        assert not [cell for cell in cells if is_formula(cell)], address
    missing = EXPORTS - seen
    assert not missing
    # The walk proves something only where the formula arrived.
    assert len(planted) >= 6, planted


def test_every_class_that_exports_is_guarded():
    """One that writes its cells by itself would have to look after them by itself."""
    guarded = SpreadsheetExportMixin.preprocess_field_value
    pending, classes = [SpreadsheetExportMixin], []
    while pending:
        pending += (found := pending.pop().__subclasses__())
        classes += found
    assert classes
    assert {each for each in classes if each.preprocess_field_value is not guarded} == set()
    assert {each for each in classes if each.generate_xlsx_row is not SpreadsheetExportMixin.generate_xlsx_row} == set()
