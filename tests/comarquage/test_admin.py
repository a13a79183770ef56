"""Editors map dossiers and read the rest; nobody writes official content by hand."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse
from django.utils import timezone

from clairdroit.comarquage.models import FeedImport
from clairdroit.taxonomy.enums import Heading
from tests.comarquage.factories import DossierFactory, OfficialSheetFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed_import():
    now = timezone.now()
    return FeedImport.objects.create(
        started_at=now,
        finished_at=now,
        source="feed.zip",
        status="done",
        rejected=[{"file": "F1.xml", "reason": "cassé"}],
        unknown_elements={"Nouveau": 2},
    )


def sign_in(client, *permissions, is_superuser=False):
    user = User.objects.create_user("sam", password="x", is_superuser=is_superuser)
    group = Group.objects.create(name="essai")
    wanted = [Permission.objects.get(codename="access_admin")]
    wanted += [Permission.objects.get(codename=name) for name in permissions]
    group.permissions.set(wanted)
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def mapping_data(heading, *others):
    data = {
        "heading": heading,
        "other_headings-TOTAL_FORMS": len(others),
        "other_headings-INITIAL_FORMS": 0,
        "other_headings-MIN_NUM_FORMS": 0,
        "other_headings-MAX_NUM_FORMS": 1000,
    }
    return data | {f"other_headings-{index}-key": key for index, key in enumerate(others)}


def test_whoever_may_change_dossiers_maps_them_to_headings(client):
    sign_in(client, "view_dossier", "change_dossier")
    dossier = DossierFactory(title="Se loger")
    address = reverse("official_dossiers:edit", args=[dossier.pk])
    assert client.get(address).status_code == 200
    response = client.post(address, mapping_data("logement", "famille") | {"title": "Autre titre"})
    assert response.status_code == 302
    dossier.refresh_from_db()
    assert dossier.heading_keys == ["logement", "famille"]
    assert dossier.title == "Se loger"


def test_whoever_may_not_is_sent_away(client):
    sign_in(client, "view_dossier")
    dossier = DossierFactory(heading=Heading.FAMILLE)
    client.post(reverse("official_dossiers:edit", args=[dossier.pk]), mapping_data("logement"))
    dossier.refresh_from_db()
    assert dossier.heading == Heading.FAMILLE


def test_the_list_of_dossiers_holds_no_themes_and_is_filtered_by_heading(client):
    sign_in(client, "change_dossier")
    DossierFactory(title="Logis", is_theme=True)
    DossierFactory(title="Louer", heading=Heading.LOGEMENT)
    DossierFactory(title="Garder", heading=Heading.FAMILLE)
    text = client.get(reverse("official_dossiers:index")).text
    assert "Louer" in text
    assert "Logis" not in text
    assert "Garder" not in client.get(reverse("official_dossiers:index"), {"heading": "logement"}).text


@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_not_even_a_superuser_writes_a_sheet_or_an_import(client, view, feed_import):
    sign_in(client, is_superuser=True)
    sheet = OfficialSheetFactory()
    for name, pk in (("official_sheets", sheet.pk), ("official_imports", feed_import.pk)):
        address = reverse(f"{name}:{view}", args=[] if view == "add" else [pk])
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_sheets_and_imports_are_read_with_the_right_to(client, feed_import):
    sign_in(client, "view_officialsheet", "view_feedimport")
    sheet = OfficialSheetFactory(title="Louer sans crainte")
    assert "Louer sans crainte" in client.get(reverse("official_sheets:index")).text
    assert client.get(reverse("official_sheets:inspect", args=[sheet.pk])).status_code == 200
    assert client.get(reverse("official_imports:index")).status_code == 200
    inspected = client.get(reverse("official_imports:inspect", args=[feed_import.pk])).text
    assert "Nouveau" in inspected
    assert "F1.xml" in inspected


def test_sheets_and_imports_are_closed_without(client, feed_import):
    sign_in(client)
    for name in ("official_sheets:index", "official_imports:index", "official_dossiers:index"):
        assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("query", ["crainte louer", "F77", "f77"])
def test_the_chooser_finds_by_words_of_the_title_or_by_number(client, query):
    sign_in(client)
    OfficialSheetFactory(sheet_id="F77", title="Louer sans crainte")
    OfficialSheetFactory(sheet_id="F78", title="Acheter")
    text = client.get(reverse("official_sheet_chooser:choose_results"), {"q": query}).text
    assert "Louer sans crainte" in text
    assert "Acheter" not in text


def test_the_chooser_offers_no_withdrawn_sheet(client):
    sign_in(client)
    OfficialSheetFactory(title="Vieux bail", is_withdrawn=True)
    assert "Vieux bail" not in client.get(reverse("official_sheet_chooser:choose_results")).text


def test_a_chosen_sheet_is_given_by_its_number(client):
    sign_in(client)
    OfficialSheetFactory(sheet_id="F77", title="Louer")
    answer = client.get(reverse("official_sheet_chooser:chosen", args=["F77"])).json()
    assert answer["result"]["id"] == "F77"
