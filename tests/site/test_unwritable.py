"""NUL, which PostgreSQL refuses in any text (SQLite does not), in each filter and public address; a field not sent."""

import pytest
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from lxml import html
from wagtail.models import Locale

from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import HomePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import ProposedAnswer
from config.middleware import UnwritableMiddleware

pytestmark = pytest.mark.django_db

ALWAYS = {"q", "p", "page", "ordering", "locale", "next", "commune"}
LISTINGS = [
    "wagtailadmin_home",
    "wagtailadmin_pages:search",
    "wagtailimages:index",
    "wagtaildocs:index",
    "wagtailredirects:index",
    "wagtailusers_users:index",
    "questions_modeladmin_index",
    "signalements:index",
    "courriels_modeladmin_index",
    "official_sheets:index",
    "clairdroit_freshness:board",
    *(model.snippet_viewset.get_url_name("list") for model in (Partner, GlossaryEntry, ProposedAnswer)),
]


@pytest.fixture
def admin(admin_client):
    call_command("setup_site", verbosity=0)
    Locale.objects.get_or_create(language_code="en")
    admin_client.raise_request_exception = False
    return admin_client


@pytest.mark.parametrize("name", LISTINGS)
def test_no_filter_of_a_listing_fails_on_a_nul(admin, name):
    address = reverse(name)
    page = html.fromstring(admin.get(address).content)
    offered = set(page.xpath("//form[not(@method) or @method='get' or @method='GET']//*[@name]/@name"))
    queries = [f"{field}=loyer%00" for field in ALWAYS | offered] + ["inconnu=1", "status__exact=%00", "a%00=1"]
    failing = {query for query in queries if admin.get(f"{address}?{query}").status_code >= 500}
    assert not failing


FOLDERS = ["", "en/", "logement/", "fiches/", "a-qui-s-adresser/", "actualites/", "ma-question/"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_public_address_fails_on_a_nul(admin, client, folder):
    client.raise_request_exception = False
    assert client.get(f"/{folder}%00/").status_code in (400, 404)


def test_a_form_of_wagtails_without_its_fields_is_a_bad_request(admin):
    assert admin.post(reverse("wagtailadmin_pages:copy", args=[HomePage.objects.get().pk])).status_code == 400


def test_a_next_without_a_slash_is_an_address_not_the_name_of_a_view(admin):
    assert admin.get("/admin/login/?next=loyer")["Location"] == "loyer"
    answer = admin.post(reverse("clairdroit_freshness:verify"), {"next": "loyer"})
    assert answer["Location"] == "loyer"


@pytest.mark.parametrize("address", ["/documents/{}/plan.pdf", "/admin/users/?group={}", "/admin/pages/?p={}"])
def test_a_number_that_python_does_not_read_is_a_bad_request(admin, address):
    assert admin.get(address.format("1" * 5000)).status_code in (200, 400, 404)


BULK = [
    "/admin/bulk/auth/user/assign_role/",
    "/admin/bulk/auth/user/delete/",
    "/admin/bulk/wagtailcore/page/move/",
    "/admin/bulk/wagtailcore/page/delete/",
    "/admin/bulk/wagtaildocs/document/add_tags/",
    "/admin/bulk/wagtailimages/image/add_tags/",
]


@pytest.mark.parametrize("address", BULK)
@pytest.mark.parametrize("value", ["abc", "1'", "-1", "1.5", "99999999999999999999", "\u0664\u0662x", ""])
def test_a_word_where_many_things_are_named_by_number_is_a_bad_request(admin, address, value):
    answer = admin.get(address, {"id": value, "next": "/admin/"})
    assert answer.status_code < 500


def test_a_number_that_our_own_code_got_wrong_is_a_fault_of_ours(rf):
    fault = ValueError("Field 'id' expected a number but got 'loyer'.")
    seen = UnwritableMiddleware(lambda request: None)
    assert seen.process_exception(rf.get("/?id=3"), fault) is None
    assert seen.process_exception(rf.get("/?id=loyer"), fault).status_code == 400


BELOW = ["move", "publish", "unpublish", "delete"]


@pytest.mark.parametrize("action", BELOW)
@pytest.mark.parametrize("number", ["999999", "mot", "-1"])
def test_all_of_a_page_that_has_gone_are_not_found(admin, action, number):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    answer = admin.get(f"{address}?id=all&childOf={number}&next=/admin/")
    assert answer.status_code in (400, 404)


def test_an_action_on_many_leads_on_by_an_address_without_a_slash(admin):
    page = HomePage.objects.get().get_children().first()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    answer = admin.post(f"{address}?id={page.pk}&next=loyer")
    assert (answer.status_code, answer["Location"]) == (302, "loyer")
    page.refresh_from_db()
    assert not page.live


def test_a_name_of_a_view_that_is_missing_is_no_way_on(rf):
    fail = UnwritableMiddleware(None).process_exception
    assert fail(rf.get("/?next=//evil.example"), NoReverseMatch("Reverse for '//evil.example' not found.")) is None
    assert fail(rf.get("/?next=loyer"), NoReverseMatch("Reverse for 'other' not found.")) is None
    assert fail(rf.get("/"), NoReverseMatch("Reverse for '' not found.")) is None
