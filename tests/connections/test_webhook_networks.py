"""Every block of IANA's two registries of special-purpose addresses, written from the RFCs."""

import ipaddress
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clairdroit.connections.webhooks.networks import is_public

SPECIAL = {
    "0.0.0.0/8": "RFC 791",
    "10.0.0.0/8": "RFC 1918",
    "100.64.0.0/10": "RFC 6598",
    "127.0.0.0/8": "RFC 1122",
    "169.254.0.0/16": "RFC 3927",
    "172.16.0.0/12": "RFC 1918",
    "192.0.0.0/24": "RFC 6890",
    "192.0.0.0/29": "RFC 7335",
    "192.0.0.8/32": "RFC 7600",
    "192.0.0.9/32": "RFC 7723",
    "192.0.0.10/32": "RFC 8155",
    "192.0.0.170/31": "RFC 7050",
    "192.0.2.0/24": "RFC 5737",
    "192.31.196.0/24": "RFC 7535",
    "192.52.193.0/24": "RFC 7450",
    "192.88.99.0/24": "RFC 7526",
    "192.168.0.0/16": "RFC 1918",
    "192.175.48.0/24": "RFC 7534",
    "198.18.0.0/15": "RFC 2544",
    "198.51.100.0/24": "RFC 5737",
    "203.0.113.0/24": "RFC 5737",
    "224.0.0.0/4": "RFC 5771",
    "240.0.0.0/4": "RFC 1112",
    "255.255.255.255/32": "RFC 919",
    "::/128": "RFC 4291",
    "::1/128": "RFC 4291",
    "::/96": "RFC 4291, IPv4-compatible",
    "::ffff:0:0:0/96": "RFC 2765, IPv4-translated",
    "64:ff9b:1::/48": "RFC 8215",
    "100::/64": "RFC 6666",
    "100:0:0:1::/64": "RFC 9780",
    "2001::/23": "RFC 2928",
    "2001::/32": "RFC 4380, Teredo",
    "2001:1::1/128": "RFC 7723",
    "2001:1::2/128": "RFC 8155",
    "2001:1::3/128": "RFC 9665",
    "2001:2::/48": "RFC 5180",
    "2001:3::/32": "RFC 7450",
    "2001:4:112::/48": "RFC 7535",
    "2001:10::/28": "RFC 4843",
    "2001:20::/28": "RFC 7343",
    "2001:30::/28": "RFC 9374",
    "2001:db8::/32": "RFC 3849",
    "2002::/16": "RFC 3056, 6to4",
    "2620:4f:8000::/48": "RFC 7534",
    "3fff::/20": "RFC 9637",
    "5f00::/16": "RFC 9602",
    "fc00::/7": "RFC 4193",
    "fe80::/10": "RFC 4291",
    "fec0::/10": "RFC 3879",
    "ff00::/8": "RFC 4291",
}
NETWORKS = [ip_network(block) for block in SPECIAL]
OLD = [network for network in NETWORKS if isinstance(network, IPv4Network)]
PUBLIC = [
    "9.9.9.9",
    "2606:4700::1111",
    "64:ff9b::909:909",
    "::ffff:9.9.9.9",
    "2a01:e0a::1",
    "1.1.1.1",
    "223.255.255.254",
]


def inside(networks):
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network))


@pytest.mark.parametrize("block", SPECIAL)
def test_both_ends_of_each_special_block_are_refused(block):
    network = ip_network(block)
    assert not is_public(network[0])
    assert not is_public(network[-1])


@given(inside(NETWORKS))
def test_nothing_inside_a_special_block_is_public(address):
    assert not is_public(address)


@given(inside(OLD))
def test_an_ipv4_address_that_is_not_public_is_not_so_in_any_ipv6_spelling(address):
    number = int(address)
    teredo = (0x2001_0000 << 96) | (number ^ 0xFFFF_FFFF)
    for spelling in (
        (0xFFFF << 32) | number,  # mapped
        number,  # compatible
        (0xFFFF << 48) | number,  # translated
        int(IPv6Address("64:ff9b::")) | number,
        int(IPv6Address("64:ff9b:1::")) | number,
        int(IPv6Address("64:ff9b:1:ffff::")) | number,
        (0x2002 << 112) | (number << 80) | 1,
        teredo,
    ):
        assert not is_public(IPv6Address(spelling)), IPv6Address(spelling)


@given(st.ip_addresses(v=6))
def test_outside_global_unicast_only_spellings_of_public_ipv4_addresses_are_let_through(address):
    assume(address not in IPv6Network("2000::/3"))
    if is_public(address):
        assert address in IPv6Network("::ffff:0:0/96") or address in IPv6Network("64:ff9b::/96")
        assert is_public(IPv4Address(int(address) & 0xFFFF_FFFF))


@given(st.ip_addresses())
def test_what_is_let_through_lies_in_no_special_block(address):
    if is_public(address):
        assert not any(address in network for network in NETWORKS)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["fe80::1%eth0", "2606:4700::1111%eth0"])
def test_an_address_that_names_an_interface_is_refused(address):
    assert not is_public(ipaddress.ip_address(address))
