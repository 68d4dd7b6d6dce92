"""Events and the actors who took part in them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from timeline.dates import OPEN_END, OPEN_START, Edtf, EdtfError, Precision, parse_edtf

from .people import Actor
from .pictures import Pictured
from .scheduling import Scheduled, due_index


def validate_edtf(text: str) -> None:
    """Refuse what parse_edtf refuses, with its message."""
    try:
        parse_edtf(text)
    except EdtfError as error:
        raise ValidationError(str(error)) from error


class EventQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Event.Status.PUBLISHED, merged_into=None)

    def standing(self):
        """Events that are or may become public: neither rejected nor merged into another."""
        return self.filter(merged_into=None).exclude(status=Event.Status.REJECTED)

    def waiting(self):
        """Events awaiting a curator's decision."""
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
        meant = Actor.objects.order_by().filter(Q(pk__in=[a.pk for a in chosen]) | Q(represents__in=chosen))
        from .participations import Participation

        taking_part = Participation.objects.filter(actor__in=list(meant.values_list("pk", flat=True)))
        return self.filter(pk__in=taking_part.values("event"))

    def by_date(self):
        """By date. PostgreSQL walks an index that begins with ``merged_into`` only if the order names it."""
        return self.order_by("merged_into_id", "earliest", "latest", "id")

    def by_significance(self):
        """The events that matter most first; ties by date. ``merged_into`` as in :meth:`by_date`."""
        return self.order_by("merged_into_id", "-significance", "earliest", "latest", "id")

    def cited_by(self, source):
        from .citations import Citation

        return self.filter(pk__in=Citation.objects.filter(source=source).order_by().values("event"))

    def approve(self) -> int:
        """Publish the events as a curator's decision; return how many were not published yet."""
        return self._decide(Event.Status.PUBLISHED)

    def reject(self) -> int:
        """Reject the events as a curator's decision; return how many were not rejected yet."""
        return self._decide(Event.Status.REJECTED)

    def delete(self):
        """Delete the events; the addresses of those that were public say so."""
        from .citations import FormerSlug

        for slug in self.filter(published_at__isnull=False).values_list("slug", flat=True):
            FormerSlug.keep(slug, reason="It was deleted.")
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

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
        """Add ``source_count`` and ``passage_count``, the sources and passages that report each event; counted only for the
        rows fetched."""
        from .citations import Citation

        reports = Citation.objects.filter(event=models.OuterRef("pk")).order_by().values("event")
        article = Coalesce("source__edition_of", "source")  # editions of one article are one source
        sources = reports.annotate(n=Count(article, distinct=True)).values("n")
        passages = reports.annotate(n=Count("pk")).values("n")
        return self.annotate(
            source_count=Coalesce(models.Subquery(sources), 0),
            passage_count=Coalesce(models.Subquery(passages), 0),
        )

    def with_citations(self, source="source"):
        """Fetch citations and, by a join, their ``source``: fetched separately, each source would be a condition of its
        own in Django's query, and SQLite allows no more than a thousand."""
        from .citations import Citation

        return self.prefetch_related(models.Prefetch("citations", Citation.objects.select_related(source)))

    def with_evidence(self, source="source"):
        """Fetch actors and citations with their sources, in three queries however many events."""
        from .participations import Participation

        taking_part = models.Prefetch(
            "participations",
            Participation.objects.select_related("actor").prefetch_related("actor__aliases"),
        )
        return self.with_citations(source).prefetch_related(taking_part)


