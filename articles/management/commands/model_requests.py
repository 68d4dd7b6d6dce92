"""Write the requests for a model about some articles, as a batch file."""

from django.core.management.base import BaseCommand

from articles.extraction.model.parts import WindowTooSmall
from articles.ingestion.asking.requests import request_lines
from articles.readers import ReadFailure, read_articles


class Command(BaseCommand):
    help = (
        "Write what a model is asked about articles as JSON Lines in the form of the OpenAI Batch API, to standard output; "
        "its results go into ingest or evaluate with --answers. Changes nothing, asks nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a web address, or -")
        parser.add_argument("--model", default="", help="the name of the model (default: MODEL_NAME)")

    def handle(self, *args, **options):
        failed, written = 0, set()
        for item in read_articles(options["paths"]):
            if isinstance(item, ReadFailure):
                failed += 1
                self.stderr.write(f"{item.origin}: {item.reason}")
                continue
            try:
                for line in request_lines(item, options["model"], written):
                    self.stdout.write(line)
            except WindowTooSmall as error:
                failed += 1
                self.stderr.write(f"{item.origin}: {error}")
        if failed:
            raise SystemExit(1)
