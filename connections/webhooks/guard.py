"""Where a webhook may go: public addresses over HTTPS, and the town's own servers that the settings name.

Whoever may write a webhook's address must not be able to reach what only this machine can reach: the database,
the cache, a neighbour's administration page, a cloud's metadata service.
"""

import ipaddress
import re
import socket
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from clairdroit.connections import conf
from clairdroit.connections.webhooks.networks import is_public

HEXADECIMAL = re.compile(r"0x[0-9a-f]*", re.I)


class ForbiddenAddressError(Exception):
    """`str()` of it is a sentence for the editor."""


def is_trusted(host: str) -> bool:
    """Named in CLAIRDROIT_WEBHOOK_TRUSTED_HOSTS: may lie in the town's own network, and may do without HTTPS."""
    return host.casefold() in {ascii_name(name) for name in conf.trusted_hosts()}


def checked(url: str) -> SplitResult:
    """The address in parts, its host in ASCII, judged by its writing alone; no name is looked up."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ForbiddenAddressError(_incomplete()) from None
    host = ascii_name(host) if host else None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise ForbiddenAddressError(_incomplete())
    if parts.username is not None or parts.password is not None:
        raise ForbiddenAddressError(_("Leave the name and the password out of the address."))
    bracketed = f"[{host}]" if ":" in host else host
    parts = parts._replace(netloc=bracketed if port is None else f"{bracketed}:{port}")
    if is_trusted(host):
        return parts
    if parts.scheme != "https":
        raise ForbiddenAddressError(_("The address must begin with https://."))
    if ":" in host or is_numeric(host):
        try:
            literal = ipaddress.ip_address(host)
        except ValueError:
            raise ForbiddenAddressError(_incomplete()) from None
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
    if not is_trusted(host) and not all(is_public(ipaddress.ip_address(one)) for one in addresses):
        raise ForbiddenAddressError(_("This address lies in a private network."))
    return addresses


def ascii_name(host: str) -> str:
    """As it is looked up: look-alikes of letters, digits and dots become what they look like (RFC 3490)."""
    if ":" in host:
        return host.casefold()
    try:
        return host.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        raise ForbiddenAddressError(_incomplete()) from None


def is_numeric(host: str) -> bool:
    """Read as an IPv4 address by the resolver: also 2130706433, 0x7f.1 and 0177.0.0.1."""
    last = host.rstrip(".").rpartition(".")[2]
    return last.isdigit() or bool(HEXADECIMAL.fullmatch(last))


def _incomplete() -> str:
    return _("This is not a complete address. It looks like: https://example.fr/path")
