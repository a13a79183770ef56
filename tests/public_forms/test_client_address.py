"""Who sent a request, where a proxy stands before us: what a visitor invents never counts."""

import pytest

from clairdroit.public_forms import client_address as module
from clairdroit.public_forms.client_address import client_address, client_network

NGINX, BALANCER, VISITOR = "127.0.0.1", "10.1.2.3", "203.0.113.9"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    settings.CLAIRDROIT_PROXIES = []


def asked(rf, forwarded, *, peer=NGINX, header="X-Forwarded-For"):
    return rf.get("/", REMOTE_ADDR=peer, headers={header: forwarded} if forwarded is not None else {})


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (VISITOR, VISITOR),
        (f"198.51.100.1, {VISITOR}", VISITOR),
        (f"127.0.0.1, {VISITOR}", VISITOR),
        (f"unknown, {VISITOR}:51234", VISITOR),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        (f"::ffff:{VISITOR}", VISITOR),
        (f"{VISITOR}, 127.0.0.1", VISITOR),
        # Nothing that could be an address: the nearest that we know counts.
        ("", NGINX),
        (f"{VISITOR}, unknown", NGINX),
        (f"{VISITOR}, <script>", NGINX),
        (None, NGINX),
    ],
)
def test_the_right_most_address_that_is_no_proxys_counts(rf, forwarded, expected):
    assert client_address(asked(rf, forwarded)) == expected


def test_a_chain_of_proxies_is_followed_as_far_as_it_is_known(rf, settings):
    request = asked(rf, f"198.51.100.1, {VISITOR}, {BALANCER}")
    assert client_address(request) == BALANCER
    settings.CLAIRDROIT_PROXIES = [NGINX, "10.1.2.0/24"]
    assert client_address(request) == VISITOR


def test_whoever_passes_the_proxies_by_is_who_they_are(rf, settings):
    settings.CLAIRDROIT_PROXIES = [BALANCER]
    assert client_address(asked(rf, "198.51.100.1", peer=VISITOR)) == VISITOR


def test_a_proxy_that_is_not_named_is_told_of_once_and_without_an_address(rf, caplog):
    module._tell_of_unknown_proxy.cache_clear()
    for _again in range(3):
        client_address(asked(rf, "198.51.100.1", peer=VISITOR))
    (line,) = caplog.messages
    assert "CLAIRDROIT_PROXIES" in line
    assert VISITOR not in line


@pytest.mark.parametrize("peer", ["", "unix:"])
def test_a_server_on_a_unix_socket_is_called_by_its_own_proxy(rf, peer):
    assert client_address(asked(rf, f"198.51.100.1, {VISITOR}", peer=peer)) == VISITOR


def test_without_a_proxy_no_header_is_read(rf, settings):
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = ""
    assert client_address(asked(rf, "198.51.100.1", peer=VISITOR)) == VISITOR


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (f"for={VISITOR};proto=https", VISITOR),
        ('for="[2001:db8::1]:4711"', "2001:db8::1"),
        (f"for=198.51.100.1, For={VISITOR};by=10.0.0.1", VISITOR),
        # An open quotation mark does not swallow what our proxy wrote after it.
        (f'for="198.51.100.1, for={VISITOR}', VISITOR),
        (f"for=198.51.100.1, by={VISITOR}", NGINX),
        ("for=_hidden", NGINX),
    ],
)
def test_the_standard_header_is_read_too(rf, settings, forwarded, expected):
    settings.CLAIRDROIT_CLIENT_ADDRESS_HEADER = "Forwarded"
    assert client_address(asked(rf, forwarded, header="Forwarded")) == expected


def test_limits_count_a_network_of_ipv6_as_one(rf):
    networks = {client_network(asked(rf, f"2001:db8:1:2:{number:x}::7")) for number in range(50)}
    assert networks == {"2001:db8:1:2::/64"}
    assert client_network(asked(rf, "2001:db8:1:3::7")) == "2001:db8:1:3::/64"
    assert client_network(asked(rf, VISITOR)) == VISITOR
