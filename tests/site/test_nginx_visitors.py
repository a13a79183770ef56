"""By what the sample for nginx counts: its own patterns, without nginx."""

import ipaddress
import random
import re
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "site" / "nginx.conf.example"


def visitor(address):
    """As nginx reads a `map`: the first pattern that fits, else the address."""
    table = re.search(r"map \$remote_addr \$visitor \{(.*?)\n\}", SAMPLE.read_text(), re.DOTALL)[1]
    for pattern in re.findall(r'"~(.*)" \$\w+;', table):
        found = re.search(pattern.replace("(?<", "(?P<"), address)
        if found:
            return found[1]
    return address


def test_whoever_has_a_network_of_64_bits_is_one_visitor_however_its_zeros_are_written():
    chance = random.Random(64)
    seen = {}
    for _turn in range(500):
        groups = [chance.choice([0, 0, 1, 0xDB8, chance.randrange(1 << 16)]) for _group in range(4)]
        groups[:2] = 0x2001, chance.choice([0xDB8, 0x41D0, 0x861])
        network = ipaddress.IPv6Network((int("".join(f"{group:04x}" for group in groups) + "0" * 16, 16), 64))
        hosts = [chance.randrange(1 << 64), chance.randrange(1 << 16), chance.randrange(1 << 48), 1 << 63]
        names = {visitor(str(network[host])) for host in hosts}
        assert len(names) == 1, network
        seen.setdefault(names.pop(), set()).add(network)
    assert all(len(networks) == 1 for networks in seen.values()), "nobody is taken for a neighbour"


def test_an_address_of_ipv4_is_itself():
    assert visitor("192.0.2.60") == "192.0.2.60"
