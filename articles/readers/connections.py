"""Connections only to the open web, with a deadline: for addresses that come from anyone.

A host name is looked up once, the resulting address is checked, and the connection goes to that same address. So no name
can lead to machines of the internal network, not even one that resolves differently a moment later.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

__all__ = ["Deadline", "InvalidIPAddress", "is_public", "open_session"]

# https://www.iana.org/assignments/ipv6-address-space: no other block is assigned. Within it, transition addresses contain
# an arbitrary IPv4 address: 6to4 (RFC 3056) and Teredo (RFC 4380).
IPV6_IN_USE = ip_network("2000::/3")
CARRYING_IPV4 = (ip_network("2002::/16"), ip_network("2001::/32"))
# A public number, but inside Azure it is the server that gives machines their certificates and secrets.
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
INTERNAL = frozenset({ip_address("168.63.129.16")})


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the open web: neither private nor special in any of IANA's registries."""
    if isinstance(address, IPv6Address) and (
        address not in IPV6_IN_USE or any(address in network for network in CARRYING_IPV4)
    ):
        return False
    return address.is_global and not address.is_multicast and address not in INTERNAL


class Deadline:
    """Shuts down every connection it watches when the time is over, whatever they are waiting for."""

    def __init__(self, seconds: float):
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *args: object) -> None:
        self._timer.cancel()
        with self._lock:
            for known in self._sockets:
                known.close()
            self._sockets.clear()

    def watch(self, connection: socket.socket) -> None:
        with self._lock:
            if self.is_over:
                raise TimeoutError
            self._sockets.append(connection.dup())  # remains the same connection under TLS

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for known in self._sockets:
                with contextlib.suppress(OSError):  # already closed
                    known.shutdown(socket.SHUT_RDWR)


class _PublicAdapter(IPFilterAdapter):
    """Connects only to public addresses, and registers each connection with the deadline."""

    def __init__(self, deadline: Deadline, *, is_https_proto: bool, allow_loopback: bool):
        self._deadline = deadline
        super().__init__(is_https_proto=is_https_proto, allow_loopback=allow_loopback)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _watched(HTTPConnectionPool, self._deadline),
            "https": _watched(HTTPSConnectionPool, self._deadline),
        }

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        host, pool = super().build_connection_pool_key_attributes(request, verify, cert)
        address = ip_address(host["host"].strip("[]"))
        if not is_public(address) and not (self._allow_loopback and address.is_loopback):
            raise InvalidIPAddress(address)
        return host, pool


def _watched(pool: Any, deadline: Deadline) -> Any:
    class Watched(pool.ConnectionCls):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            connection: socket.socket = super()._new_conn()
            deadline.watch(connection)
            return connection

    return type(pool.__name__, (pool,), {"ConnectionCls": Watched})


class _Session(HTTPSession):
    def get_redirect_target(self, resp: Any) -> None:
        """Never follow redirects: requests would read and decompress their whole bodies without limit."""


def open_session(
    deadline: Deadline, *, agent: str, timeout: tuple[float, float], allow_loopback: bool
) -> HTTPSession:
    """A requests session that reaches only the open web, follows no redirects and ignores the environment: no proxies,
    which would resolve names themselves, and no passwords from .netrc. ``allow_loopback`` is for tests."""
    session = _Session(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=allow_loopback,
            never_redirect=True,
            default_timeout=timeout,
            user_agent_override=agent,
        )
    )
    session.trust_env = False
    for scheme in ("http", "https"):
        adapter = _PublicAdapter(deadline, is_https_proto=scheme == "https", allow_loopback=allow_loopback)
        session.mount(f"{scheme}://", adapter)
    return session
