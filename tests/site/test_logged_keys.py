"""No log tells a key: one source says which addresses carry one, and whatever writes a line about them asks it."""

import io
import json
import logging
import logging.config
import re
import sys

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from django.urls import get_resolver, include, path, re_path, resolve

from clairdroit.mail import shown_keys
from config.content_policy import is_kept_by_nobody
from config.logs import logging_config, without_secrets
from config.serving import web_command
from tests.access.addresses import patterns

pytestmark = pytest.mark.django_db

# The addresses of a host project, in whichever way it writes them.
urlpatterns = [
    re_path(r"^invitation/(?P<token>[\w.-]+)/(?:(?P<step>\d+)/)?$", HttpResponse, name="invitation"),
    path("compte/", include([re_path(r"^ouvrir/(?P<secret>.+)/$", HttpResponse)])),
    path("boutique/<uidb64>/<str:code>/", HttpResponse),
]
# Words that a parameter's name has when its value lets somebody in.
LIKE_A_KEY = re.compile(r"token|key|secret|sign|uid|sesame|code|nonce|otp|hash|magic|password", re.IGNORECASE)
NO_KEYS = {"content_type_app_name", "content_type_model_name"}
# Shapes that no pattern knows by itself: only the place in the address tells that it is a key.
SECRETS = ("Zx9-a1B2c3D4a1B2c3D4a1B2", "abcdefgh", "0b1c2d3e-0000-4000-8000-0123456789ab", "MQ")
REFERENCE = "c6a1f00b-0000-4000-8000-000000000000"


def key_addresses():
    """`(address, its keys)` of every route with a parameter that is named like a key; the walk is not the source's."""
    for name, route, _view in patterns(get_resolver().url_patterns):
        named = {each for each in re.findall(r"<(\w+)>", route) if LIKE_A_KEY.search(each)} - NO_KEYS
        if not named or "(" in route:
            continue
        for secret in SECRETS:
            values = {each: f"{secret}{number}" for number, each in enumerate(sorted(named))}
            address = re.sub(r"<(\w+)>", lambda part: values.get(part[1], REFERENCE), route)  # noqa: B023
            yield name, f"/{address}", list(values.values())


@pytest.fixture
def lines():
    """What production writes, of every logger, while the test runs."""
    config = logging_config(as_json=True)
    stream = io.StringIO()
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(logging_config(as_json=False))


def test_every_route_with_a_parameter_like_a_key_is_one():
    found = {name for name, address, _keys in key_addresses() if shown_keys.is_key_address(address)}
    assert found == {name for name, _address, _keys in key_addresses()}
    assert len(found) > 20
    assert "wagtailadmin_password_reset_confirm" in found
    assert "clairdroit_connections:new_key" in found


@pytest.mark.parametrize("prefix", ["", "/en", "/xx"])
def test_no_line_about_it_tells_a_key_and_no_cache_keeps_its_answer(prefix):
    for _name, address, keys in key_addresses():
        for asked in (prefix + address, prefix + address.rstrip("/"), (prefix + address).replace("/", "//")):
            for line in (
                f"Not Found: {asked}",
                f"Bad Request: {{'path': '{asked[1:]}'}}",
                f'"GET {asked} HTTP/1.1" 404',
            ):
                said = without_secrets(line)
                assert not [key for key in keys if re.search(rf"\b{re.escape(key)}\b", said)], said
        assert is_kept_by_nobody(prefix + address)


