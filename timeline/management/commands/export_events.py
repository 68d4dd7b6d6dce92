"""Write events to standard output."""

from django.core.management.base import BaseCommand, CommandError

from timeline.exports import Heading
from timeline.formats import FORMATS, export
from timeline.models import Event, Timeline


class Command(BaseCommand):
    help = (
        "Write events to standard output as JSON, CSV, iCalendar, Atom or TimelineJS's JSON, "
        "or the sources that they cite as BibTeX or CSL-JSON."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--timeline", metavar="SLUG", help="only the events of this timeline")
        parser.add_argument(
            "--status",
            choices=[*Event.Status.values, "all"],
            default=Event.Status.PUBLISHED,
            help="which events (default: published); all leaves out only what was merged away",
        )

    def handle(self, *args, **options):
        events = Event.objects.filter(merged_into=None)
        heading = Heading()
        if options["status"] != "all":
            events = events.filter(status=options["status"])
        if slug := options["timeline"]:
            timeline = Timeline.objects.filter(slug=slug).first()
            if timeline is None:
                known = ", ".join(Timeline.objects.values_list("slug", flat=True)) or "none yet"
                raise CommandError(f"there is no timeline {slug!r}; those that exist: {known}")
            events = events.filter(pk__in=timeline.events(status=None).values("pk"))
            heading = Heading(timeline.title, timeline.get_absolute_url())
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8", newline="")  # whatever the terminal's locale says
        for piece in export(options["format"], events, heading):
            self.stdout.write(piece, ending="")
