"""The cache on a real Redis: shared while it runs, bypassed while it hangs or is gone, used again afterwards."""

import signal
import subprocess
import time

import pytest
from django.core.cache import caches
from redis import Redis
from redis.exceptions import ConnectionError as NotThereYet

from operations import cache as lenient
from operations import health
from operations.cache import LenientRedisCache
from operations.limits import seconds_to_wait
from tests.factories import make_timeline
from tests.needs import need, no_programs
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def redis(tmp_path, settings, monkeypatch):
    """A separate Redis as the site's cache."""
    need(no_programs("redis-server"))
    port = free_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            Redis.from_url(url).ping()
            break
        except NotThereYet:
            time.sleep(0.02)
    place = {"BACKEND": "operations.cache.LenientRedisCache", "LOCATION": url}
    settings.CACHES = {"default": place} | {
        name: {**place, "KEY_PREFIX": name} for name in ("limits", "states")
    }
    settings.REDIS_URL, settings.CELERY_BROKER_URL = url, ""
    monkeypatch.setattr(lenient, "PATIENCE", 0.2)
    monkeypatch.setattr(health, "PATIENCE", 0.3)
    LenientRedisCache.silent_until = 0.0
    yield process
    LenientRedisCache.silent_until = 0.0
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


def test_counts_are_kept_in_it_and_every_process_sees_them(redis, settings):
    settings.RATE_LIMITS = {"search": (3, 3600)}
    waits = [bool(seconds_to_wait("search", "192.0.2.1")) for _ in range(5)]
    assert waits == [False, False, False, True, True]
    # Another process: nothing of its own, the same answer.
    url = settings.CACHES["limits"]["LOCATION"]
    [key] = [key for key in Redis.from_url(url).scan_iter() if b"limits" in key]
    assert b"192.0.2.1" not in key and 0 < Redis.from_url(url).ttl(key) <= 3601
    assert LenientRedisCache(url, {"KEY_PREFIX": "limits"}).get(key.decode().split(":", 2)[2]) == 5


def test_pages_are_kept_in_it(client, redis, django_assert_num_queries):
    make_timeline()
    first = client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/").content == first.content


def test_while_it_hangs_the_site_goes_on_and_says_what_is_wrong(client, redis, monkeypatch):
    make_timeline()
    monkeypatch.setattr(health, "_database", lambda: "")
    assert client.get("/readyz").content == b"ok"
    redis.send_signal(signal.SIGSTOP)
    assert client.get("/").status_code == 200
    assert LenientRedisCache.silent_until > time.monotonic()  # no second request waits
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the cache does not answer")
    redis.send_signal(signal.SIGCONT)
    LenientRedisCache.silent_until = 0.0
    caches["default"].set("back", 1)
    assert caches["default"].get("back") == 1
    health._under_way["cache"].exception(timeout=5)
    assert client.get("/readyz").content == b"ok"


def test_while_it_is_gone_the_site_goes_on(client, redis):
    make_timeline()
    assert client.get("/").status_code == 200
    redis.kill()
    redis.wait()
    assert client.get("/").status_code == client.get("/?q=summit").status_code == 200


def test_what_waits_for_a_worker_is_measured(client, redis, settings):
    settings.METRICS_TOKEN = "letmein"
    settings.CELERY_BROKER_URL = settings.REDIS_URL
    Redis.from_url(settings.REDIS_URL).rpush("celery", "a task", "another")
    told = client.get("/metrics", headers={"Authorization": "Bearer letmein"}).content.decode()
    assert 'entente_queued{queue="celery"} 2.0' in told
    redis.kill()
    redis.wait()
    told = client.get("/metrics", headers={"Authorization": "Bearer letmein"}).content.decode()
    assert "entente_queued" not in told and "entente_database_up 1.0" in told
