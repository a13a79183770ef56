"""Settings of this app: docs/settings.md lists them."""

from collections.abc import Sequence
from ipaddress import ip_network
from typing import Any

from clairdroit.app_settings import Setting, split_at_commas, text, whole_number

# Where a proxy is that CLAIRDROIT_PROXIES does not name: on the same machine.
SAME_MACHINE = ("127.0.0.0/8", "::1")


def _are_networks(value: Any) -> bool:
    if not isinstance(value, list | tuple):
        return False
    try:
        return all(isinstance(each, str) and ip_network(each, strict=False) for each in value)
    except ValueError:
        return False


# The header in which our own proxies write whom they were called by; empty where none stands before us.
client_address_header = text(
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER", expected="a header’s name: X-Forwarded-For", pattern="[A-Za-z0-9-]+"
)
named_proxies: Setting[Sequence[str]] = Setting(
    "CLAIRDROIT_PROXIES",
    (),
    "a list of addresses or networks of your proxies: ['10.1.2.3', '172.30.77.0/24']",
    _are_networks,
    split_at_commas,
    "addresses or networks of your proxies, separated by commas: 10.1.2.3, 172.30.77.0/24",
)
# How many mails of one kind leave in a day for one address that a stranger typed.
mails_per_address = whole_number("CLAIRDROIT_MAILS_PER_ADDRESS", 5, least=1)


def proxies() -> Sequence[str]:
    """Addresses or networks of our own proxies."""
    return named_proxies() or SAME_MACHINE
