import pytest
from django.urls import reverse

from tests.territories.factories import CommuneFactory, DepartementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("clairdroit_territories:choose_commune")


def test_one_match_leads_straight_back(client, url):
    CommuneFactory()
    response = client.get(url, {"q": "versailles", "next": "/logement/?page=2"})
    assert response.status_code == 302
    assert response.url == "/logement/?page=2&commune=78646"
    assert not response.cookies


def test_homonyms_are_told_apart_by_their_departement(client, url):
    for insee, name, code in (("93066", "Seine-Saint-Denis", "93200"), ("97411", "La Réunion", "97400")):
        departement = DepartementFactory(code=insee[:2] if insee[:2] != "97" else insee[:3], name=name)
        CommuneFactory(insee=insee, name="Saint-Denis", main_postal_code=code, departement=departement)
    html = client.get(url, {"q": "st denis", "next": "/"}).content.decode()
    assert "Saint-Denis (93200, Seine-Saint-Denis)" in html
    assert "Saint-Denis (97400, La Réunion)" in html
    assert 'href="/?commune=93066"' in html


def test_no_match_says_so_and_keeps_what_was_typed(client, url):
    response = client.get(url, {"q": "<b>Nulle part</b>", "next": "/"})
    html = response.content.decode()
    assert "Nous n’avons pas trouvé" in html
    assert "&lt;b&gt;Nulle part" in html
    assert 'value="&lt;b&gt;Nulle part' in html


@pytest.mark.parametrize("away", ["https://ailleurs.invalid/", "//ailleurs.invalid", "javascript:alert(1)", ""])
def test_never_leads_to_another_site(client, url, away):
    CommuneFactory()
    response = client.get(url, {"q": "78000", "next": away})
    assert response.url == "/?commune=78646"


def test_nothing_typed_shows_the_form_and_the_way_without(client, url):
    html = client.get(url, {"next": "/logement/?commune=78646"}).content.decode()
    assert 'name="q"' in html
    assert 'href="/logement/"' in html


def test_writing_is_refused(client, url):
    assert client.post(url, {"q": "78000"}).status_code == 405
