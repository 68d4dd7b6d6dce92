"""Timelines and their chapters, and events picked by hand."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from .events import Event
from .people import Actor
from .scheduling import Scheduled, due_index

SLUG = RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")


ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d{1,5})?", re.IGNORECASE)


def validate_origins(text: str) -> None:
    """Refuse anything that a browser would not accept as an origin, or that would break the policy it is put into."""
    for word in text.split():
        if not ORIGIN.fullmatch(word):
            raise ValidationError(
                f"“{word}” is not a site: write it like https://www.example.org, without a path."
            )


class Timeline(Scheduled):
    """A selection of events with an introduction and chapters, shared and embedded as one."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, validators=[SLUG])
    title_ko = models.CharField("title in Korean", max_length=200, blank=True, default="")
    title_ja = models.CharField("title in Japanese", max_length=200, blank=True, default="")
    introduction = models.TextField(blank=True, default="")
    introduction_ko = models.TextField("introduction in Korean", blank=True, default="")
    introduction_ja = models.TextField("introduction in Japanese", blank=True, default="")
    is_published = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False, help_text="Shown on the home page.")

    actors = models.ManyToManyField(
        Actor,
        blank=True,
        related_name="timelines",
        help_text="Includes events with any of these; if empty, all events.",
    )
    earliest = models.DateField(
        null=True, blank=True, help_text="Leaves out events entirely before this day."
    )
    latest = models.DateField(null=True, blank=True, help_text="Leaves out events entirely after this day.")
    kinds = models.JSONField(
        "kinds of event", default=list, blank=True, help_text="Includes only these; if empty, every kind."
    )
    picks = models.ManyToManyField(Event, through="Pick", related_name="timelines")
    picks_only = models.BooleanField(
        "only events picked by hand",
        default=False,
        help_text="Ignores the filters and shows only events picked by hand.",
    )
    embed_origins = models.TextField(
        "sites that may embed it",
        blank=True,
        default="",
        validators=[validate_origins],
        help_text="One per line, such as https://www.example.org or https://*.example.org; if empty, those allowed for the whole site.",
    )
    composition = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What it was composed with, and what composing proposed last.",
    )
    lead = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="lead event",
        help_text="The event whose evidence stands open when a reader comes; with none, the best supported.",
    )
    updated_at = models.DateTimeField(
        auto_now=True, help_text="When it, its chapters or its picks last changed."
    )

    published_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when it is public, without a break."
    )

    class Meta:
        ordering = ["title"]
        indexes = [due_index("timeline")]
        permissions = [("publish_timeline", "Can publish timelines")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="timeline_one_default"
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="timeline_dates_ordered",
                violation_error_message="It ends before it starts.",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, update_fields=None, **kwargs):
        self.published_at = (self.published_at or timezone.now()) if self.is_published else None
        if update_fields is not None and "is_published" in update_fields:
            update_fields = {*update_fields, "published_at"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_absolute_url(self):
        return reverse("timeline:timeline-detail", args=[self.slug])

    def events(self, status: str | None = Event.Status.PUBLISHED):
        """The events of this timeline with that status (None: any): those its filters include and those picked by hand,
        without those left out by hand."""
        taken = self.taken()
        if Pick.objects.filter(timeline=self).exists():
            picked = Pick.objects.filter(timeline=self, event=models.OuterRef("pk"))
            wanted = Q(pk__in=taken.values("pk")) | models.Exists(picked.filter(is_included=True))
            taken = Event.objects.filter(wanted).exclude(models.Exists(picked.filter(is_included=False)))
        events = taken.filter(merged_into=None)
        return events.filter(status=status) if status else events

    def taken(self):
        """The events its filters include, regardless of picks."""
        if self.picks_only:
            return Event.objects.none()
        taken = Event.objects.between(self.earliest, self.latest)
        if self.kinds:
            taken = taken.filter(kind__in=self.kinds)
        if actors := list(self.actors.all()):
            taken = taken.involving(actors)
        return taken


class Pick(models.Model):
    """A curator's choice to show an event on a timeline or to leave it out."""

    timeline = models.ForeignKey(Timeline, on_delete=models.CASCADE)
    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    is_included = models.BooleanField("shown", default=True)
    is_composed = models.BooleanField(
        "composed", default=False, editable=False, help_text="Chosen by its score, not by a person."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["timeline", "event"], name="pick_unique")]

    def __str__(self):
        return f"{self.event}: {'shown' if self.is_included else 'left out'}"


class Chapter(models.Model):
    """A titled span of a timeline, which readers can step through."""

    class Colour(models.TextChoices):
        """Each has a tone for light and one for dark pages in static/css/site.css, of checked contrast there."""

        BLUE = "blue"
        GREEN = "green"
        OCHRE = "ochre"
        RUST = "rust"
        PLUM = "plum"
        SLATE = "slate"

    timeline = models.ForeignKey(Timeline, on_delete=models.CASCADE, related_name="chapters")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, validators=[SLUG])
    earliest = models.DateField()
    latest = models.DateField()
    summary = models.TextField(blank=True, default="")
    title_ko = models.CharField("title in Korean", max_length=200, blank=True, default="")
    title_ja = models.CharField("title in Japanese", max_length=200, blank=True, default="")
    summary_ko = models.TextField("summary in Korean", blank=True, default="")
    summary_ja = models.TextField("summary in Japanese", blank=True, default="")
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its position when readers step through; by date if empty."
    )
    colour = models.CharField(
        max_length=10,
        choices=Colour,
        blank=True,
        default="",
        help_text="Of its heading and its stretch of the ribbon. All can be read on light and dark pages; embeds keep their own colours.",
    )

    class Meta:
        ordering = [F("position").asc(nulls_last=True), "earliest", "id"]
        constraints = [
            models.UniqueConstraint(fields=["timeline", "slug"], name="chapter_slug_unique"),
            models.CheckConstraint(
                condition=Q(earliest__lte=F("latest")),
                name="chapter_dates_ordered",
                violation_error_message="It ends before it starts.",
            ),
        ]

    def __str__(self):
        return self.title


class Step(models.Model):
    """A step of a timeline read as a story: a sentence of the curator's, and the event that it leads to."""

    timeline = models.ForeignKey(Timeline, on_delete=models.CASCADE, related_name="story")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    sentence = models.TextField(
        blank=True, default="", help_text="What leads the reader here, in a sentence or two."
    )
    sentence_ko = models.TextField("sentence in Korean", blank=True, default="")
    sentence_ja = models.TextField("sentence in Japanese", blank=True, default="")
    position = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place in the story; by its date if empty."
    )

    class Meta:
        ordering = [F("position").asc(nulls_last=True), "event__earliest", "id"]
        constraints = [models.UniqueConstraint(fields=["timeline", "event"], name="step_unique")]

    def __str__(self):
        return f"{self.timeline}: {self.event}"
