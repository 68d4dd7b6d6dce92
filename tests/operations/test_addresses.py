"""Who sent a request, with and without proxies, and with false headers."""

import pytest

from operations.addresses import client_address, client_network


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),  # nobody asked for the header
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),  # the client's own word stands left
        (2, "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),  # it came by another way
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "unknown", "10.0.0.1"),
        (1, "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        (1, "10.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        (1, "10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "2001:DB8:0::5", "2001:db8::5"),
        (0, "fe80::1%eth0", "", "fe80::1"),
        (0, "", "", ""),
        (0, "nonsense", "", ""),
    ],
)
def test_the_address_is_what_our_own_proxies_say(rf, settings, proxies, peer, forwarded, address):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=peer, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}))
    assert client_address(request) == address


def test_one_ipv6_network_is_one_client(rf, settings):
    settings.PROXIES = 0
    networks = {client_network(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert networks == {"2001:db8:1:2::"}
    assert client_network(rf.get("/", REMOTE_ADDR="2001:db8:1:3::1")) == "2001:db8:1:3::"
    assert client_network(rf.get("/", REMOTE_ADDR="192.0.2.1")) == "192.0.2.1"
    assert client_network(rf.get("/", REMOTE_ADDR="")) == ""
