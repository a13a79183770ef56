"""Settings of this app and their defaults; docs/settings.md lists them."""

from collections.abc import Sequence

from django.conf import settings

# Where a proxy is that CLAIRDROIT_PROXIES does not name: on the same machine.
SAME_MACHINE = ("127.0.0.0/8", "::1")


def client_address_header() -> str:
    """The header in which our own proxies write whom they were called by; empty where none stands before us."""
    return getattr(settings, "CLAIRDROIT_CLIENT_ADDRESS_HEADER", "")


def proxies() -> Sequence[str]:
    """Addresses or networks of our own proxies."""
    return getattr(settings, "CLAIRDROIT_PROXIES", None) or SAME_MACHINE


def mails_per_address() -> int:
    """How many mails of one kind leave in a day for one address that a stranger typed."""
    return getattr(settings, "CLAIRDROIT_MAILS_PER_ADDRESS", 5)
