"""Articles that staff hand in: kept until they are read, in the background, by one reader at a time.

A reader that dies leaves the run as it is: what it wrote stays, what was handed in is kept, and the run can be begun again;
what was read already is known by its content.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import queueing
from .extraction import RULES_VERSION
from .ingest import Options, ingest
from .models import IngestFailure, IngestRun, Upload
from .readers import (
    ArticleData,
    Given,
    ReadFailure,
    is_web_address,
    read_articles,
    read_upload,
    upload_origin,
)

BATCH = 20  # articles a transaction: who waits sees them come in
logger = logging.getLogger(__name__)


class Handed(NamedTuple):
    """An input: a name and its content, or an address and nothing; or one article as it was queued, named by its origin."""

    name: str
    content: bytes = b""
    is_article: bool = False

    @property
    def origin(self) -> str:
        is_file = self.content and not self.is_article
        return upload_origin(self.content, self.name[:1000]) if is_file else self.name[:1000]


def hand_in(user, inputs: Sequence[tuple[str, bytes] | Handed], given: Given | None = None) -> IngestRun:
    """Keep inputs and have them read in the background."""
    given = given or Given()
    said = {
        "published": given.published.isoformat() if given.published else "",
        "publisher": given.publisher,
        "url": given.url,
        "language": given.language,
    }
    with transaction.atomic():
        run = IngestRun.objects.create(
            rules_version=RULES_VERSION, asked_by=user, given=said, inputs=len(inputs)
        )
        Upload.objects.bulk_create(
            Upload(
                run=run,
                name=one.name[:1000],
                content=one.content,
                origin=one.origin,
                is_article=one.is_article,
            )
            for one in (Handed(*handed) for handed in inputs)
        )
        transaction.on_commit(partial(start, run.pk))
    return run


def start(pk: int) -> None:
    """Have a run read: by a worker where there is a broker, else by a process of its own that outlives this one."""
    if settings.CELERY_BROKER_URL:
        from .tasks import read_run

        if _is_queued(pk):
            queueing.send_again(pk)
        else:
            read_run.delay(pk)
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_run", str(pk)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet, env=dict(os.environ)
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that none is left behind undead


def _is_queued(pk: int) -> bool:
    """Whether a run's articles wait in batches for any number of readers, rather than as inputs for one."""
    return IngestRun.objects.filter(Q(queued_at__isnull=False) | Q(batches__isnull=False), pk=pk).exists()


def begin_again(run: IngestRun) -> bool:
    """Start a run that stopped, or that nobody began; False if it is under way or done."""
    if run.state in (IngestRun.State.DONE, IngestRun.State.READING):
        return False
    IngestRun.objects.filter(pk=run.pk, finished_at=None).update(
        beat_at=None, stopped_because="", started_at=timezone.now()
    )
    transaction.on_commit(partial(start, run.pk))
    return True


def read_run(pk: int) -> bool:
    """Read what was handed in or queued for a run; False if it is done, or another reader is at it."""
    if _is_queued(pk):
        return queueing.read_here(pk)
    run = _claim(pk)
    if run is None:
        return False
    try:
        ingest(_inputs(run), Options(batch=BATCH), run=run)
    except Exception as error:
        logger.exception("run %s stopped", pk)
        reason = f"{type(error).__name__}: {error}"[:500]
        IngestRun.objects.filter(pk=pk).update(stopped_because=reason)
        return False
    failed = {name for origin in run.failures.values_list("origin", flat=True) for name in _files_of(origin)}
    for upload in run.uploads.defer("content"):
        if upload.origin not in failed or is_web_address(upload.origin):
            upload.delete()  # what failed is kept, to be tried again
    return True


def _files_of(origin: str) -> list[str]:
    """An origin, and the files that it may be a part of: readers write a part of x as x#part."""
    return [origin, *(origin[:n] for n, sign in enumerate(origin) if sign == "#")]


