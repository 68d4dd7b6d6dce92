"""Ingest the shipped samples and create their timeline."""

from django.core.management.base import BaseCommand

from articles.shipped import load_samples


class Command(BaseCommand):
    help = "Ingest the shipped samples and create the timeline that shows them; safe to repeat."

    def handle(self, *args, **options):
        result = load_samples()
        if options["verbosity"]:
            self.stdout.write(str(result))
        for failure in result.failures:
            self.stderr.write(f"{failure.origin}: {failure.reason}")
        if result.failed:
            raise SystemExit(1)
