"""Article and IngestRun: the texts that events come from, and each time that they were read."""

from django.db import models
from django.db.models import Q

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

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}: {self.created} created, {self.failed} failed"


class IngestFailure(models.Model):
    """An input that could not be ingested, and why."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="failures")
    origin = models.CharField(max_length=1000)
    reason = models.CharField(max_length=1000)

    class Meta:
        ordering = ["id"]

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