def _claim(pk: int) -> IngestRun | None:
    """Take a run for this reader, unless another shows signs of life."""
    now = timezone.now()
    free = Q(beat_at=None) | Q(beat_at__lt=now - IngestRun.SILENT) | ~Q(stopped_because="")
    taken = IngestRun.objects.filter(free, pk=pk, finished_at=None)
    if not taken.update(beat_at=now, inputs_read=0, stopped_because=""):
        return None
    return IngestRun.objects.get(pk=pk)


def _inputs(run: IngestRun) -> Iterator[ArticleData | ReadFailure]:
    given = _given(run.given)
    for number, upload in enumerate(run.uploads.defer("content").iterator(chunk_size=1), 1):
        _beat(run, number - 1)
        for item in _read(upload, given):
            _beat(run, number - 1)
            yield item
        _beat(run, number, always=True)


def _read(upload: Upload, given: Given) -> Iterable[ArticleData | ReadFailure]:
    content = bytes(upload.content)
    if upload.is_article:
        return [queueing.from_message(json.loads(content))]
    return read_upload(content, upload.name, given) if content else read_articles([upload.name], given)


def _beat(run: IngestRun, inputs_read: int, *, always: bool = False) -> None:
    """Show that the reader lives and how far it is, once a second at most."""
    now = timezone.now()
    if always or (now - (run.beat_at or run.started_at)).total_seconds() >= 1:
        run.beat_at, run.inputs_read = now, inputs_read
        run.save(update_fields=["beat_at", "inputs_read"])


def open_failures():
    """The inputs that failed and wait for somebody to try them again or set them aside."""
    return IngestFailure.objects.filter(is_settled=False)


@transaction.atomic
def retry(user, failures: Iterable[IngestFailure]) -> tuple[list[IngestRun], list[IngestFailure]]:
    """Try failed inputs again with what was said of them: in a run for each such saying. Gives the runs, and those of which
    nothing is kept to try."""
    keys = [failure.pk for failure in failures]
    inputs: dict[str, dict[str, Handed]] = defaultdict(dict)  # by what was said, and by their origin
    settled: list[int] = []
    lost: list[IngestFailure] = []
    # The lock makes a second person wait, who then finds nothing left to try.
    waiting = open_failures().select_for_update(of=("self",)).select_related("run")
    for failure in waiting.filter(pk__in=keys).order_by("pk"):
        found = _kept(failure.origin)
        if found is None:
            lost.append(failure)
        else:
            inputs[json.dumps(failure.run.given, sort_keys=True)][found.origin] = found
            settled.append(failure.pk)
    IngestFailure.objects.filter(pk__in=settled).update(is_settled=True)
    return [
        hand_in(user, list(same.values()), _given(json.loads(said))) for said, same in inputs.items()
    ], lost


@transaction.atomic
def set_aside(failures: Iterable[IngestFailure]) -> int:
    """Settle failed inputs without trying them again, and drop what was kept of them; gives how many."""
    keys = [failure.pk for failure in failures]
    waiting = list(open_failures().select_for_update(of=("self",)).filter(pk__in=keys))
    IngestFailure.objects.filter(pk__in=[failure.pk for failure in waiting]).update(is_settled=True)
    for failure in waiting:
        Upload.objects.filter(run=failure.run_id, origin__in=_files_of(failure.origin)).delete()
    return len(waiting)


def _given(said: dict[str, str]) -> Given:
    published = said.get("published")
    rest = {name: value for name, value in said.items() if name != "published"}
    return Given(published=date.fromisoformat(published) if published else None, **rest)


def _kept(origin: str) -> Handed | None:
    """A failed input as it can be read again: what was handed in, an address, or a file that is still there."""
    upload = Upload.objects.filter(origin__in=_files_of(origin)).exclude(content=b"").last()
    if upload:
        return Handed(upload.name, bytes(upload.content), upload.is_article)
    if is_web_address(origin) or (not origin.startswith("upload:") and os.path.isfile(origin)):
        return Handed(origin)
    return None