def test_whatever_is_asked_of_a_key_address_and_however_it_ends_the_log_tells_no_key(lines, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    addresses = {keys[-1]: (address, keys) for _name, address, keys in key_addresses() if SECRETS[0] in address}
    addresses |= {name: (address, keys) for name, address, keys in key_addresses() if SECRETS[0] in address}
    asked = 0
    for address, keys in addresses.values():
        for ask in (
            lambda: client.get(address),  # noqa: B023
            lambda: client.head(f"{address}nowhere/"),  # noqa: B023
            lambda: client.post(address, headers={"Origin": "https://elsewhere.example"}),  # noqa: B023
            lambda: client.get(address, headers={"host": "elsewhere.example"}),  # noqa: B023
            lambda: client.delete(f"/en{address}"),  # noqa: B023
        ):
            ask()
            asked += 1
        assert not [key for key in keys if key in lines.getvalue()], address
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert {"django.request", "django.security.DisallowedHost"} <= {line["logger"] for line in written}
    assert len(written) > asked / 3


def test_an_error_on_its_way_quotes_no_key(lines, monkeypatch):
    def fail(token):
        try:
            raise Http404(f"tried admin/password_reset/confirm/MQ/{token}/")
        except Http404 as error:
            raise RuntimeError(f"<WSGIRequest: GET '/ma-question/{token}/?x=1'>") from error

    monkeypatch.setattr("clairdroit.questions.links.question_of_token", fail)
    Client(raise_request_exception=False).get(f"/ma-question/{SECRETS[0]}/")
    written = lines.getvalue()
    assert "RuntimeError" in written
    assert "Http404" in written
    assert SECRETS[0] not in written


def test_what_is_added_to_a_line_and_the_stack_tell_none_either(lines):
    logging.getLogger("clairdroit").error(
        "Failed", extra={"address": f"/rappels/{SECRETS[0]}/"}, stack_info=True, exc_info=None
    )
    values = {"name": "clairdroit", "levelno": logging.ERROR, "msg": "x", "exc_text": f"/rappels/{SECRETS[0]}/"}
    logging.getLogger("clairdroit").handle(logging.makeLogRecord(values))
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert (first["address"], second["exc_info"]) == ("/rappels/…/", "/rappels/…/")
    assert "test_logged_keys.py" in first["stack_info"]
    assert SECRETS[0] not in lines.getvalue()


def test_the_servers_of_development_and_production_write_none(lines):
    handler = WSGIRequestHandler.__new__(WSGIRequestHandler)
    handler.request, handler.command = None, "GET"
    handler.requestline = f"GET /ma-question/{SECRETS[0]}/ HTTP/1.1"
    for status in (200, 404, 500):
        WSGIRequestHandler.log_message(handler, '"%s" %s %s', handler.requestline, str(status), "-")
    assert "/ma-question/…/" in json.loads(lines.getvalue().splitlines()[-1])["message"]
    assert SECRETS[0] not in lines.getvalue()
    # Granian's lines are its own, and pass no filter of ours.
    command = web_command(host="127.0.0.1", port=1, workers=1, threads=1)
    assert "--no-access-log" in command
    assert not {"--access-log", "--log-config"} & set(command)


def test_a_host_projects_addresses_are_known_however_they_are_written():
    with override_settings(ROOT_URLCONF=__name__):
        assert shown_keys.key_routes() == [
            "boutique/<uidb64>/<str:code>",
            "compte/ouvrir/<secret>",
            "invitation/<token>",
        ]
        for address in ("/invitation/abc-1/2/", "/compte/ouvrir/abc-1/", "/boutique/abc-1/abc-1/"):
            assert "abc-1" not in without_secrets(f"Not Found: {address}")
            assert shown_keys.is_key_address(address)
        assert not shown_keys.is_key_address("/invitation/")
        assert without_secrets("Not Found: /ma-question/abc-1/").endswith("abc-1/"), "not one of its addresses"


ADDRESSES = """
import logging
from django.http import HttpResponse
from django.urls import path
logging.getLogger("clairdroit").warning("while loading: /invitation/{long}/")
urlpatterns = [path("a/", HttpResponse)]
logging.getLogger("clairdroit").warning("with a few: /invitation/{long}/")
urlpatterns = urlpatterns + [path("invitation/<token>/", HttpResponse)]
"""


def test_a_line_written_while_the_addresses_are_loaded_neither_tells_a_key_nor_loads_them(lines, tmp_path, monkeypatch):
    (tmp_path / "addresses_that_log.py").write_text(ADDRESSES.format(long=SECRETS[0]))
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(ROOT_URLCONF="addresses_that_log"):
        logging.getLogger("clairdroit").warning("before: /invitation/%s/", SECRETS[0])
        assert "addresses_that_log" not in sys.modules
        assert resolve(f"/invitation/{SECRETS[0]}/"), "the addresses are whole"
        logging.getLogger("clairdroit").warning("after: /invitation/short/")
    written = lines.getvalue()
    assert [word for word in ("before", "while loading", "with a few", "after") if word not in written] == []
    assert SECRETS[0] not in written
    assert "short" not in written


def test_files_keep_their_names_while_the_addresses_are_not_known(monkeypatch):
    monkeypatch.setattr(shown_keys, "_are_loaded", lambda: False)
    for line in (
        'File "/srv/site-packages/django_permissions_policy/middleware2.py", line 12',
        "Not Found: /a-qui-s-adresser/caf-du-bas-rhin-12/",
        "/var/lib/clairdroit/media/documents/Guide2026.pdf",
    ):
        assert without_secrets(line) == line
