"""A form whose token is not the browser's gets a page of ours, with what was typed."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def page_of(answer):
    assert answer.status_code == 403
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("field", ["email", "phone", "name-of-a-host-project"])
@pytest.mark.parametrize("typed", ["nadia@boite.example", "06 12 34 56 78", "0612345678", "+33 (0)6.12.34.56.78"])
def test_how_to_reach_somebody_can_be_copied_too(strict, field, typed):
    """The person at the desk has gone."""
    page = page_of(strict.post("/saisir-une-question/", {field: typed, "commune": "78646", "heading": "logement"}))
    assert [area.text.strip() for area in page.iter("textarea")] == [typed]


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/pages/2/edit/", "/admin/freshness/verify/"])
def test_it_says_what_to_do(strict, address):
    page = page_of(strict.post(address, {"username": "anne"}))
    assert page.xpath("string(//h1)") == "Ce formulaire n’a pas pu être accepté"
    assert page.get("lang") == "fr"
    assert "Rien n’a été enregistré." in page.text_content()
    assert not page.xpath("//form | //script | //*[contains(@href, 'wagtailadmin')]")


def test_it_speaks_the_person_s_language(strict):
    user = get_user_model().objects.create_superuser("anne", "anne@ville.example", "x")
    UserProfile.objects.create(user=user, preferred_language="en")
    strict.force_login(user)
    page = page_of(strict.post("/admin/pages/2/edit/", {}))
    assert page.get("lang") == "en"
    assert "Nothing has been saved." in page.text_content()


def test_what_was_typed_can_be_copied_and_secrets_are_not_shown(strict):
    rich = {
        "blocks": [{"text": "Demandez une aide.", "key": "a"}, {"text": "Puis attendez.", "key": "b"}],
        "entityMap": {},
    }
    sent = {
        "title": "L’aide <b>d’urgence</b>",
        "summary": "\nDeux\nlignes et plus",
        "body-0-value": json.dumps(rich),
        "body-0-type": "un type",
        "body-0-order": "0",
        "next": "/admin/un chemin/",
        "password": "le mot de passe",
        "token": "une clé secrète",
        "broken": "{pas du JSON",
        "owner": "12",
    }
    page = page_of(strict.post("/admin/pages/2/edit/", sent))
    texts = [area.text for area in page.iter("textarea")]
    # The parser of HTML leaves out the first line break of a text area.
    assert [text.lstrip("\n") for text in texts] == [
        "L’aide <b>d’urgence</b>",
        "Deux\nlignes et plus",
        "Demandez une aide.\nPuis attendez.",
        "{pas du JSON",
    ]
    assert all(area.get("readonly") is not None and area.get("name") is None for area in page.iter("textarea"))


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://testserver/admin/pages/2/edit/", "http://testserver/admin/pages/2/edit/"),
        ("https://ailleurs.invalid/", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_the_way_back_leads_to_a_page_of_ours(strict, referer, expected):
    page = page_of(strict.post("/admin/pages/2/edit/", {}, headers={"Referer": referer}))
    assert page.xpath("//main//a/@href") == [expected]


def test_an_autosave_is_told_in_its_own_form(strict):
    answer = strict.post("/admin/pages/2/edit/", {"title": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert not answer.json()["success"]
    assert "rechargez la page" in answer.json()["error_message"]
