"""What is exported reads as the screen does: headings and choices in the reader's language, hours of the place."""

import csv
import datetime
import io

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.questions.enums import QuestionOrigin
from clairdroit.questions.models import Question
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import ArticlePageFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import QuestionFactory
from tests.site.exports import content_of, exported, exports
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db
# Written alike in both languages.
ALIKE = {
    "ID",
    "Type",
    "Site",
    "Description",
    "Source",
    "Action",
    "Commune",
    "Département",
    "Page",
    "Workflow",
    "E-mail",
}
SUMMER = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
WINTER = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)


@pytest.fixture
def reader(client):
    user = get_user_model().objects.create_superuser("admin", "admin@example.org", "p")
    client.force_login(user)

    def speak(language):
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        return client

    return speak


def table(client, address, form="csv"):
    content = content_of(exported(client, address, form))
    if form == "csv":
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    else:
        head, *rows = ([cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows())
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_heading_of_every_export_is_in_the_readers_language(reader):
    ArticlePageFactory()
    PartnerFactory()
    GlossaryEntryFactory()
    QuestionFactory()
    # Pages of Wagtail's that want a site with pages fail on this one; exports are asked for below.
    reader("fr").raise_request_exception = False
    headings = {
        language: {address: rows[0] for address, rows in exports(reader(language)) if rows} for language in ("fr", "en")
    }
    assert len(headings["fr"]) >= 10
    for address, french in headings["fr"].items():
        assert not [each for each in french if set("_.") & set(each) or each != each[:1].upper() + each[1:]], address
        both = set(french) & set(headings["en"][address])
        assert both <= ALIKE, address


@pytest.mark.parametrize(
    ("moment", "written"), [(SUMMER, "2026-07-02 00:30"), (WINTER, "2027-01-01 00:30")], ids=["summer", "winter"]
)
def test_hours_are_those_of_the_place(reader, moment, written):
    QuestionFactory()
    Question.objects.update(received_at=moment)
    ArticlePage.objects.filter(pk=ArticlePageFactory().pk).update(latest_revision_created_at=moment, locked=True)
    client = reader("fr")
    for address, heading in (("/admin/questions/", "Reçue le"), ("/admin/reports/locked/", "Mis à jour")):
        assert [row[heading] for row in table(client, address)] == [written]
        (cell,) = [row[heading] for row in table(client, address, "xlsx")]
        assert cell == datetime.datetime.fromisoformat(written)


def test_a_question_says_its_commune_its_departement_and_its_origin(reader):
    QuestionFactory(commune=CommuneFactory(versailles=True))
    QuestionFactory(commune=None)
    rows = table(reader("fr"), "/admin/questions/")
    assert sorted(row["Département"] for row in rows) == ["-", "Yvelines (78)"]
    with translation.override("fr"):
        assert {row["Origine"] for row in rows} == {str(QuestionOrigin.FORM.label)}


def test_yes_and_no_are_words_in_text_and_themselves_in_a_workbook(reader):
    PartnerFactory(without_appointment=True)
    client, address = reader("fr"), "/admin/snippets/clairdroit_partners_snippets/partner/"
    assert [row["Sans rendez-vous"] for row in table(client, address)] == ["oui"]
    assert [row["Sans rendez-vous"] for row in table(client, address, "xlsx")] == [True]
