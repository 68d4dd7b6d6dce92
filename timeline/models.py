"""Event, Actor, Source, Citation and Timeline: what readers see and curators edit."""

from __future__ import annotations

import re
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .dates import OPEN_END, OPEN_START, Edtf, EdtfError, Precision, parse_edtf
from .links import is_web_link


def validate_edtf(text: str) -> None:
    """Refuse what parse_edtf refuses, with its message."""
    try:
        parse_edtf(text)
    except EdtfError as error:
        raise ValidationError(str(error)) from error


class ActorQuerySet(models.QuerySet):
    def taking_part(self):
        """Actors of published events, each asked for one alone."""
        shown = Participation.objects.filter(
            actor=models.OuterRef("pk"), event__status=Event.Status.PUBLISHED, event__merged_into=None
        )
        return self.filter(models.Exists(shown))

    def shown(self):
        """Actors of whom readers see something: they, or who acts for them, take part in a published event.

        Adds ``takes_part``, whether they do themselves.
        """
        parts = Participation.objects.filter(
            event__status=Event.Status.PUBLISHED, event__merged_into=None
        ).order_by()
        own = models.Exists(parts.filter(actor=models.OuterRef("pk")))
        acting = models.Exists(parts.filter(actor__represents=models.OuterRef("pk")))
        return self.annotate(takes_part=own).filter(Q(takes_part=True) | acting)


class Actor(models.Model):
    """A person, state, organisation or party."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        STATE = "state", _("State")
        ORGANISATION = "organisation", _("Organisation")
        PARTY = "party", _("Party")

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    description = models.CharField(max_length=300, blank=True, default="")
    represents = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="representatives",
        help_text="The state, body or party for which this person acts.",
    )
    is_proposed = models.BooleanField(
        default=False, help_text="Named by a text and not yet confirmed by a curator."
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="actor_name_not_blank"),
            models.CheckConstraint(condition=~Q(represents=F("id")), name="actor_not_own_representative"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("timeline:actor-detail", args=[self.slug])


class Alias(models.Model):
    """Another name under which texts speak of an actor."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="alias_name_not_blank"),
            models.UniqueConstraint(
                Lower("name"),
                name="alias_name_unique",
                violation_error_message="Another actor has this alias.",
            ),
        ]

    def __str__(self):
        return self.name


