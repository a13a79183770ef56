"""What each request passes through: its id, its language, its content policy."""

from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.logs import RequestIdFilter, request_id
from config.middleware import AddressLocaleMiddleware, RequestIdMiddleware, is_admin


def answer(path="/", vary=None, **headers):
    request = RequestFactory().get(path, headers=headers)

    def respond(request):
        response = HttpResponse(request_id.get())
        if vary:
            response["Vary"] = vary
        return response

    return request, respond


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/admin/", True),
        ("/admin/pages/", True),
        ("/django-admin/", True),
        ("/documents/1/a.pdf", True),
        ("/", False),
        ("/admin", False),
        ("/administration/", False),
        ("/en/admin/", False),
        ("/logement/admin/", False),
    ],
)
def test_the_signed_in_side_is_told_by_its_address(path, expected):
    assert is_admin(RequestFactory().get(path)) is expected


@pytest.mark.parametrize("given", ["abcd1234", "A-1-b-2-" * 8])
def test_an_acceptable_id_is_kept_for_the_log_and_the_answer(given):
    request, respond = answer(**{"X-Request-ID": given})
    response = RequestIdMiddleware(respond)(request)
    assert response["X-Request-ID"] == given == response.content.decode()


@pytest.mark.parametrize("given", ["", "abcd123", "x" * 65, "abcd 1234", "abcd_1234", "é" * 8, "abcd1234\n"])
def test_any_other_id_is_replaced(given):
    request, respond = answer()
    request.META["HTTP_X_REQUEST_ID"] = given
    response = RequestIdMiddleware(respond)(request)
    assert response["X-Request-ID"] != given
    assert len(response["X-Request-ID"]) == 32


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/rien-ici/", "/healthz"])
def test_the_id_stays_for_djangos_own_line_and_ends_with_the_request(client, caplog, path):
    caplog.handler.addFilter(RequestIdFilter())
    response = client.get(path, headers={"X-Request-ID": "abcd1234"})
    lines = [record.request_id for record in caplog.records if record.name == "django.request"]
    assert lines == (["abcd1234"] if response.status_code == 404 else [])
    assert request_id.get() == "-"


def test_the_id_ends_with_its_request_even_when_that_fails(client):
    client.raise_request_exception = False
    with patch("django.core.handlers.base.BaseHandler.resolve_request", side_effect=RuntimeError):
        assert client.get("/healthz", headers={"X-Request-ID": "abcd1234"}).status_code == 500
    assert request_id.get() == "-"


@pytest.mark.parametrize(
    ("path", "vary", "expected"),
    [("/", None, None), ("/", "Cookie", "Cookie"), ("/admin/", None, "Accept-Language")],
)
def test_only_the_signed_in_side_varies_on_the_browsers_language(path, vary, expected):
    request, respond = answer(path, vary)
    response = AddressLocaleMiddleware(respond)(request)
    assert response.get("Vary") == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/api/partenaire/v1/questions/", "/api/partenaire/v1/openapi.json", "/api/nulle-part/"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_tls_a_program_is_told_no_and_not_led_on(client, settings, path, method):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    refused = getattr(client, method)(path, headers={"Authorization": "Bearer cdp_x"})
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert refused.json()["code"] == "https_only"
    assert "faites-en une autre" in refused.json()["detail"] or "make another one" in refused.json()["detail"]
    assert client.get("/a-qui-s-adresser/").status_code == 301
    # Behind a proxy that ends TLS it is the proxy's word that counts.
    secure = getattr(client, method)(path, headers={"X-Forwarded-Proto": "https", "Authorization": "Bearer cdp_x"})
    assert secure.status_code not in (301, 403)
