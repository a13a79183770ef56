"""Where a webhook may not go."""

import socket

import pytest

from clairdroit.connections.webhooks import guard, transport
from clairdroit.connections.webhooks.guard import ForbiddenAddressError
from tests.connections.hook_server import listening


@pytest.mark.parametrize(
    "url",
    [
        "",
        "exemple.fr",
        "http://exemple.fr/",
        "ftp://exemple.fr/",
        "file:///etc/passwd",
        "https://",
        "https://nom:mot@exemple.fr/",
        "https://exemple.fr:0/",
        "https://exemple.fr:99999/",
        "https://[::1/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[2606:4700::1111%25eth0]/",
        "https://exemple.fr\\@127.0.0.1/",
        "https://@127.0.0.1/",
        "https://127.0.0.1./",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://exemple.0x/",
        "https://127。0。0。1/",
        "https://①②⑦.⓪.⓪.①/",
        "https://１２７.０.０.１/",
        "https://exemple..fr/",
        "javascript:alert(1)",
    ],
)
def test_addresses_that_cannot_be_written(url):
    with pytest.raises(ForbiddenAddressError):
        guard.checked(url)


def test_an_address_is_taken_as_it_is_and_no_name_is_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert guard.checked("https://exemple.fr:8443/a?b=c").hostname == "exemple.fr"


def answering(monkeypatch, *addresses):
    """What the names look up to: no test asks a real name server."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


@pytest.mark.parametrize(
    "addresses",
    [["10.0.0.1"], ["9.9.9.9", "127.0.0.1"], ["127.0.0.1", "9.9.9.9"], ["fe80::1%eth0"], ["2606:4700::1111%eth0"]],
)
def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch, addresses):
    answering(monkeypatch, *addresses)
    with pytest.raises(ForbiddenAddressError):
        guard.resolved("exemple.fr", 443)


def test_the_town_s_own_servers_are_let_through_by_name(monkeypatch, settings):
    settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["Metier.ville.lan"]
    answering(monkeypatch, "10.0.0.1")
    assert guard.checked("http://metier.ville.lan/x").scheme == "http"
    assert guard.resolved("metier.ville.lan", 80) == ["10.0.0.1"]
    with pytest.raises(ForbiddenAddressError):
        guard.resolved("autre.ville.lan", 80)


def test_a_look_alike_of_a_trusted_name_is_that_name_and_a_foreign_one_is_not(settings):
    settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["mairie-é.lan"]
    assert guard.checked("http://ＭAIRIE-É。lan:81/x").netloc == "xn--mairie--hya.lan:81"
    with pytest.raises(ForbiddenAddressError):
        guard.checked("http://mairie-é.lan.exemple.fr/")


@pytest.mark.parametrize("host", ["localhost", "localhost.", "127.1", "0x7f.1", "017700000001", "2130706433"])
def test_spellings_of_this_machine_that_the_resolver_understands_are_refused(host):
    with pytest.raises(ForbiddenAddressError):
        guard.resolved(host, 443)


@pytest.mark.parametrize("host", ["inconnu.invalid", "é" * 80 + ".fr"])
def test_a_name_that_nobody_knows_is_said_so(monkeypatch, host):
    def fail(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    if host.isascii():
        monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(ForbiddenAddressError):
        guard.resolved(host, 443)


def test_nothing_reaches_a_private_server_even_when_it_listens():
    with listening() as receiver:
        answer = transport.post(receiver.url, headers={}, body=b"{}")
        assert answer.status is None
        assert not receiver.received


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch, settings):
    """A name server that answers differently the second time leads nowhere."""
    with listening() as receiver:
        settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["exemple.fr"]
        asked = []

        def look_up(host, *args, **kwargs):
            asked.append(host)
            return real(host if host == "127.0.0.1" else "127.0.0.1", *args, **kwargs)

        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        answer = transport.post(f"http://exemple.fr:{receiver.port}/", headers={}, body=b"{}")
        assert answer.status == 204
        assert asked.count("exemple.fr") == 1
        assert receiver.received[0][0]["Host"] == f"exemple.fr:{receiver.port}"


def test_a_server_whose_certificate_nobody_signed_is_refused(monkeypatch, settings):
    """Plain HTTP where TLS is expected stands for any line that cannot be trusted."""
    with listening() as receiver:
        settings.CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS = ["127.0.0.1"]
        answer = transport.post(f"https://127.0.0.1:{receiver.port}/", headers={}, body=b"{}")
        assert answer.status is None
        assert not receiver.received
