"""Read what staff submitted for a run; the admin starts this when needed."""

from django.core.management.base import BaseCommand

from articles.ingestion.web import read_run


class Command(BaseCommand):
    help = "Read what staff submitted for the run with this number, unless another process is reading it."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int)

    def handle(self, *args, run, **options):
        read = read_run(run)
        self.stdout.write(
            "read"
            if read
            else "nothing to read: the run is done or stopped, or another process is reading it"
        )
