"""Articles, ingestion runs, submissions and queued batches."""

from bisect import bisect_right
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from timeline.models import Event, Source


class IngestRun(models.Model):
    """One ingestion, with its counts and failures; counts are saved batch by batch."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rules_version = models.CharField(max_length=20)
    created = models.PositiveIntegerField(default=0, help_text="Events.")
    cited = models.PositiveIntegerField(default=0, help_text="Citations.")
    unchanged = models.PositiveIntegerField(default=0, help_text="Articles already known.")
    failed = models.PositiveIntegerField(default=0, help_text="Articles that could not be read.")
    lost = models.PositiveIntegerField(default=0, help_text="Sentences that the rules could not read.")
    changed = models.PositiveIntegerField(default=0, help_text="Events that changed.")
    withheld = models.PositiveIntegerField(
        default=0, help_text="Changes of published events that wait for an Editor."
    )
    withdrawn = models.PositiveIntegerField(default=0, help_text="Passages no longer in their articles.")
    articles_read = models.PositiveIntegerField(default=0)
    read_by_model = models.PositiveIntegerField(
        default=0, help_text="Articles read by a model, alone or with the rules."
    )
    claims_kept = models.PositiveIntegerField(default=0, help_text="Claims of the model that were kept.")
    claims_dropped = models.PositiveIntegerField(
        default=0, help_text="Claims of the model not supported by their articles."
    )
    tokens = models.PositiveBigIntegerField(
        default=0, help_text="Tokens sent to and received from the model."
    )
    beat_at = models.DateTimeField(
        null=True, blank=True, help_text="The last sign of life of the reading process."
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who submitted the articles; empty for the command line.",
    )
    given = models.JSONField(default=dict, blank=True, help_text="Metadata given for all inputs.")
    inputs = models.PositiveIntegerField(default=0, help_text="Files, texts and addresses submitted.")
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

    SILENT = timedelta(minutes=2)  # after which a process without a sign of life counts as dead

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
    """A submitted input, stored until it is read; without content, an address to be fetched."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=1000, blank=True, default="")
    content = models.BinaryField(default=b"")
    origin = models.CharField(max_length=1100)
    is_article = models.BooleanField(
        default=False, help_text="The content is one queued article, not a file."
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["origin"], name="upload_origin_idx")]

    def __str__(self):
        return self.name or "pasted text"


class QueuedBatch(models.Model):
    """Articles waiting for a worker; deleted in the same transaction in which they are written or fail permanently."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="batches")
    articles = models.TextField(help_text="A JSON list.")  # jsonb would refuse a NUL
    publish = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0, help_text="How often a worker has started it.")

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"batch {self.pk} of run {self.run_id}"


class IngestFailure(models.Model):
    """An input that could not be ingested, with the reason; or a skipped sentence, which is settled from the start."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="failures")
    origin = models.CharField(max_length=1000)
    reason = models.CharField(max_length=1000)
    is_settled = models.BooleanField(default=False, help_text="Retried or dismissed.")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_settled=False), name="ingestfailure_open_idx"),
        ]

    def __str__(self):
        return f"{self.origin}: {self.reason}"


