"""Which IP addresses everybody can reach: judged by what is allowed, not by what is known to be private.

`ipaddress.is_global` changes its mind with Python's version and lets site-local and translated addresses pass. The
blocks below are the registries of special-purpose addresses as RFC 6890 founded them and later RFCs filled them.
"""

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

SPECIAL_IPV4 = [
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # RFC 791: this network
        "10.0.0.0/8",  # RFC 1918
        "100.64.0.0/10",  # RFC 6598: behind a provider's own translation
        "127.0.0.0/8",  # RFC 1122
        "169.254.0.0/16",  # RFC 3927: link-local, where clouds keep their metadata
        "172.16.0.0/12",  # RFC 1918
        "192.0.0.0/24",  # RFC 6890: protocol assignments
        "192.0.2.0/24",  # RFC 5737: documentation
        "192.31.196.0/24",  # RFC 7535: AS112 name servers answer nothing
        "192.52.193.0/24",  # RFC 7450: multicast tunnels
        "192.88.99.0/24",  # RFC 7526: 6to4 relays, withdrawn
        "192.168.0.0/16",  # RFC 1918
        "192.175.48.0/24",  # RFC 7534: AS112
        "198.18.0.0/15",  # RFC 2544: benchmarks
        "198.51.100.0/24",  # RFC 5737
        "203.0.113.0/24",  # RFC 5737
        "224.0.0.0/4",  # RFC 5771: multicast
        "240.0.0.0/4",  # RFC 1112: reserved, with the broadcast address of RFC 919
    )
]
# RFC 4291, 2.4: all that has been given out for single hosts. Everything outside it is refused, site-local
# (fec0::/10), IPv4-compatible (::/96) and translated addresses among them.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
SPECIAL_IPV6 = [
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # RFC 2928: Teredo, benchmarks, ORCHID and others
        "2001:db8::/32",  # RFC 3849: documentation
        "2002::/16",  # RFC 3056: 6to4; leads to the IPv4 address that it holds
        "2620:4f:8000::/48",  # RFC 7534: AS112
        "3fff::/20",  # RFC 9637: documentation
    )
]
# RFC 6052: what a network without IPv4 of its own reaches the IPv4 internet by. RFC 8215's 64:ff9b:1::/48 is
# each network's own affair, and refused with all else outside GLOBAL_UNICAST.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Reachable by everybody; an IPv4 address written as an IPv6 one is judged as what it leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in block for block in SPECIAL_IPV4)
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address in GLOBAL_UNICAST and address.is_global and not any(address in block for block in SPECIAL_IPV6)
