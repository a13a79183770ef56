"""Where a webhook may go: public addresses over HTTPS, and the town's own servers that the settings name.

Whoever may write a webhook's address must not be able to reach what only this machine can reach: the database,
the cache, a neighbour's administration page, a cloud's metadata service.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# RFC 6052: an IPv4 address written as an IPv6 one; `ipaddress` takes these for public whatever they hold.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """`str()` of it is a sentence for the editor."""


def is_trusted(host: str) -> bool:
    """Named in CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS: may lie in the town's own network, and may do without HTTPS."""
    return host.casefold() in {name.casefold() for name in getattr(settings, "CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS", ())}


def checked(url: str) -> SplitResult:
    """The address in parts, judged by its writing alone; no name is looked up."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ForbiddenAddressError(_incomplete()) from None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise ForbiddenAddressError(_incomplete())
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddressError(_("Leave the name and the password out of the address."))
    if is_trusted(host):
        return parts
    if parts.scheme != "https":
        raise ForbiddenAddressError(_("The address must begin with https://."))
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return parts
    if not is_public(literal):
        raise ForbiddenAddressError(_("This address lies in a private network."))
    return parts


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses to connect to. One that is not public among them refuses all: an honest name has none.

    The caller connects to these and looks the name up no more, or a second answer could lead elsewhere.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ForbiddenAddressError(_("The name of this server is not known.")) from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # A link-local address comes with its interface: fe80::1%eth0.
    if not is_trusted(host) and not all(is_public(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
        raise ForbiddenAddressError(_("This address lies in a private network."))
    return addresses


def is_public(address: IPAddress) -> bool:
    """Reachable by everybody; an IPv4 address inside an IPv6 one is judged too."""
    inner = _embedded(address)
    if inner is not None and not is_public(inner):
        return False
    return address.is_global and not address.is_multicast


def _embedded(address: IPAddress) -> ipaddress.IPv4Address | None:
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _incomplete() -> str:
    return _("This is not a complete address. It looks like: https://example.fr/path")
