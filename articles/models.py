"""Article and IngestRun: the texts that events come from, and each time that they were read."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from timeline.models import Source


class IngestRun(models.Model):
    """One ingestion, with its counts and failures; counts are saved batch by batch."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rules_version = models.CharField(max_length=20)
    created = models.PositiveIntegerField(default=0, help_text="Events.")
    cited = models.PositiveIntegerField(default=0, help_text="Citations.")
    unchanged = models.PositiveIntegerField(default=0, help_text="Articles already known.")
    failed = models.PositiveIntegerField(default=0, help_text="Articles that could not be read.")
    articles_read = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="The last sign of life of what reads it.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who handed the articles in; nobody for the command line.",
    )
    given = models.JSONField(default=dict, blank=True, help_text="What was said of all its inputs.")
    inputs = models.PositiveIntegerField(default=0, help_text="Files, texts and addresses handed in.")
    inputs_read = models.PositiveIntegerField(default=0)
    stopped_because = models.CharField(max_length=500, blank=True, default="")

    class State(models.TextChoices):
        WAITING = "waiting"
        READING = "reading"
        STOPPED = "stopped"
        DONE = "done"

    SILENT = timedelta(minutes=2)  # after which what shows no sign of life is taken for dead

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}: {self.created} created, {self.failed} failed"

    @property
    def state(self) -> State:
        if self.finished_at:
            return self.State.DONE
        if self.stopped_because:
            return self.State.STOPPED
        is_alive = (self.beat_at or self.started_at) > timezone.now() - self.SILENT
        if not is_alive:
            return self.State.STOPPED
        return self.State.READING if self.beat_at else self.State.WAITING


class Upload(models.Model):
    """An input that somebody handed in, kept until it is read; without content, an address to be fetched."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=1000, blank=True, default="")
    content = models.BinaryField(default=b"")
    origin = models.CharField(max_length=1100)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["origin"], name="upload_origin_idx")]

    def __str__(self):
        return self.name or "pasted text"


class IngestFailure(models.Model):
    """An input that could not be ingested, and why."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="failures")
    origin = models.CharField(max_length=1000)
    reason = models.CharField(max_length=1000)
    is_settled = models.BooleanField(default=False, help_text="Tried again, or set aside.")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_settled=False), name="ingestfailure_open_idx"),
        ]

    def __str__(self):
        return f"{self.origin}: {self.reason}"


class Article(models.Model):
    """The text of a source as ingested, for extraction and for staff alone."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="article")
    text = models.TextField()
    content_hash = models.CharField(
        max_length=64, help_text="SHA-256 of what was read, to see whether it changed."
    )
    rules_version = models.CharField(max_length=20)
    run = models.ForeignKey(IngestRun, on_delete=models.SET_NULL, null=True, related_name="articles")
    ingested_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-ingested_at", "-id"]
        indexes = [
            # Ingestion asks whether a text was read before, from here or under another name.
            models.Index(fields=["content_hash"], name="article_content_hash_idx"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="article_text_not_blank")]

    def __str__(self):
        return str(self.source)
