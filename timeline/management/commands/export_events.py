"""Write events to standard output."""

from django.core.management.base import BaseCommand, CommandError

from timeline.data.exports import Heading
from timeline.data.formats import FORMATS, export
from timeline.models import Event, Timeline
from timeline.record.ranking import most_significant


class Command(BaseCommand):
    help = (
        "Write events to standard output as JSON, CSV, iCalendar, Atom or TimelineJS's JSON, "
        "or the sources they cite as BibTeX or CSL-JSON."
    )

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument("--timeline", metavar="SLUG", help="only the events of this timeline")
        parser.add_argument(
            "--top", type=int, metavar="N", help="only the N events that matter most, spread over time"
        )
        parser.add_argument(
            "--status",
            choices=[*Event.Status.values, "all"],
            default=Event.Status.PUBLISHED,
            help="which events (default: published); all leaves out only merged ones",
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
                raise CommandError(f"there is no timeline {slug!r}; existing timelines: {known}")
            events = events.filter(pk__in=timeline.events(status=None).values("pk"))
            heading = Heading(timeline.title, timeline.get_absolute_url())
        if (top := options["top"]) is not None:
            if top < 1:
                raise CommandError(f"--top {top} is too few: give 1 or more")
            events = events.filter(pk__in=most_significant(events, top))
        if reconfigure := getattr(self.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8", newline="")  # whatever the terminal's locale says
        for piece in export(options["format"], events, heading):
            self.stdout.write(piece, ending="")
