"""Articles that staff submit: stored until they are read in the background, by one process at a time.

If that process dies, what it wrote stays and what was submitted is kept, so that the run can be resumed; articles already
read are recognised by their content.
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

from articles.extraction import RULES_VERSION
from articles.models import IngestFailure, IngestRun, Upload
from articles.readers import (
    ArticleData,
    Given,
    ReadFailure,
    is_web_address,
    read_articles,
    read_upload,
    upload_origin,
)

from . import queue
from .run import Options, ingest
from .worklists import open_failures

BATCH = 20  # articles per transaction; small, so that progress is visible
logger = logging.getLogger(__name__)


class Submission(NamedTuple):
    """A submitted input: a name and its content; an address without content; or one queued article, named by its origin."""

    name: str
    content: bytes = b""
    is_article: bool = False

    @property
    def origin(self) -> str:
        is_file = self.content and not self.is_article
        return upload_origin(self.content, self.name[:1000]) if is_file else self.name[:1000]


def submit(user, inputs: Sequence[tuple[str, bytes] | Submission], given: Given | None = None) -> IngestRun:
    """Store inputs and have them read in the background."""
    given = given or Given()
    stated = {
        "published": given.published.isoformat() if given.published else "",
        "publisher": given.publisher,
        "url": given.url,
        "language": given.language,
    }
    with transaction.atomic():
        run = IngestRun.objects.create(
            rules_version=RULES_VERSION, asked_by=user, given=stated, inputs=len(inputs)
        )
        Upload.objects.bulk_create(
            Upload(
                run=run,
                name=one.name[:1000],
                content=one.content,
                origin=one.origin,
                is_article=one.is_article,
            )
            for one in (Submission(*item) for item in inputs)
        )
        transaction.on_commit(partial(start, run.pk))
    return run


def start(pk: int) -> None:
    """Have a run read: by a worker if there is a broker, otherwise by a separate process that outlives this one."""
    if settings.CELERY_BROKER_URL:
        if _is_queued(pk):
            queue.send_again(pk)
        else:
            queue.send_task("read_run", pk)
        return
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_run", str(pk)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, start_new_session=True, stdin=quiet, stdout=quiet, stderr=quiet, env=dict(os.environ)
    )
    threading.Thread(target=process.wait, daemon=True).start()  # so that no zombie is left behind


def _is_queued(pk: int) -> bool:
    """Whether the articles of a run wait in batches for any number of workers, rather than as inputs for one process."""
    return IngestRun.objects.filter(Q(queued_at__isnull=False) | Q(batches__isnull=False), pk=pk).exists()


def resume(run: IngestRun) -> bool:
    """Restart a run that stopped or never started; False if it is in progress or done."""
    if run.state in (IngestRun.State.DONE, IngestRun.State.READING):
        return False
    IngestRun.objects.filter(pk=run.pk, finished_at=None).update(
        beat_at=None, stopped_because="", started_at=timezone.now()
    )
    transaction.on_commit(partial(start, run.pk))
    return True


def read_run(pk: int) -> bool:
    """Read what was submitted or queued for a run; False if it is done, or another process is reading it."""
    if _is_queued(pk):
        return queue.read_here(pk)
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
    waiting = run.failures.filter(is_settled=False).values_list("origin", flat=True)
    failed = {name for origin in waiting for name in _files_of(origin)}
    for upload in run.uploads.defer("content"):
        if upload.origin not in failed or is_web_address(upload.origin):
            upload.delete()  # failed inputs are kept, to be tried again
    return True


def _files_of(origin: str) -> list[str]:
    """An origin, and the files it may be a part of: readers call a part of x x#part."""
    return [origin, *(origin[:n] for n, character in enumerate(origin) if character == "#")]


def _claim(pk: int) -> IngestRun | None:
    """Claim a run for this process, unless another one is alive."""
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
        return [queue.from_message(json.loads(content))]
    return read_upload(content, upload.name, given) if content else read_articles([upload.name], given)


def _beat(run: IngestRun, inputs_read: int, *, always: bool = False) -> None:
    """Record that the process is alive and how far it is, at most once a second."""
    now = timezone.now()
    if always or (now - (run.beat_at or run.started_at)).total_seconds() >= 1:
        run.beat_at, run.inputs_read = now, inputs_read
        run.save(update_fields=["beat_at", "inputs_read"])


@transaction.atomic
def retry(user, failures: Iterable[IngestFailure]) -> tuple[list[IngestRun], list[IngestFailure]]:
    """Try failed inputs again with the metadata given for them, in one run for each set of metadata. Return the runs, and
    the failures whose input is no longer stored."""
    keys = [failure.pk for failure in failures]
    inputs: dict[str, dict[str, Submission]] = defaultdict(dict)  # by metadata and origin
    settled: list[int] = []
    lost: list[IngestFailure] = []
    # The lock makes a second person wait, who then finds nothing left to retry.
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
        submit(user, list(same.values()), _given(json.loads(stated))) for stated, same in inputs.items()
    ], lost


@transaction.atomic
def dismiss(failures: Iterable[IngestFailure]) -> int:
    """Settle failed inputs without retrying them, and delete what was stored of them; return how many."""
    keys = [failure.pk for failure in failures]
    waiting = list(open_failures().select_for_update(of=("self",)).filter(pk__in=keys))
    IngestFailure.objects.filter(pk__in=[failure.pk for failure in waiting]).update(is_settled=True)
    for failure in waiting:
        Upload.objects.filter(run=failure.run_id, origin__in=_files_of(failure.origin)).delete()
    return len(waiting)


def _given(stated: dict[str, str]) -> Given:
    published = stated.get("published")
    rest = {name: value for name, value in stated.items() if name != "published"}
    return Given(published=date.fromisoformat(published) if published else None, **rest)


def _kept(origin: str) -> Submission | None:
    """A failed input in a form that can be read again: a stored submission, an address, or a file that still exists."""
    upload = Upload.objects.filter(origin__in=_files_of(origin)).exclude(content=b"").last()
    if upload:
        return Submission(upload.name, bytes(upload.content), upload.is_article)
    if is_web_address(origin) or (not origin.startswith("upload:") and os.path.isfile(origin)):
        return Submission(origin)
    return None
