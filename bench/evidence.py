"""The cost of choosing an event on the server, and what it would be if the drawing were laid out for it, in one run.

    python bench/evidence.py

The shipped timeline in a scratch SQLite file; nothing is cached between requests. Times are those of the processor, the median
of the rounds, so that a busy machine matters little. The last column counts layouts.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 40
HTMX = {"HX-Request": "true", "HX-Target": "evidence"}
EARLIER, NOW = "evidence, all laid out", "evidence"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(DATABASE_URL=f"sqlite:///{folder}/db.sqlite3", DEBUG="0", ALLOWED_HOSTS="*", SECURE_SSL_REDIRECT="0", RATE_LIMITS="", LOG_REQUESTS="0", SECRET_KEY=secrets.token_urlsafe(64))  # fmt: skip
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        sys.path.insert(0, str(ROOT))
        import django
        from django.conf import settings

        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        django.setup()
        measure()


def measure() -> None:
    from django.core.cache import caches
    from django.core.management import call_command
    from django.test import Client

    from timeline.models import Event

    call_command("migrate", verbosity=0)
    call_command("load_samples", verbosity=0)
    client = Client(HTTP_HOST="localhost")
    slugs = list(Event.objects.published().values_list("slug", flat=True))
    layouts = count_layouts()
    kinds = {"page": ({}, False), EARLIER: (HTMX, True), NOW: (HTMX, False)}
    times: dict[str, list[float]] = {name: [] for name in kinds}
    sizes, drawn = {}, {}
    for n in range(ROUNDS + 5):
        # One of each in turn, so that what else the machine does weighs upon all alike.
        for name, (headers, is_laid_out) in kinds.items():
            for cache in caches.all():
                cache.clear()
            layouts.clear()
            with laid_out_first() if is_laid_out else nullcontext():
                start = time.process_time()
                answer = client.get("/", {"event": slugs[n % len(slugs)]}, headers=headers)
                times[name].append((time.process_time() - start) * 1000)
            sizes[name], drawn[name] = len(answer.content), len(layouts)
    print(f"{'request':<32}{'ms':>8}{'bytes':>9}{'layouts':>9}")
    for name in kinds:
        print(f"{name:<32}{median(times[name][5:]):>8.1f}{sizes[name]:>9}{drawn[name]:>9}")
    print(f"{median(times[NOW][5:]) / median(times[EARLIER][5:]):.2f} of the time with everything laid out")


@contextmanager
def laid_out_first():
    """Every page has its ribbon, list and columns worked out as soon as it is made."""
    from timeline.reading import views

    make = views.timeline_page

    def laid_out(*args, **kwargs):
        page = make(*args, **kwargs)
        return (page.ribbon, page.sections, page.fan, page.figure) and page

    views.timeline_page = laid_out
    try:
        yield
    finally:
        views.timeline_page = make


def count_layouts() -> list[str]:
    """A list to which each call of a function that lays out a drawing adds its name."""
    from timeline.reading import page_drawings, pages

    calls: list[str] = []
    for module, name in (
        (page_drawings, "build_ribbon"),
        (page_drawings, "build_dense_ribbon"),
        (page_drawings, "build_chart"),
        (pages, "fan"),
    ):
        make = getattr(module, name)

        def counted(*args, _make=make, _name=name, **kwargs):
            calls.append(_name)
            return _make(*args, **kwargs)

        setattr(module, name, counted)
    return calls


if __name__ == "__main__":
    main()
