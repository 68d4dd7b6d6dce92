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
    queued_at = models.DateTimeField(
        null=True, blank=True, help_text="When the last of its batches was queued for the workers."
    )

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
    is_article = models.BooleanField(
        default=False, help_text="The content is one article as it was queued, not a file."
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["origin"], name="upload_origin_idx")]

    def __str__(self):
        return self.name or "pasted text"


class QueuedBatch(models.Model):
    """Articles that wait for a worker; gone, in the same transaction, once they are written or have failed for good."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="batches")
    articles = models.TextField(help_text="A JSON list.")  # jsonb would refuse a NUL
    publish = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0, help_text="How often a worker has begun it.")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"batch {self.pk} of run {self.run_id}"


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

    marks = models.JSONField(default=list, help_text="Names and days by which the same news is known.")
    looks_ahead = models.BooleanField(default=False, help_text="It tells what is to come.")
    noted = models.CharField(max_length=90, blank=True, default="", help_text="As what its marks were noted.")
    day_sought = models.BooleanField(
        default=False, help_text="Its day is to be inferred anew: news of the same kind has come."
    )

    class Meta:
        ordering = ["-ingested_at", "-id"]
        indexes = [
            # The end of each ingestion asks for these two, of which there are few or none.
            models.Index(fields=["id"], condition=Q(day_sought=True), name="article_day_sought_idx"),
            models.Index(fields=["id"], condition=Q(noted=""), name="article_not_noted_idx"),
            # Ingestion asks whether a text was read before, from here or under another name.
            models.Index(fields=["content_hash"], name="article_content_hash_idx"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="article_text_not_blank")]

    def __str__(self):
        return str(self.source)


class NewsMark(models.Model):
    """A mark of the news that an article tells, by which articles of the same news find each other.

    Of each mark no more than ``articles.dating.MOST_CARRIERS`` dated and as many undated articles are kept: those of the
    lowest rank, which is drawn from their content, so that the same are kept in whatever order they come.
    """

    mark = models.BigIntegerField(help_text="articles.extraction.published.mark_key")
    is_dated = models.BooleanField(help_text="The article states its day.")
    rank = models.BigIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="news_marks")

    class Meta:
        indexes = [
            # Ingestion asks how many carry a mark, which ranks last, and who they are.
            models.Index(fields=["mark", "is_dated", "rank", "article"], name="newsmark_mark_idx"),
        ]

    def __str__(self):
        return f"{self.mark} in article {self.article_id}"
