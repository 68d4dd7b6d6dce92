"""Write the stored answers of models, or load them from a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.ingestion.asking.kept import load_kept, write_kept
from articles.ingestion.asking.results import Results, ResultsError


class Command(BaseCommand):
    help = (
        "Write all answers of models that are kept to standard output, as JSON Lines in the form of a batch's results; with "
        "--load, keep those of such a file."
    )

    def add_arguments(self, parser):
        parser.add_argument("--load", type=Path, metavar="FILE", help="store the answers in this file")

    def handle(self, *args, **options):
        if not options["load"]:
            for line in write_kept():
                self.stdout.write(line)
            return
        try:
            self.stdout.write(f"kept {load_kept(Results(options['load']))}")
        except ResultsError as error:
            raise CommandError(str(error), returncode=2) from None
