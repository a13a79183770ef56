"""The page to sign in bears the site's name, not Wagtail's, and speaks the language that the browser asks for."""

import pytest
from lxml import html

from tests.sign_in.people import person, sign_in

pytestmark = pytest.mark.django_db

WAYS_IN = ("/admin/login/", "/admin/password_reset/")


@pytest.mark.parametrize("path", WAYS_IN)
@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.5", "en"),
        ("en", "en"),
        # None of the site's languages, or nothing that could be one: the town's.
        ("de-DE,de;q=0.9", "fr"),
        ("de,en;q=0.5", "en"),
        ("*", "fr"),
        ("x" * 600, "fr"),
        ("", "fr"),
        (None, "fr"),
    ],
)
def test_it_speaks_the_language_that_the_browser_asks_for(client, path, asked, spoken):
    response = client.get(path, headers={} if asked is None else {"Accept-Language": asked})
    assert html.fromstring(response.content.decode()).get("lang") == spoken
    assert "Accept-Language" in response["Vary"]


def test_its_errors_do_too(client):
    person("lise")
    wrong = client.post("/admin/login/", {"username": "lise", "password": "faux"}, headers={"Accept-Language": "en"})
    words = html.fromstring(wrong.content.decode()).xpath("string(//main//*[contains(@class, 'error')])")
    assert "password" in words
    assert "mot de passe" not in words


def test_inside_the_account_says_its_language_and_not_the_browser(client):
    sign_in(client, person("lise"))
    page = client.get("/admin/", headers={"Accept-Language": "en"})
    assert html.fromstring(page.content.decode()).get("lang") == "fr"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_on_it_is_called_after_the_software(client, language):
    page = html.fromstring(client.get("/admin/login/", headers={"Accept-Language": language}).content.decode())
    shown = page.xpath("string(//main)") + " ".join(page.xpath("//main//@aria-label | //main//@alt"))
    assert "Wagtail" not in shown
    assert "Wagtail" not in page.findtext(".//title")
    heading = " ".join(page.xpath("string(//h1)").split())
    assert heading.startswith({"fr": "Se connecter", "en": "Sign in"}[language])
    # What the town calls its site is said as it is, whatever the language.
    assert heading.endswith(" Vos droits en clair")
    assert page.xpath("//main//img[contains(@src, 'logo')]/@alt") == [""]
