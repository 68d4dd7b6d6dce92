"""Redis as a cache that may fail, while pages are still served."""

import logging
import socket

import pytest
from django.core.cache import caches

from operations.cache import LenientRedisCache
from tests.factories import make_timeline


@pytest.fixture(autouse=True)
def not_silent():
    LenientRedisCache.silent_until = 0.0
    yield
    LenientRedisCache.silent_until = 0.0


@pytest.fixture
def gone(settings):
    """The site's caches use a server that does not exist."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    redis = {"BACKEND": "operations.cache.LenientRedisCache", "LOCATION": f"redis://127.0.0.1:{port}/0"}
    settings.CACHES = {"default": redis, "limits": redis, "states": redis}


@pytest.mark.django_db
def test_pages_are_made_and_searched_without_the_cache(client, gone, caplog):
    make_timeline()
    for address in ("/", "/", "/?q=summit"):
        assert client.get(address).status_code == 200
    said = [record for record in caplog.records if record.name == "operations.cache"]
    assert len(said) == 1 and said[0].levelno == logging.WARNING  # then it is left alone for a while


def test_without_its_server_it_knows_nothing_and_says_so(gone):
    cache = caches["default"]
    cache.set("a", 1)
    assert cache.get("a") is None and cache.get("a", "none") == "none" and not cache.has_key("a")
    assert cache.get_many(["a"]) == {} and cache.set_many({"a": 1}) == ["a"]
    assert cache.add("a", 1) is True and cache.incr("a") == 1 and cache.delete("a") is False
    assert cache.touch("a") is False and cache.delete_many(["a"]) is None
    assert cache.get_or_set("a", 5) == 5


def test_a_fault_of_ours_is_not_hidden():
    cache = LenientRedisCache("redis://127.0.0.1:1/0", {})
    with pytest.raises(Exception, match="pickle"):
        cache.set("a", lambda: None)
