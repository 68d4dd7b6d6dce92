"""Read articles and file what they report as events with citations."""

import time
from contextlib import suppress
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.ingestion.asking.asker import Tally
from articles.ingestion.asking.options import BadOptions, add_reader_options, parse_reader_options
from articles.ingestion.asking.readers import default_reader
from articles.ingestion.asking.second import RULES
from articles.ingestion.queue import BATCH as QUEUED
from articles.ingestion.queue import finish, queue_articles, send_again
from articles.ingestion.results import BATCH, IngestResult, Options, summary
from articles.ingestion.run import MOST_BATCH, ingest
from articles.models import IngestRun
from articles.readers import Given, ReadError, ReadFailure, language_code, read_articles
from timeline.links import is_web_link

POLL = 0.5  # seconds between two checks of the workers' progress
STILL = 60  # seconds without an article read, after which messages are considered lost


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
        parser.add_argument("--published", metavar="DATE", help="the publication date, such as 2024-09-06")
        parser.add_argument("--publisher", default="", metavar="NAME", help="the publisher of the articles")
        parser.add_argument("--url", default="", help="the address of the article, if there is only one")
        parser.add_argument(
            "--language",
            default="",
            metavar="CODE",
            help="such as en, ko or fr; detected if left out",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be done, and change nothing"
        )
        parser.add_argument(
            "--jobs", type=int, default=1, metavar="N", help="read in N processes (default 1)"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish new events without a curator's review"
        )
        parser.add_argument(
            "--batch",
            type=int,
            metavar="N",
            help=f"articles per transaction (default {BATCH}, queued {QUEUED})",
        )
        add_reader_options(parser)
        parser.add_argument("--queue", action="store_true", help="leave the work to the Celery workers")
        parser.add_argument(
            "--no-wait",
            action="store_true",
            help="with --queue: return once everything is queued, and print the number of the run",
        )

    def handle(self, *args, **options):
        given = self.parse_given(options)
        try:
            readers = parse_reader_options(options)
        except BadOptions as error:
            raise CommandError(str(error), returncode=2) from None
        asks = (readers["reader"] or default_reader(readers["answers"])) != RULES
        inputs = read_articles(options["paths"], given)
        if options["queue"]:
            self.queue(inputs, options)
            return
        result = IngestResult()
        with self.progress(options["verbosity"], asks=asks) as bar:
            task = bar.add_task("articles", total=None, status="")

            def watch(tally: Tally) -> None:
                bar.update(task, status=self.status(result, tally.tokens))

            def report(item):
                bar.advance(task)
                if asks:
                    bar.update(task, status=self.status(result, result.tokens))
                self.complain(item)

            chosen = Options(
                options["publish"],
                options["dry_run"],
                options["jobs"],
                options["batch"] or BATCH,
                watch=watch,
                **readers,
            )
            try:
                ingest(inputs, chosen, report, result=result)
            except (OperationalError, InterfaceError) as error:
                self.stderr.write(f"the database failed: {str(error).strip()}")
                kept = 0 if options["dry_run"] else result.articles
                self.stderr.write(
                    f"{kept} articles were read and saved; run the command again for the others"
                )
                self.stdout.write(str(result))
                raise SystemExit(1) from None
        for item in (*result.left_out, *result.by_rules):
            self.complain(item)
        if options["verbosity"]:
            self.stdout.write(str(result))
        if result.failed:
            raise SystemExit(1)

    def complain(self, item) -> None:
        if isinstance(item, ReadFailure):
            self.stderr.write(f"{item.origin}: {item.reason}")

    def queue(self, inputs, options) -> None:
        """Send the articles to the workers and wait until they are done."""
        from kombu.exceptions import OperationalError as BrokerError  # only loaded if needed

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
                    f"the broker does not answer ({error}): queued articles are kept, see the last run in the admin"
                ) from None
        run.refresh_from_db()
        if options["no_wait"]:
            self.stdout.write(f"run {run.pk}: queued {run.inputs}, failed {run.failed}")
        else:
            run = self.wait(run, options["verbosity"])
            if options["verbosity"]:
                self.stdout.write(summary(run))
        if run.failed:
            raise SystemExit(1)

    def look(self, run: IngestRun) -> None:
        """Check the progress of a run, after a pause if it is not done; a database that is down may come back."""
        try:
            finish(run.pk)
            run.refresh_from_db()
            if not run.finished_at:
                time.sleep(POLL)
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(POLL)

    def wait(self, run: IngestRun, verbosity: int) -> IngestRun:
        """Follow a queued run to its end; if nothing moves, its messages may be lost and are sent again."""
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
                f"run {run.pk} continues in the background: the admin shows its progress", returncode=130
            ) from None
        for failure in run.failures.iterator():
            if failure.pk not in seen:
                self.stderr.write(f"{failure.origin}: {failure.reason}")
        run.refresh_from_db()
        return run

    @staticmethod
    def status(result: IngestResult, tokens: int) -> str:
        return f"claims kept {result.claims_kept}, dropped {result.claims_dropped}, tokens {tokens:,}"

    def parse_given(self, options) -> Given:
        """Refuse wrong usage before any work, with exit code 2."""
        if options["queue"] and not settings.CELERY_BROKER_URL:
            raise CommandError("--queue needs a broker: set REDIS_URL or CELERY_BROKER_URL", returncode=2)
        if options["queue"] and options["dry_run"]:
            raise CommandError("--dry-run changes nothing and cannot be combined with --queue", returncode=2)
        if options["no_wait"] and not options["queue"]:
            raise CommandError("--no-wait requires --queue", returncode=2)
        try:
            published = date.fromisoformat(options["published"]) if options["published"] else None
        except ValueError:
            raise CommandError(
                f"--published {options['published']!r} is not a date: write it as 2024-09-06", returncode=2
            ) from None
        if options["url"] and not is_web_link(options["url"]):
            raise CommandError(f"--url {options['url']!r} must start with http:// or https://", returncode=2)
        if options["url"] and len(options["paths"]) > 1:
            raise CommandError("--url is the address of one article: give a single path", returncode=2)
        if options["jobs"] < 1:
            raise CommandError(f"--jobs {options['jobs']} is too few: give 1 or more", returncode=2)
        if options["batch"] is not None and options["batch"] < 1:
            raise CommandError(f"--batch {options['batch']} is too few: give 1 or more", returncode=2)
        if options["batch"] is not None and options["batch"] > MOST_BATCH:
            raise CommandError(
                f"--batch {options['batch']} is too many: give {MOST_BATCH} or less", returncode=2
            )
        try:
            language = language_code(options["language"]) if options["language"] else ""
        except ReadError as error:
            raise CommandError(f"--{error}", returncode=2) from None
        return Given(published, options["publisher"], options["url"], language)

    def progress(self, verbosity: int, *, asks: bool = False) -> Progress:
        """A progress bar on a terminal only; with a model, it also shows claims and tokens."""
        console = Console(stderr=True)
        columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
        columns += [TextColumn("{task.fields[status]}")] if asks else []
        return Progress(
            *columns, console=console, disable=not (verbosity and console.is_terminal), transient=True
        )
