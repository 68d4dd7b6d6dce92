"""Connections to the open web alone, with an end to them all: for addresses that anybody may name.

A host is looked up once, the address that was found is judged, and the connection goes to that same address, so that no
name can lead to the machines of the house, not even one that is looked up differently the next moment.
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

# https://www.iana.org/assignments/ipv6-address-space: no other block is handed out. Of it, the transition addresses hold
# an IPv4 address that might be anybody's: 6to4 (RFC 3056) and Teredo (RFC 4380).
IPV6_IN_USE = ip_network("2000::/3")
CARRYING_IPV4 = (ip_network("2002::/16"), ip_network("2001::/32"))
# Public by its number, yet inside Azure the server that hands machines their certificates and secrets.
# https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
OF_THE_HOUSE = frozenset({ip_address("168.63.129.16")})


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is a machine of the open web: neither private nor special in any of IANA's registries."""
    if isinstance(address, IPv6Address) and (
        address not in IPV6_IN_USE or any(address in network for network in CARRYING_IPV4)
    ):
        return False
    return address.is_global and not address.is_multicast and address not in OF_THE_HOUSE


class Deadline:
    """Hangs up on every connection it knows of when the time is over, whatever these are waiting for."""

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
            self._sockets.append(connection.dup())  # stays the same connection when TLS is put round it

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for known in self._sockets:
                with contextlib.suppress(OSError):  # where it has ended by itself
                    known.shutdown(socket.SHUT_RDWR)


class _PublicAdapter(IPFilterAdapter):
    """Connects to public addresses only, and tells the deadline of each connection."""

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
        """None: the body of an answer that leads on would be read whole and unpacked without bounds."""


def open_session(
    deadline: Deadline, *, agent: str, timeout: tuple[float, float], allow_loopback: bool
) -> HTTPSession:
    """A session of requests that reaches the open web alone, follows nothing by itself and takes nothing from the
    environment: no proxy, which would look names up itself, and no passwords from .netrc. ``allow_loopback`` is for tests."""
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
