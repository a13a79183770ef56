import pytest

from clairdroit.questions.models import ErrorReport

pytestmark = pytest.mark.django_db
URL = "/signaler-une-erreur/"


def test_a_report_keeps_the_page_it_is_about(client, old_token):
    assert "À propos de la page" in client.get(URL, {"page": "/logement/"}).content.decode()
    data = {"page": "/logement/", "text": "Le numéro a changé.", "email": "", "token": old_token("erreur")}
    for _ in range(2):
        response = client.post(URL, data)
        assert response.status_code == 200
    report = ErrorReport.objects.get()
    assert (report.page, report.text) == ("/logement/", "Le numéro a changé.")
    assert not response.cookies


@pytest.mark.parametrize(
    "page",
    [
        "https://pub.example/",
        "//pub.example/",
        "javascript:alert(1)",
        "",
        "/\\\\pub.example/",
        "/\t/pub.example/",
        "pub.example",
        "?x=/",
    ],
)
def test_an_address_outside_this_site_is_not_kept(client, old_token, page):
    client.post(URL, {"page": page, "text": "Le numéro a changé.", "token": old_token("erreur")})
    assert ErrorReport.objects.get().page == "/"


def test_an_empty_report_is_explained(client, old_token):
    shown = client.post(URL, {"text": "", "email": "x@", "token": old_token("erreur")}).content.decode()
    assert 'id="id_text_error"' in shown
    assert 'value="x@"' in shown
    assert not ErrorReport.objects.exists()


def test_a_late_report_is_shown_again_with_its_text(client):
    shown = client.post(URL, {"text": "Le numéro a changé.", "token": "vieux"}).content.decode()
    assert "Le numéro a changé." in shown
    assert not ErrorReport.objects.exists()
