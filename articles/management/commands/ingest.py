"""Read articles and file what they report as events with citations."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from articles.ingest import Options, ingest
from articles.readers import Given, ReadError, ReadFailure, language_code, read_articles
from timeline.links import is_web_link


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

        parser.add_argument("--queue", action="store_true", help="leave the work to the Celery workers")

    def handle(self, *args, **options):
        given = self.parse_given(options)
        inputs = read_articles(options["paths"], given)
        if options["queue"]:
            self.queue(inputs, options)
            return
        with self.progress(options["verbosity"]) as bar:
            task = bar.add_task("articles", total=None)

            def report(item):
                bar.advance(task)
                if isinstance(item, ReadFailure):
                    self.stderr.write(f"{item.origin}: {item.reason}")

            result = ingest(inputs, Options(options["publish"], options["dry_run"], options["jobs"]), report)
        if options["verbosity"]:
            self.stdout.write(str(result))
        if result.failed:
            raise SystemExit(1)

    def queue(self, inputs, options) -> None:
        """Send the articles to the workers instead of ingesting them here."""
        if not settings.CELERY_BROKER_URL:
            raise CommandError("--queue needs a broker: set REDIS_URL or CELERY_BROKER_URL", returncode=2)
        from articles.tasks import queue_articles  # Celery is only loaded when it is asked for

        sent, failures = queue_articles(inputs, publish=options["publish"])
        for failure in failures:
            self.stderr.write(f"{failure.origin}: {failure.reason}")
        self.stdout.write(f"queued {sent}, failed {len(failures)}")
        if failures:
            raise SystemExit(1)

    def parse_given(self, options) -> Given:
        """Refuse bad usage before any work, with exit code 2."""
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