class IgnoredName(models.Model):
    """A name that no curator wants as an actor: ingestion passes it over."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class SourceQuerySet(models.QuerySet):
    def with_counts(self):
        """Add ``event_count``, the published events that each source is cited for; counted for the rows fetched alone."""
        counts = self._reports().values("source").annotate(n=Count("event", distinct=True))
        return self.annotate(event_count=Coalesce(models.Subquery(counts.values("n")), 0))

    def _reports(self):
        """For each source its citations of published events."""
        return Citation.objects.filter(
            source=models.OuterRef("pk"), event__status=Event.Status.PUBLISHED, event__merged_into=None
        ).order_by()

    def shown(self):
        """Documents that a published event cites."""
        return self.filter(models.Exists(self._reports()))

    def cited_in(self, events):
        """Documents that any of the events cites."""
        cited = Citation.objects.filter(event__in=events.order_by().values("pk")).order_by()
        return self.filter(pk__in=cited.values("source"))


class Source(models.Model):
    """A document that is cited."""

    class Kind(models.TextChoices):
        ARTICLE = "article"
        STATEMENT = "statement"
        TREATY = "treaty"
        ABSTRACT = "abstract"

    class Basis(models.TextChoices):
        STATED = "stated", "stated by the document"
        INFERRED = "inferred", "inferred from the text"
        UNKNOWN = "unknown", "unknown"

    title = models.CharField(max_length=500, blank=True, default="")
    publisher = models.CharField(max_length=300, blank=True, default="")
    url = models.URLField(max_length=1000, blank=True, default="")
    published = models.DateField(null=True, blank=True)
    published_basis = models.CharField(max_length=10, choices=Basis, default=Basis.UNKNOWN)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.ARTICLE)
    language = models.CharField(max_length=10, default="en")
    origin = models.CharField(
        max_length=1000, blank=True, default="", help_text="The path or address that it was ingested from."
    )
    curated_fields = models.JSONField(
        default=list, blank=True, help_text="Fields set by a curator, which ingestion leaves alone."
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "title", "id"]
        # The list of sources in its order.
        indexes = [models.Index(fields=["published", "publisher", "id"], name="source_listed_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["url"],
                condition=~Q(url=""),
                name="source_url_unique",
                violation_error_message="Another source has this address.",
            ),
            models.UniqueConstraint(fields=["origin"], condition=~Q(origin=""), name="source_origin_unique"),
            models.CheckConstraint(
                condition=Q(published__isnull=True, published_basis="unknown")
                | Q(published__isnull=False, published_basis__in=["stated", "inferred"]),
                name="source_published_has_basis",
            ),
        ]

    def __str__(self):
        return self.display_title

    def get_absolute_url(self):
        return reverse("timeline:source-detail", args=[self.pk])

    def clean(self):
        if self.url and not is_web_link(self.url):
            raise ValidationError({"url": "Give an address on the web: it begins with http:// or https://."})

    @property
    def display_title(self) -> str:
        return self.title or "Untitled document"

    def mark_curated(self, names) -> None:
        """Note fields as set by a curator: ingestion leaves them alone from then on. The caller saves."""
        self.curated_fields = sorted({*self.curated_fields, *names})

    def set_published(self, day) -> None:
        """Take the day of publication from a curator. The caller saves."""
        self.published = day
        self.published_basis = self.Basis.STATED if day else self.Basis.UNKNOWN
        self.mark_curated(["published"])

    @property
    def is_paraphrased(self) -> bool:
        """Whether its text is our own abstract, so that a passage must never be shown as a quotation."""
        return self.kind == self.Kind.ABSTRACT


class EventQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Event.Status.PUBLISHED, merged_into=None)

    def standing(self):
        """Events that a reader may come to see: neither rejected nor merged away."""
        return self.filter(merged_into=None).exclude(status=Event.Status.REJECTED)

    def waiting(self):
        """Events that a curator has yet to decide on."""
        return self.filter(status=Event.Status.PROPOSED, merged_into=None)

    def between(self, first: date | None, last: date | None):
        """Events whose possible days overlap the span; None leaves that end open."""
        found = self
        if first:
            found = found.filter(latest__gte=first)
        if last:
            found = found.filter(earliest__lte=last)
        return found

    def involving(self, actors):
        """Events in which any of the actors, or someone who represents one, takes part."""
        chosen = list(actors)
        meant = Actor.objects.filter(Q(pk__in=[a.pk for a in chosen]) | Q(represents__in=chosen))
        taking_part = Participation.objects.filter(actor__in=list(meant.values_list("pk", flat=True)))
        return self.filter(pk__in=taking_part.values("event"))

    def cited_by(self, source):
        return self.filter(pk__in=Citation.objects.filter(source=source).order_by().values("event"))

    def approve(self) -> int:
        """Publish the events, as a curator's decision; gives how many were not yet."""
        return self._decide(Event.Status.PUBLISHED)

    def reject(self) -> int:
        """Reject the events, as a curator's decision; gives how many were not yet."""
        return self._decide(Event.Status.REJECTED)

    def _decide(self, status: str) -> int:
        with transaction.atomic():
            chosen = Event.objects.select_for_update().filter(pk__in=self.values("pk"))
            events = list(chosen.exclude(status=status))
            for event in events:
                event.status = status
                event.mark_curated(["status"])
                event.save(update_fields=["status", "curated_fields", "updated_at"])
        return len(events)

    def with_counts(self):
        """Add ``source_count``, the number of documents that report each event; counted for the rows fetched alone."""
        reports = Citation.objects.filter(event=models.OuterRef("pk")).order_by().values("event")
        count = reports.annotate(n=Count("source", distinct=True)).values("n")
        return self.annotate(source_count=Coalesce(models.Subquery(count), 0))

    def with_evidence(self):
        """Fetch actors and citations with their sources, in three queries however many events."""
        return self.prefetch_related("participations__actor", "citations__source")


