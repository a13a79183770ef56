"""The address of the visitor who sent a request: the one answer that every limit and the sign-in count by."""

import functools
import ipaddress
import logging
from collections.abc import Iterator

from django.http import HttpRequest

from clairdroit.public_forms import conf

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# One customer of an access provider is given a network of at least this size, and may take any address in it.
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> str:
    """The right-most address that none of our own proxies has; empty when the server names none.

    Each proxy adds to the right of `CLAIRDROIT_CLIENT_ADDRESS_HEADER` whom it was called by, so that whatever a visitor
    wrote there stands further left and is not read. Whoever reaches us past the proxies is who they are: without a
    header, or from an address that is no proxy's, the header is not read at all.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    header = conf.client_address_header()
    if not header or header not in request.headers:
        return peer
    # A server that listens on a Unix socket is called from the same machine, and names no address.
    if read_address(peer) is not None and not _is_proxy(peer):
        _tell_of_unknown_proxy()
        return peer
    nearest = peer
    for written in _written_by_proxies(request.headers[header], header):
        if read_address(written) is None:
            break
        nearest = written
        if not _is_proxy(written):
            break
    return str(read_address(nearest) or nearest)


def client_network(request: HttpRequest) -> str:
    """What limits count by: the address, of IPv6 the network of 64 bits that it lies in."""
    address = client_address(request)
    found = read_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, IPV6_PREFIX), strict=False))
    return address


def read_address(text: str) -> Address | None:
    """With or without a port, brackets or quotation marks; IPv4 written as IPv6 is IPv4."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _written_by_proxies(value: str, header: str) -> Iterator[str]:
    """From the right. No address has a comma in it, so that an open quotation mark further left changes nothing."""
    for entry in reversed(value.split(",")):
        if header.lower() != "forwarded":
            yield entry
            continue
        # RFC 7239, section 4: for=192.0.2.60;proto=https;by=203.0.113.43
        pairs = (pair.partition("=") for pair in entry.split(";"))
        yield next((value for name, _sign, value in pairs if name.strip().lower() == "for"), "")


def _is_proxy(text: str) -> bool:
    found = read_address(text)
    proxies = _networks(tuple(conf.proxies()))
    return found is not None and any(found in network for network in proxies)


@functools.lru_cache(maxsize=8)
def _networks(names: tuple[str, ...]) -> list[Network]:
    return [ipaddress.ip_network(name, strict=False) for name in names]


@functools.cache
def _tell_of_unknown_proxy() -> None:
    """Once a process, and without the address, which may be a visitor's."""
    logger.warning(
        "A request with CLAIRDROIT_CLIENT_ADDRESS_HEADER came from an address that CLAIRDROIT_PROXIES does not name. "
        "If that was your proxy, all its visitors count as one: name it there."
    )
