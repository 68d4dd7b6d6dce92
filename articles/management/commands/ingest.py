"""Read articles and file what they report as events with citations."""

import time
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.ingest import BATCH, IngestResult, Options, ingest
from articles.models import IngestRun
from articles.queueing import BATCH as QUEUED
from articles.queueing import finish, queue_articles, send_again
from articles.readers import Given, ReadError, ReadFailure, language_code, read_articles
from timeline.links import is_web_link

POLL = 0.5  # seconds between two looks at how far the workers are
STILL = 60  # seconds without an article read, after which messages are taken for lost


class Command(BaseCommand):
    help = (
        "Read articles and file their events: text, Markdown with front matter, HTML, JSON Lines, RSS or Atom, "
        "WARC (also .gz), a folder of these, a web address, or - for standard input."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="a file, a folder, a web address, or - for standard input",
        )
        parser.add_argument("--published", metavar="DATE", help="the day of publication, such as 2024-09-06")
        parser.add_argument("--publisher", default="", metavar="NAME", help="who published them")
        parser.add_argument("--url", default="", help="the address of the one article that is read")
        parser.add_argument(
            "--language", default="", metavar="CODE", help="en, ko or ja; told by the script if left out"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done and change nothing"
        )
        parser.add_argument(
            "--jobs", type=int, default=1, metavar="N", help="read on N processes (default 1)"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish new events without a curator's review"
        )
        parser.add_argument(
            "--batch",
            type=int,
            metavar="N",
            help=f"articles a transaction (default {BATCH}, queued {QUEUED})",
        )
        parser.add_argument("--queue", action="store_true", help="leave the work to the Celery workers")
        parser.add_argument(
            "--no-wait",
            action="store_true",
            help="with --queue: return once all is queued, and say as which run",
        )

    def handle(self, *args, **options):
        given = self.parse_given(options)
        inputs = read_articles(options["paths"], given)
        if options["queue"]:
            self.queue(inputs, options)
            return
        result = IngestResult()
        with self.progress(options["verbosity"]) as bar:
            task = bar.add_task("articles", total=None)

            def report(item):
                bar.advance(task)
                self.complain(item)

            chosen = Options(
                options["publish"], options["dry_run"], options["jobs"], options["batch"] or BATCH
            )
            try:
                ingest(inputs, chosen, report, result=result)
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"the database does not take any more: {str(error).strip()}")
                kept = 0 if options["dry_run"] else result.articles
                self.stderr.write(f"{kept} articles were read and are kept; begin again for the others")
                self.stdout.write(str(result))
                raise SystemExit(1) from None
        if options["verbosity"]:
            self.stdout.write(str(result))
        if result.failed:
            raise SystemExit(1)

    def complain(self, item) -> None:
        if isinstance(item, ReadFailure):
            self.stderr.write(f"{item.origin}: {item.reason}")

    def queue(self, inputs, options) -> None:
        """Send the articles to the workers instead of ingesting them here, and wait until they are done."""
        from kombu.exceptions import OperationalError as BrokerError  # only loaded when it is asked for

        with self.progress(options["verbosity"]) as bar:
            task = bar.add_task("queued", total=None)

            def report(item):
                bar.advance(task)
                self.complain(item)

            try:
                run = queue_articles(
                    inputs, publish=options["publish"], progress=report, size=options["batch"]
                )
            except BrokerError as error:
                raise CommandError(
                    f"the broker does not answer ({error}): what was queued is kept, see the last run in the admin"
                ) from None
        run.refresh_from_db()
        if options["no_wait"]:
            self.stdout.write(f"run {run.pk}: queued {run.inputs}, failed {run.failed}")
        else:
            run = self.wait(run, options["verbosity"])
            if options["verbosity"]:
                self.stdout.write(
                    f"created {run.created}, cited {run.cited}, unchanged {run.unchanged}, failed {run.failed}"
                )
        if run.failed:
            raise SystemExit(1)

    def look(self, run: IngestRun) -> None:
        """See after a while how far a run is; a database that is away may come back."""
        try:
            finish(run.pk)
            run.refresh_from_db()
            if not run.finished_at:
                time.sleep(POLL)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(POLL)

    def wait(self, run: IngestRun, verbosity: int) -> IngestRun:
        """Follow a queued run to its end; where nothing moves, its messages may be lost, and are sent again."""
        from kombu.exceptions import OperationalError as BrokerError

        seen = set(run.failures.values_list("pk", flat=True))
        moved = time.monotonic()
        try:
            with self.progress(verbosity) as bar:
                task = bar.add_task(f"run {run.pk}", total=run.inputs)
                while not run.finished_at:
                    before = run.inputs_read
                    self.look(run)
                    bar.update(task, completed=run.inputs_read)
                    if run.inputs_read != before:
                        moved = time.monotonic()
                    elif time.monotonic() - moved > STILL:
                        self.stderr.write(
                            f"run {run.pk}: nothing was read for {STILL} seconds. Is a worker running? "
                            "(celery -A config.celery worker)"
                        )
                        with suppress(OperationalError, InterfaceError, BrokerError):
                            send_again(run.pk)
                        moved = time.monotonic()
        except KeyboardInterrupt:
            raise CommandError(
                f"run {run.pk} goes on without you: the admin shows how far it is", returncode=130
            ) from None
        for failure in run.failures.exclude(pk__in=seen):
            self.stderr.write(f"{failure.origin}: {failure.reason}")
        run.refresh_from_db()
        return run

    def parse_given(self, options) -> Given:
        """Refuse bad usage before any work, with exit code 2."""
        if options["queue"] and not settings.CELERY_BROKER_URL:
            raise CommandError("--queue needs a broker: set REDIS_URL or CELERY_BROKER_URL", returncode=2)
        if options["queue"] and options["dry_run"]:
            raise CommandError("--dry-run changes nothing, so there is nothing to --queue", returncode=2)
        if options["no_wait"] and not options["queue"]:
            raise CommandError("--no-wait goes with --queue", returncode=2)
        try:
            published = date.fromisoformat(options["published"]) if options["published"] else None
        except ValueError:
            raise CommandError(
                f"--published {options['published']!r} is no date: write it as 2024-09-06", returncode=2
            ) from None
        if options["url"] and not is_web_link(options["url"]):
            raise CommandError(f"--url {options['url']!r} must start with http:// or https://", returncode=2)
        if options["url"] and len(options["paths"]) > 1:
            raise CommandError("--url names one article: give it with a single path", returncode=2)
        if options["jobs"] < 1:
            raise CommandError(f"--jobs {options['jobs']} is too few: give 1 or more", returncode=2)
        if options["batch"] is not None and options["batch"] < 1:
            raise CommandError(f"--batch {options['batch']} is too few: give 1 or more", returncode=2)
        try:
            language = language_code(options["language"]) if options["language"] else ""
        except ReadError as error:
            raise CommandError(f"--{error}", returncode=2) from None
        return Given(published, options["publisher"], options["url"], language)

    def progress(self, verbosity: int) -> Progress:
        """A bar on a terminal, nothing elsewhere."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        return Progress(
            *columns, console=console, disable=not (verbosity and console.is_terminal), transient=True
        )
