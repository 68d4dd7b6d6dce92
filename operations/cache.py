"""A Redis cache that may fail: while it is unreachable everything is a miss, and pages are made again."""

from __future__ import annotations

import functools
import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError, OutOfMemoryError, ReadOnlyError, TimeoutError

PAUSE = 5.0  # seconds before a server that did not answer is tried again
PATIENCE = 1.0  # seconds that a request waits for the server
FAILURES = (ConnectionError, TimeoutError, OutOfMemoryError, ReadOnlyError)  # anything else is our own bug
logger = logging.getLogger(__name__)


def _lenient(name: str, instead):
    """A method of the cache, and what it returns while the server is unreachable."""
    method = getattr(RedisCache, name)

    @functools.wraps(method)
    def call(self, *args, **kwargs):
        if time.monotonic() >= LenientRedisCache.silent_until:
            try:
                return method(self, *args, **kwargs)
            except FAILURES as error:
                LenientRedisCache.silent_until = time.monotonic() + PAUSE
                logger.warning("the cache does not answer: %s", type(error).__name__)
        return instead(*args, **kwargs)

    return call


def _default(key, default=None, version=None):
    return default


class LenientRedisCache(RedisCache):
    """Django's Redis cache; without the server the site is slower but keeps working."""

    silent_until = 0.0  # by the monotonic clock, for all threads of the process

    def __init__(self, server, params):
        waits = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        super().__init__(server, {**params, "OPTIONS": {**waits, **params.get("OPTIONS", {})}})

    get = _lenient("get", _default)
    set = _lenient("set", lambda *args, **kwargs: None)
    add = _lenient("add", lambda *args, **kwargs: True)
    touch = _lenient("touch", lambda *args, **kwargs: False)
    delete = _lenient("delete", lambda *args, **kwargs: False)
    get_many = _lenient("get_many", lambda *args, **kwargs: {})
    set_many = _lenient("set_many", lambda data, *args, **kwargs: list(data))
    delete_many = _lenient("delete_many", lambda *args, **kwargs: None)
    has_key = _lenient("has_key", lambda *args, **kwargs: False)
    incr = _lenient("incr", lambda key, delta=1, version=None: delta)
