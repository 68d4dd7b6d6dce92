"""The client's address, as seen through the proxies in front of this server."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

IPV6_PREFIX = 64  # bits: the smallest network assigned to one subscriber (RFC 6177)


def client_address(request) -> str:
    """The client's address, or "" if it has none (a Unix socket).

    Each proxy appends the address of its client to X-Forwarded-For. Everything to the left of what our own proxies wrote
    comes from the client itself and is not trusted.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(hops) and (forwarded := _read(hops[-settings.PROXIES])):
        return str(forwarded)
    peer = _read(request.META.get("REMOTE_ADDR", ""))
    return str(peer) if peer else ""


def client_network(request) -> str:
    """The key of one client: an IPv4 address, or the first address of an IPv6 network."""
    address = _read(client_address(request))
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address) if address else ""


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """Parse an address as proxies write it: with or without a port, IPv6 in brackets or not."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
