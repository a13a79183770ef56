"""Ports for the servers that tests start, and start again."""

import random
import socket

# Below those that the kernel gives to whoever connects (Linux: from 32768 on). While a server is away, a visitor's own
# port would otherwise be the server's, which could not come back.
PORTS = range(15_000, 32_000)
# Two processes that were seeded alike do not look at the same ports.
CHANCE = random.SystemRandom()


def free_port():
    while True:
        port = CHANCE.choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
