import pytest
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, server_error


@pytest.mark.django_db
def test_an_unknown_address_answers_404_in_plain_french():
    response = Client().get("/une-page-qui-nexiste-pas/")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_gives_the_visitor_no_cookie():
    assert not Client().get("/une-page-qui-nexiste-pas/").cookies


def test_the_server_error_page_needs_no_database():
    # Without the django_db mark, any query raises.
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Le site a un problème" in response.content.decode()


def test_the_bad_request_page_needs_no_database():
    response = bad_request(RequestFactory().get("/"), ValueError())
    assert response.status_code == 400
    assert "Le site n’a pas compris" in response.content.decode()


def test_the_server_error_page_needs_no_static_files_manifest(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    assert "shell/tokens.css" in get_template("500.html").render()


@pytest.mark.django_db
def test_an_address_with_too_many_parts_is_refused_with_a_page(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = client.get(f"{reverse('clairdroit_partners_snippets:map_data')}?a=1&b=2&c=3&d=4")
    assert response.status_code == 400
    assert "Le site n’a pas compris" in response.content.decode()