class Event(Scheduled, Pictured):
    """Something that happened or is planned, with its date as precisely as it is known."""

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

    class TitleBasis(models.TextChoices):
        RULE = "rule", _("Built by a rule")
        EXTRACT = "extract", _("Words of a passage")
        HEADLINE = "headline", _("Headline of an article")
        MODEL = "model", _("Worded by a model")
        CURATOR = "curator", _("Written by a curator")

    class Reader(models.TextChoices):
        RULES = "rules", _("Rules")
        MODEL = "model", _("A model")
        BOTH = "both", _("Rules and a model")

    title_basis = models.CharField(
        max_length=10, choices=TitleBasis, default=TitleBasis.RULE, editable=False, help_text="What the title rests on."
    )  # fmt: skip
    titles = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Titles by language, where a model gave any."
    )
    read_by = models.CharField(
        max_length=5, choices=Reader, blank=True, default="", editable=False, help_text="Who found it; nobody but a curator where it is empty."
    )  # fmt: skip
    title_ko = models.CharField("title in Korean", max_length=200, blank=True, default="")
    title_ja = models.CharField("title in Japanese", max_length=200, blank=True, default="")
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    edtf = models.CharField(
        "date",
        max_length=50,
        validators=[validate_edtf],
        help_text=_("EDTF: 2024-09-06, 2024-09, 1910/1945, 1907~, 2022/.."),
    )
    earliest = models.DateField(editable=False)
    latest = models.DateField(editable=False)
    precision = models.CharField(
        max_length=10, choices=[(p.value, p.value) for p in Precision], editable=False
    )
    place = models.CharField(max_length=200, blank=True, default="")
    summary = models.TextField(
        blank=True, default="", help_text=_("A curator's own words, shown above the citations.")
    )

    is_planned = models.BooleanField(
        default=False, help_text=_("Still to come when its sources were written.")
    )
    is_derived = models.BooleanField(
        default=False, help_text="The date was worked out, for example from an anniversary."
    )
    is_disputed = models.BooleanField(default=False, help_text="A citation gives a date that contradicts it.")

    dispute_note = models.TextField(
        blank=True, default="", help_text=_("Shown to readers if its sources disagree on the date.")
    )

    no_passage_reason = models.CharField(
        "published without a passage because",
        max_length=500,
        blank=True,
        default="",
        help_text=_("Required if it is published without a passage. Shown to readers."),
    )

    actors = models.ManyToManyField(Actor, through="Participation", related_name="events")
    part_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    # An event that others were merged into has their citations: it cannot be deleted until the merge is undone.
    merged_into = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="merged"
    )

    search_text = models.TextField(
        default="", blank=True, editable=False, help_text="The text searched; see timeline/record/search.py."
    )
    significance = models.FloatField(
        default=0.0, editable=False, help_text="How much it matters; see timeline/record/significance.py."
    )

    split_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="split_off"
    )
    before_merge = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What it had before it was merged, so that the merge can be undone.",
    )
    curated_fields = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Fields set by a curator, which ingestion leaves alone.",
    )
    rules_version = models.CharField(max_length=20, blank=True, default="", editable=False)
    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was first public."
    )
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was taken off the site."
    )
    withdrawal_reason = models.CharField(
        max_length=300, blank=True, default="", help_text="Shown to readers at its address."
    )
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
            # The timeline's page: published events that overlap a window, in order, and their number.
            models.Index(
                fields=["status", "merged_into", "earliest", "latest"], name="event_status_earliest_idx"
            ),
            # Its counts by kind and stretch of time, from the index alone.
            models.Index(fields=["status", "merged_into", "kind", "earliest"], name="event_density_idx"),
            # The other half of the overlap, and resolution's search for neighbours in time.
            models.Index(fields=["status", "latest"], name="event_status_latest_idx"),
            models.Index(fields=["status", "merged_into", "is_disputed"], name="event_disputed_idx"),
            # The events that matter most, of all and of a span.
            models.Index(fields=["status", "merged_into", "-significance"], name="event_significance_idx"),
            # Whether anything has changed since it was counted.
            models.Index(fields=["updated_at"], name="event_updated_idx"),
            due_index("event"),
            # The parts of an event: few events are parts, and without this SQLite searches all published events.
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

    def save(self, *args, update_fields=None, **kwargs):
        from .citations import FormerSlug

        self.derive()
        if self.status == self.Status.REJECTED != getattr(self._state, "status", None):
            self.publish_at = None  # or the clock would publish what was turned down
        if update_fields is not None and "status" in update_fields:
            update_fields = {*update_fields, "published_at", "withdrawn_at", "withdrawal_reason", "publish_at"}  # fmt: skip
        super().save(*args, update_fields=update_fields, **kwargs)
        then = getattr(self._state, "slug", None)
        if self.published_at and then and then != self.slug:
            FormerSlug.keep(then, self)
        self._state.slug, self._state.status = self.slug, self.status

    def get_absolute_url(self):
        return reverse("timeline:event-detail", args=[self.slug])

    def delete(self, *args, **kwargs):
        from .citations import FormerSlug

        if self.published_at:
            FormerSlug.keep(self.slug, reason="It was deleted.")
        return super().delete(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        event = super().from_db(db, field_names, values)
        event._state.slug, event._state.status = event.__dict__.get("slug"), event.__dict__.get("status")
        return event

    def clean(self):
        super().clean()
        if self.merged_into_id and self.merged_into.merged_into_id:
            raise ValidationError(
                {"merged_into": "That event was itself merged into another: choose the other one."}
            )

    @property
    def date(self) -> Edtf:
        return parse_edtf(self.edtf)

    @property
    def has_own_title(self) -> bool:
        """Whether a person gave it its title: a curator, or whoever made an event that nothing was read for."""
        return "title" in self.curated_fields or not self.read_by

    @property
    def stated_title_basis(self) -> str:
        return self.TitleBasis.CURATOR if self.has_own_title else self.title_basis

    @property
    def starts_open(self) -> bool:
        return self.earliest == OPEN_START

    @property
    def ends_open(self) -> bool:
        return self.latest == OPEN_END

    def mark_curated(self, names) -> None:
        """Record fields as set by a curator: ingestion leaves them alone from then on. The caller saves."""
        self.curated_fields = sorted({*self.curated_fields, *names})

    def derive(self) -> None:
        """Set what follows from the other fields of the row: the bounds of its date, and since when it is public."""
        self.derive_bounds()
        if self.status == self.Status.PUBLISHED:
            self.published_at = self.published_at or timezone.now()
            self.withdrawn_at, self.withdrawal_reason = None, ""
        elif self.published_at and not self.withdrawn_at:
            self.withdrawn_at = timezone.now()

    def derive_bounds(self) -> None:
        """Set earliest, latest and precision from the EDTF text; this is the only place that does."""
        parsed = parse_edtf(self.edtf)
        self.earliest, self.latest, self.precision = parsed.earliest, parsed.latest, parsed.precision.value

    def withdraw(self, reason: str) -> None:
        """Take a published event off the site; its address says so, with the reason."""
        self.status, self.withdrawal_reason = self.Status.REJECTED, reason[:300]
        self.mark_curated(["status"])
        self.save()

    def judge(self, *, is_redated: bool = False) -> None:
        """Decide again which of its citations dispute its date, and whether any does; the caller saves the event.

        If the date changed (``is_redated``), what a curator decided about a passage and the old date no longer applies.
        """
        citations = list(self.citations.all())
        for citation in citations:
            if is_redated:
                citation.verdict = None
            if citation.judge(self.date) or is_redated:
                citation.save()
        self.is_disputed = any(citation.disputes for citation in citations)
