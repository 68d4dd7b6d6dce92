"""Which environments the settings refuse, and how they read the others."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import envbool, envchoice, envint, envrates

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {"DEBUG": "0", "SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "example.org"}


def loaded(code, **changes):
    """The output and errors of a Python that loads the settings with this environment."""
    inherited = {n: v for n, v in os.environ.items() if n in ("PATH", "HOME", "LANG")}
    environment = {**inherited, **PRODUCTION, **changes}
    done = subprocess.run(
        [sys.executable, "-c", f"import json; from config import settings as s; print(json.dumps({code}))"],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY is weak"),
        ({"SECRET_KEY": "django-insecure-" + secrets.token_urlsafe(64)}, "SECRET_KEY is weak"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
        ({"STAFF_MFA": "perhaps"}, "use optional or required"),
        ({"SENTRY_DSN": "nowhere"}, "SENTRY_DSN is not a Sentry address"),
    ],
)
def test_it_does_not_start_with(changes, complaint):
    answer = loaded("1", **changes)
    assert "ImproperlyConfigured" in answer and complaint in answer


def test_a_postgresql_address_brings_a_pool_as_large_as_the_threads_and_keeps_what_it_says_itself():
    database = loaded("s.DATABASES['default']", DATABASE_URL="postgres://u:p@h/n?sslmode=require", WEB_THREADS="6")  # fmt: skip
    options = database["OPTIONS"]
    assert (options["pool"]["max_size"], options["sslmode"], options["connect_timeout"]) == (7, "require", 3)
    assert database["CONN_HEALTH_CHECKS"] is True


def test_redis_is_the_cache_where_it_is_given():
    caches = loaded("s.CACHES", REDIS_URL="redis://127.0.0.1:6379/5")
    assert {cache["BACKEND"] for cache in caches.values()} == {"operations.cache.LenientRedisCache"}
    assert loaded("s.CACHES")["limits"]["LOCATION"] == "limits"


def test_sentry_and_prometheus_are_not_even_loaded_where_nobody_asks_for_them():
    names = loaded("[n for n in ('sentry_sdk', 'prometheus_client') if n in __import__('sys').modules]")
    assert names == []


def test_odd_values_are_refused_by_name(monkeypatch):
    for value, read in (
        ("maybe", lambda: envbool("X", False)),
        ("-1", lambda: envint("X", 0)),
        ("٣", lambda: envint("X", 0)),
        ("c", lambda: envchoice("X", ("a", "b"), "a")),
        ("search=60", lambda: envrates("X", "search=1/m")),
        ("other=60/m", lambda: envrates("X", "search=1/m")),
    ):
        monkeypatch.setenv("X", value)
        with pytest.raises(ImproperlyConfigured, match="X"):
            read()


def test_rates_are_read(monkeypatch):
    monkeypatch.setenv("X", "search=5/s, api=100/h")
    assert envrates("X", "search=1/m api=1/m") == {"search": (5, 1), "api": (100, 3600)}
    monkeypatch.setenv("X", "")
    assert envrates("X", "search=1/m") == {}
    monkeypatch.delenv("X")
    assert envrates("X", "search=1/m") == {"search": (1, 60)}
    monkeypatch.setenv("X", "true")
    assert envint("X", 0) == 1  # BEHIND_PROXY was a yes or no once