class Event(models.Model):
    """Something that happened or is due, with the date as precisely as it is known."""

    class Kind(models.TextChoices):
        SUMMIT = "summit", _("Summit")
        VISIT = "visit", _("Visit")
        AGREEMENT = "agreement", _("Agreement")
        ANNOUNCEMENT = "announcement", _("Announcement")
        ELECTION = "election", _("Election")
        OFFICE = "office", _("change of office")
        CONFLICT = "conflict", _("Conflict")
        SANCTION = "sanction", _("Sanction")
        RULING = "ruling", _("Ruling")
        PROTEST = "protest", _("Protest")
        ANNIVERSARY = "anniversary", _("Anniversary")
        PERIOD = "period", _("Period")
        STATEMENT = "statement", _("Statement")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        PUBLISHED = "published"
        REJECTED = "rejected"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    edtf = models.CharField(
        "date",
        max_length=50,
        validators=[validate_edtf],
        help_text="EDTF: 2024-09-06, 2024-09, 1910/1945, 1907~, 2022/..",
    )
    earliest = models.DateField(editable=False)
    latest = models.DateField(editable=False)
    precision = models.CharField(
        max_length=10, choices=[(p.value, p.value) for p in Precision], editable=False
    )
    place = models.CharField(max_length=200, blank=True, default="")
    summary = models.TextField(
        blank=True, default="", help_text="A curator's own words, shown above the citations."
    )

    is_planned = models.BooleanField(default=False, help_text="Still ahead when its sources were written.")
    is_derived = models.BooleanField(
        default=False, help_text="The date was worked out, such as from an anniversary."
    )
    is_disputed = models.BooleanField(
        default=False, help_text="A citation gives a date that cannot be squared with it."
    )

    dispute_note = models.TextField(
        blank=True, default="", help_text="What readers are told where its sources do not agree on the date."
    )

    actors = models.ManyToManyField(Actor, through="Participation", related_name="events")
    part_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    # An event that others were merged into has their citations: it is not deleted before they are set apart again.
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="merged"
    )

    search_text = models.TextField(
        default="", blank=True, editable=False, help_text="What it is found by; see timeline/search.py."
    )

    split_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="split_off"
    )
    before_merge = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What it brought along, so that a merge can be undone.",
    )
    curated_fields = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Fields that a curator set; ingestion leaves them alone.",
    )
    rules_version = models.CharField(max_length=20, blank=True, default="", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["earliest", "latest", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(earliest__lte=F("latest")), name="event_dates_ordered"),
            models.CheckConstraint(condition=~Q(title=""), name="event_title_not_blank"),
            models.CheckConstraint(condition=~Q(part_of=F("id")), name="event_not_part_of_itself"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="event_not_merged_into_itself"),
        ]
        permissions = [("publish_event", "Can publish events")]
        indexes = [
            # The timeline page: published events that overlap a window, in order, and how many there are.
            models.Index(
                fields=["status", "merged_into", "earliest", "latest"], name="event_status_earliest_idx"
            ),
            # Its counts by kind and stretch of time, without a look at the rows.
            models.Index(fields=["status", "merged_into", "kind", "earliest"], name="event_density_idx"),
            # The other half of the overlap, and resolution's search for neighbours in time.
            models.Index(fields=["status", "latest"], name="event_status_latest_idx"),
            models.Index(fields=["status", "merged_into", "is_disputed"], name="event_disputed_idx"),
            # Whether anything has changed since it was counted.
            models.Index(fields=["updated_at"], name="event_updated_idx"),
            # The parts of an event: few are one, and without it SQLite looks for them among all that are published.
            models.Index(
                fields=["part_of", "earliest", "latest"],
                condition=Q(part_of__isnull=False),
                name="event_parts_idx",
            ),
            # The filter by kind, and the review queue by kind.
            models.Index(fields=["kind", "status", "earliest"], name="event_kind_status_idx"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.derive_bounds()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("timeline:event-detail", args=[self.slug])

    def clean(self):
        if self.merged_into_id and self.merged_into.merged_into_id:
            raise ValidationError(
                {"merged_into": "That event was merged itself: choose the one that it became."}
            )

    @property
    def date(self) -> Edtf:
        return parse_edtf(self.edtf)

    @property
    def starts_open(self) -> bool:
        return self.earliest == OPEN_START

    @property
    def ends_open(self) -> bool:
        return self.latest == OPEN_END

    def mark_curated(self, names) -> None:
        """Note fields as set by a curator: ingestion leaves them alone from then on. The caller saves."""
        self.curated_fields = sorted({*self.curated_fields, *names})

    def derive_bounds(self) -> None:
        """Work out earliest, latest and precision from the EDTF text, the one place where that is done."""
        parsed = parse_edtf(self.edtf)
        self.earliest, self.latest, self.precision = parsed.earliest, parsed.latest, parsed.precision.value


class Participation(models.Model):
    """An actor's part in an event."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        HOST = "host", _("Host")
        VISITOR = "visitor", _("Visitor")
        SIGNATORY = "signatory", _("Signatory")
        SPEAKER = "speaker", _("Speaker")
        TARGET = "target", _("Target")
        CANDIDATE = "candidate", _("Candidate")
        HOLDER = "holder", _("office holder")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=Role, default=Role.PARTICIPANT)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "actor"], name="participation_unique")]

    def __str__(self):
        return f"{self.actor} ({self.get_role_display()})"


class Citation(models.Model):
    """A passage of a source that reports an event, kept with the machine's reading of it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="citations")

    quote = models.TextField()
    start = models.PositiveIntegerField(
        null=True, blank=True, help_text="First character in the article's text."
    )
    end = models.PositiveIntegerField(null=True, blank=True, help_text="First character after the quote.")
    edtf = models.CharField(
        "date",
        max_length=50,
        blank=True,
        default="",
        validators=[validate_edtf],
        help_text="As this passage gives it.",
    )
    date_words = models.CharField(
        max_length=200, blank=True, default="", help_text="The words that give the date."
    )

    disputes = models.BooleanField(default=False, help_text="Its date cannot be squared with the event's.")
    is_derived = models.BooleanField(default=False, help_text="Its date was worked out from the words.")
    is_settled = models.BooleanField(
        default=False, help_text="A curator has looked at what it says of the date."
    )
    is_pinned = models.BooleanField(
        default=False, help_text="A curator placed it; ingestion will not move it."
    )

    reading = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What the rules read: kind, actors, place, plan."
    )
    rule = models.CharField(max_length=60, blank=True, default="", editable=False)
    confidence = models.FloatField(null=True, blank=True, editable=False)
    rules_version = models.CharField(max_length=20, blank=True, default="", editable=False)

    class Meta:
        ordering = ["source__published", "source_id", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="citation_quote_not_blank"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(start__lt=F("end")), name="citation_offsets_ordered"
            ),
            models.UniqueConstraint(
                fields=["event", "source", "start", "end", "edtf"], name="citation_passage_unique"
            ),
        ]

    def __str__(self):
        return self.quote[:80]


SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")


class Withdrawal(models.Model):
    """A passage that a curator took back: ingestion reads no such happening from it again."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="withdrawals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=60, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "start", "end", "kind", "action"], name="withdrawal_unique"
            )
        ]

    def __str__(self):
        return f"{self.kind} in {self.source}, characters {self.start} to {self.end}"


class Change(models.Model):
    """What a person changed in one record: its history is made of these; see timeline/history.py."""

    class Verb(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"

    at = models.DateTimeField(auto_now_add=True)
    act = models.UUIDField(help_text="What was changed in one go has the same.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=200, help_text="Kept when the account is gone.")
    reason = models.CharField(max_length=300, blank=True, default="")
    record = models.CharField(max_length=60, help_text="The record, such as citation-17.")
    place = models.CharField(max_length=60, help_text="What it is part of, such as event-5, or itself.")
    place_before = models.CharField(
        max_length=60, blank=True, default="", help_text="What it was part of before, if something else."
    )
    words = models.CharField(max_length=200)
    verb = models.CharField(max_length=10, choices=Verb)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            # The history of a record: its own changes and those of its parts.
            models.Index(fields=["place", "at"], name="change_place_idx"),
            models.Index(
                fields=["place_before", "at"], name="change_place_before_idx", condition=~Q(place_before="")
            ),
            # Who changed a record last, and all that belongs to one act.
            models.Index(fields=["record", "at"], name="change_record_idx"),
            models.Index(fields=["act"], name="change_act_idx"),
        ]

    def __str__(self):
        return f"{self.author_name} {self.verb} {self.record}"


ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?", re.IGNORECASE)


def validate_origins(text: str) -> None:
    """Refuse what a browser would not take for the origin of a page, and what would end the policy that it goes into."""
    for word in text.split():
        if not ORIGIN.fullmatch(word):
            raise ValidationError(
                f"“{word}” is no site: write it as https://www.example.org, without a path."
            )


class Timeline(models.Model):
    """A selection of events with an introduction and chapters: what is shared and embedded."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, validators=[SLUG])
    introduction = models.TextField(blank=True, default="")
    is_published = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False, help_text="The one at the site's first page.")

    actors = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="timelines",
        help_text="Takes events with any of these; with none, all events.",
    )
    earliest = models.DateField(
        null=True, blank=True, help_text="Leaves out what lies wholly before this day."
    )
    latest = models.DateField(null=True, blank=True, help_text="Leaves out what lies wholly after this day.")
    kinds = models.JSONField(
        "kinds of event", default=list, blank=True, help_text="Takes these alone; with none, every kind."
    )
    picks = models.ManyToManyField(Event, through="Pick", related_name="timelines")
    picks_only = models.BooleanField(
        "picked by hand alone",
        default=False,
        help_text="Takes nothing by itself: it shows what is picked by hand.",
    )
    embed_origins = models.TextField(
        "sites that may embed it",
        blank=True,
        default="",
        validators=[validate_origins],
        help_text="One a line, such as https://www.example.org or https://*.example.org; with none, those that the whole site allows.",
    )
    updated_at = models.DateTimeField(
        auto_now=True, help_text="When it, its chapters or its picks were last changed."
    )

    class Meta:
        ordering = ["title"]
        permissions = [("publish_timeline", "Can publish timelines")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="timeline_one_default"
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="timeline_dates_ordered",
                violation_error_message="It ends before it begins.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("timeline:timeline-detail", args=[self.slug])

    def events(self, status: str | None = Event.Status.PUBLISHED):
        """The events of this timeline with that status (None: any): what its filters take and the picks add, less what
        these leave out."""
        taken = self.taken()
        if Pick.objects.filter(timeline=self).exists():
            picked = Pick.objects.filter(timeline=self, event=models.OuterRef("pk"))
            wanted = Q(pk__in=taken.values("pk")) | models.Exists(picked.filter(is_included=True))
            taken = Event.objects.filter(wanted).exclude(models.Exists(picked.filter(is_included=False)))
        events = taken.filter(merged_into=None)
        return events.filter(status=status) if status else events

    def taken(self):
        """The events that its filters take, whatever was picked by hand."""
        if self.picks_only:
            return Event.objects.none()
        taken = Event.objects.between(self.earliest, self.latest)
        if self.kinds:
            taken = taken.filter(kind__in=self.kinds)
        if actors := list(self.actors.all()):
            taken = taken.involving(actors)
        return taken


class Pick(models.Model):
    """A curator's choice to show an event on a timeline, or to leave it out."""

    timeline = models.ForeignKey(Timeline, on_delete=models.CASCADE)
    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    is_included = models.BooleanField("shown", default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timeline", "event"], name="pick_unique")]

    def __str__(self):
        return f"{self.event}: {'shown' if self.is_included else 'left out'}"


class Chapter(models.Model):
    """A titled span of a timeline that a reader can step through."""

    timeline = models.ForeignKey(Timeline, on_delete=models.CASCADE, related_name="chapters")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, validators=[SLUG])
    earliest = models.DateField()
    latest = models.DateField()
    summary = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place when readers step through; by its dates if empty."
    )

    class Meta:
        ordering = [F("position").asc(nulls_last=True), "earliest", "id"]
        constraints = [
            models.UniqueConstraint(fields=["timeline", "slug"], name="chapter_slug_unique"),
            models.CheckConstraint(
                condition=Q(earliest__lte=F("latest")),
                name="chapter_dates_ordered",
                violation_error_message="It ends before it begins.",
            ),
        ]

    def __str__(self):
        return self.title


class Stamp(models.Model):
    """That something which readers see was written: rows are counted, and say nothing else."""

    def __str__(self):
        return str(self.pk)


class TableUpload(models.Model):
    """A table that somebody handed in and has not yet confirmed; nobody else may, and it is dropped after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    report = models.JSONField(default=dict, help_text="What importing it would do, as far as it is shown.")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name
