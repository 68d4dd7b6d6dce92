"""Ports for servers that the tests start."""

import random
import socket

# Below those that systems lend to outgoing connections: no connection may take the port of a server that is away for a moment.
PORTS = range(20_000, 30_000)


def free_port() -> int:
    """A port of this machine on which nobody listens, by chance, so that tests side by side do not take the same."""
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as found:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                found.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
