"""The headers that every answer carries, whatever answers and whoever asks; what addresses with keys add to them."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import override_settings
from django.urls import URLPattern, get_resolver, resolve, reverse

from clairdroit.questions.links import follow_token
from config.checks import check_cookies
from config.content_policy import SCRIPTED_SCREENS, STYLED_SCREENS, is_kept_by_nobody
from tests.kb_pages.factories import site_tree
from tests.questions.factories import QuestionFactory
from tests.site.exports import addresses
from tests.site.managing import PRODUCTION, manage

pytestmark = pytest.mark.django_db

ALWAYS = {
    "default-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
}
COOKIE_PARTS = ("NAME", "DOMAIN", "PATH", "SECURE", "HTTPONLY", "SAMESITE")
SECRETS = ("token", "uidb64", "reference")


def policy(answer):
    directives = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {name: " ".join(values) for name, *values in directives}


def assert_strict(answer):
    found = policy(answer)
    assert {name: found.get(name) for name in ALWAYS} == ALWAYS
    assert "unsafe-eval" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    return found


def routes(patterns, prefix=""):
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from routes(entry.url_patterns, route)


@pytest.fixture
def superuser():
    return get_user_model().objects.create_superuser("admin", "admin@example.org", "p")


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_every_address_carries_the_policy_and_few_screens_a_wider_one(client, superuser, is_signed_in, no_contexts):
    site_tree()
    if is_signed_in:
        client.force_login(superuser)
    client.raise_request_exception = False
    wide, all_of_them = set(), sorted(set(addresses(get_resolver().url_patterns)))
    for address in all_of_them:
        if address.startswith("/admin/logout"):
            continue
        found = assert_strict(client.get(address))
        name = resolve(address).view_name or ""
        assert ("'unsafe-inline'" in found["script-src"]) is bool(SCRIPTED_SCREENS.fullmatch(name)), address
        assert ("'unsafe-inline'" in found["style-src"]) is bool(STYLED_SCREENS.fullmatch(name)), address
        if "'unsafe-inline'" in f"{found['script-src']} {found['style-src']}":
            assert address.startswith("/admin/")
            wide.add(address)
    assert len(all_of_them) > 150
    assert len(wide) < len(all_of_them) / 3


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "x"}])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/",
        "/rien-ici/",
        "/recherche/?q=a",
        "/admin",
        "/admin/login/",
        "/static/css/base.css",
        "/static/rien.css",
        "/media/rien.png",
        "/documents/1/rien.pdf",
        "/api/partenaire/v1/questions",
        "/healthz",
        "/sitemap.xml",
        "/robots.txt",
        "/a%00b/",
        "/ma-question/x/",
    ],
)
def test_errors_redirects_files_and_interfaces_carry_it_too(client, cookies, address):
    client.cookies.load(cookies)
    found = assert_strict(client.get(address))
    assert "unsafe-inline" not in str(found) or address.startswith("/admin/")


def test_an_address_without_tls_is_sent_on_with_the_policy(client):
    with override_settings(SECURE_SSL_REDIRECT=True):
        answer = client.get("/espace-partenaires/secret/")
    assert answer.status_code == 301
    assert_strict(answer)
    assert_kept_by_nobody(answer)


def test_a_page_that_fails_carries_it(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("clairdroit.questions.citizen.views.follow.render", None)
    answer = client.get(reverse("clairdroit_questions:follow", args=[follow_token(QuestionFactory())]))
    assert answer.status_code == 500
    assert_strict(answer)
    assert_kept_by_nobody(answer)


def assert_kept_by_nobody(answer):
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    # "no-referrer" would turn the Origin of the page's own forms into "null".
    assert answer["Referrer-Policy"] == "same-origin"


def filled(route):
    """An address of this route, with something in each of its places."""
    route = re.sub(r"<uuid:\w+>", "c6a1f00b-0000-4000-8000-000000000000", route)
    route = re.sub(r"<int:\w+>", "1", route)
    return f"/{re.sub(r'<[^>]+>', 'abc', route)}".replace("^", "").replace("\\Z", "")


def keyed_routes():
    found = [route for route in routes(get_resolver().url_patterns) if re.search(f":({'|'.join(SECRETS)})>", route)]
    return sorted({filled(route) for route in found if "(" not in route})


def test_the_routes_with_keys_are_known():
    assert len(keyed_routes()) > 18
    assert [address for address in keyed_routes() if not is_kept_by_nobody(address)] == []


@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_whatever_an_address_with_a_key_answers_is_kept_by_nobody(client, method, prefix):
    call_command("setup_questions", verbosity=0)
    client.raise_request_exception = False
    for address in keyed_routes():
        if prefix and address.startswith("/admin/"):
            continue
        answer = getattr(client, method)(f"{prefix}{address}")
        assert_kept_by_nobody(answer)
        assert_strict(answer)


def test_a_key_that_opens_is_kept_by_nobody_and_sets_no_cookie(client):
    answer = client.get(reverse("clairdroit_questions:follow", args=[follow_token(QuestionFactory())]))
    assert answer.status_code == 200
    assert_kept_by_nobody(answer)
    assert not answer.cookies


def test_previews_are_kept_by_nobody(client, superuser):
    tree = site_tree()
    client.force_login(superuser)
    answer = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[tree.home.pk]))
    assert_kept_by_nobody(answer)


@pytest.mark.parametrize("path", ["/", "/en/espace-partenaires/", "/poser-ma-question/", "/rappels/", "/actualites/"])
def test_other_addresses_may_be_kept(path):
    assert not is_kept_by_nobody(path)


def test_production_binds_its_cookies_to_the_host(tmp_path):
    names = [f"{kind}_COOKIE_{part}" for kind in ("SESSION", "CSRF") for part in COOKIE_PARTS]
    code = f"from django.conf import settings; print([getattr(settings, name) for name in {names}])"
    result = manage("shell", "-v", "0", "-c", code, tmp_path=tmp_path, **PRODUCTION)
    assert result.stdout.strip() == str(
        ["__Host-sessionid", None, "/", True, True, "Lax", "__Host-csrftoken", None, "/", True, True, "Lax"]
    ), result.stderr


@pytest.mark.parametrize(
    "wrong", [{"SESSION_COOKIE_DOMAIN": "example.org"}, {"CSRF_COOKIE_PATH": "/a/"}, {"SESSION_COOKIE_SECURE": False}]
)
def test_a_cookie_that_browsers_would_drop_is_refused(settings, wrong):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert check_cookies(None) == []
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert [error.id for error in check_cookies(None)] == ["clairdroit_site.E010"]
