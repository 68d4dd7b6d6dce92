"""Read what staff handed in for a run; the admin starts this by itself."""

from django.core.management.base import BaseCommand

from articles.intake import read_run


class Command(BaseCommand):
    help = "Read what staff handed in for the run with this number, unless another reader is at it."

    def add_arguments(self, parser):
        parser.add_argument("run", type=int)

    def handle(self, *args, run, **options):
        read = read_run(run)
        self.stdout.write(
            "read" if read else "nothing to read: it is done, stopped, or another reader is at it"
        )