class Article(models.Model):
    """The text of a source as ingested, only for extraction and for staff."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="article")
    text = models.TextField()
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the input, to detect changes.")
    rules_version = models.CharField(max_length=20)
    read_by = models.CharField(max_length=5, default="rules", help_text="rules, model or both.")
    reader = models.CharField(
        max_length=240,
        blank=True,
        default="",
        help_text="The model, and the version of the questions put to it.",
    )
    run = models.ForeignKey(IngestRun, on_delete=models.SET_NULL, null=True, related_name="articles")
    ingested_at = models.DateTimeField(auto_now=True)

    edition = models.PositiveIntegerField(default=1, help_text="The number of versions read so far.")

    marks = models.JSONField(default=list, help_text="Names and days that identify the news.")
    looks_ahead = models.BooleanField(default=False, help_text="It announces future events.")
    noted = models.CharField(
        max_length=90, blank=True, default="", help_text="The state in which its marks were stored."
    )
    pages = models.JSONField(
        default=list, blank=True, help_text="Where each page starts, in characters; empty if it has none."
    )
    day_sought = models.BooleanField(
        default=False,
        help_text="Its publication date is to be inferred again, because similar news has arrived.",
    )

    class Meta:
        ordering = ["-ingested_at", "-id"]
        indexes = [
            # Queried at the end of each ingestion; few rows or none.
            models.Index(fields=["id"], condition=Q(day_sought=True), name="article_day_sought_idx"),
            models.Index(fields=["id"], condition=Q(noted=""), name="article_not_noted_idx"),
            # Ingestion checks whether a text was read before, from here or under another name.
            models.Index(fields=["content_hash"], name="article_content_hash_idx"),
        ]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="article_text_not_blank")]

    def __str__(self):
        return str(self.source)

    def page_of(self, offset: int) -> int | None:
        """The number of the page with this character, from 1; None if the document has no pages."""
        return bisect_right(self.pages, offset) or 1 if self.pages else None

    def text_of(self, edition: int) -> str:
        """The text of that version; "" if it is not stored."""
        if edition == self.edition:
            return self.text
        kept = self.versions.filter(edition=edition).first()
        return kept.text if kept else ""


class ArticleVersion(models.Model):
    """An earlier version of an article, which a newer one replaced."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    edition = models.PositiveIntegerField(help_text="1 for the first version.")
    text = models.TextField()
    content_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=1000, blank=True, default="")
    ingested_at = models.DateTimeField(help_text="When it was read.")
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["article", "edition"], name="article_version_unique"),
        ]
        # Ingestion checks whether it has read a text before.
        indexes = [models.Index(fields=["content_hash"], name="article_version_hash_idx")]

    def __str__(self):
        return f"{self.article}, version {self.edition}"


class NewsMark(models.Model):
    """A fingerprint of the news in an article, by which articles on the same news find each other.

    Of each mark no more than ``articles.ingestion.dating.MOST_CARRIERS`` dated and as many undated articles are kept: those of the
    lowest rank, which is drawn from their content, so that the same are kept in whatever order they come.
    """

    mark = models.BigIntegerField(help_text="articles.extraction.published.mark_key")
    is_dated = models.BooleanField(help_text="The article states its publication date.")
    rank = models.BigIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="news_marks")

    class Meta:
        indexes = [
            # Ingestion asks how many articles have a mark, which ranks last, and which they are.
            models.Index(fields=["mark", "is_dated", "rank", "article"], name="newsmark_mark_idx"),
        ]

    def __str__(self):
        return f"{self.mark} in article {self.article_id}"


class EventTie(models.Model):
    """A key under which an event is found by new claims that could tell the same: what its claims tell, and about when.

    An event may be found under keys that it no longer has; what is found is compared claim by claim.
    """

    key = models.BigIntegerField(help_text="articles.resolution.ties.kept_keys")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            # Ingestion asks which events have one of many keys.
            models.UniqueConstraint(fields=["key", "event"], name="event_tie_unique"),
        ]

    def __str__(self):
        return f"{self.key} of event {self.event_id}"


class Untied(models.Model):
    """An event whose keys are to be made anew before the next articles are written: its claims have changed."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"event {self.event_id}"


class TieVersion(models.Model):
    """With which rules and words the keys of events are made; one row, none before the first ingestion."""

    version = models.CharField(max_length=40, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.version


class ModelAnswer(models.Model):
    """A model's answer about a text, stored so that each question is asked only once."""

    model = models.CharField(max_length=200)
    version = models.CharField(max_length=20, help_text="The version of the questions.")
    text_hash = models.CharField(max_length=64, help_text="SHA-256 of the language and the text.")
    published = models.DateField(null=True, blank=True, help_text="The publication date given to the model.")
    answer = models.TextField(help_text="The chat completion, as JSON.")  # jsonb would refuse a NUL
    prompt_tokens = models.PositiveIntegerField(default=0)
    answer_tokens = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            # Ingestion looks up answers by text.
            models.UniqueConstraint(fields=["text_hash", "model", "version"], name="model_answer_unique"),
        ]

    def __str__(self):
        return f"{self.model} ({self.version}) on {self.text_hash[:12]}"


class ModelNote(models.Model):
    """A note on a model's answer about an article: a dropped claim, or a missing answer, with the reason."""

    run = models.ForeignKey(IngestRun, on_delete=models.SET_NULL, null=True, related_name="notes")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    reason = models.CharField(max_length=300)
    title = models.CharField(max_length=200, blank=True, default="")
    passage = models.CharField(max_length=300, blank=True, default="")
    is_fault = models.BooleanField(
        default=False, help_text="There was no usable answer: the article was read by rules."
    )

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.reason}: {self.title}" if self.title else self.reason
