"""Publish and withdraw what is due."""

from django.core.management.base import BaseCommand

from timeline.curation.scheduling import carry_out


class Command(BaseCommand):
    help = "Publish and withdraw the events and timelines whose time has come. Run it every minute, by cron or by Celery's beat."

    def handle(self, *args, verbosity=1, **options):
        counts = {"published": 0, "withdrawn": 0, "left": 0}
        for done in carry_out():
            counts[done.verb] += 1
            if done.why_not:
                self.stderr.write(f"“{done.row}” was not published: {done.why_not}")
            elif verbosity > 1:
                self.stdout.write(f"{done.verb} “{done.row}”")
        if verbosity:
            self.stdout.write(", ".join(f"{verb} {n}" for verb, n in counts.items()))
