"""The passages that report events, withdrawn passages, and former addresses of events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from timeline.dates import Edtf, parse_edtf

from .events import Event, validate_edtf
from .sources import Source


class Citation(models.Model):
    """A passage of a source that reports an event, stored with what extraction read in it."""

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
        help_text="The date this passage gives.",
    )
    date_words = models.CharField(
        max_length=200, blank=True, default="", help_text="The words that give the date."
    )

    page = models.PositiveIntegerField(
        null=True, blank=True, help_text="The page of the document, if it has pages."
    )

    disputes = models.BooleanField(default=False, help_text="Its date contradicts the event's.")
    verdict = models.BooleanField(
        null=True,
        blank=True,
        default=None,
        editable=False,
        help_text="A curator's decision on whether it disputes the date, if different from what the dates imply.",
    )
    is_derived = models.BooleanField(default=False, help_text="Its date was worked out from the passage.")
    is_settled = models.BooleanField(default=False, help_text="A curator has reviewed the date it gives.")
    is_pinned = models.BooleanField(
        default=False, help_text="Assigned by a curator; ingestion will not move it."
    )

    reading = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="What extraction read: kind, actors, place, whether planned.",
    )
    rule = models.CharField(max_length=60, blank=True, default="", editable=False)
    confidence = models.FloatField(null=True, blank=True, editable=False)
    rules_version = models.CharField(max_length=20, blank=True, default="", editable=False)
    edition = models.PositiveIntegerField(
        default=1, editable=False, help_text="The version of the article that the offsets refer to."
    )

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

    @property
    def states_date(self) -> bool:
        """Whether the passage itself gives a date; one taken from the publication date disputes nothing."""
        return bool(self.edtf) and (self.reading or {}).get("basis") != "published"

    @property
    def is_by_hand(self) -> bool:
        """Whether its words were typed, and stand in no text that we keep."""
        return self.start is None

    def judge(self, when: Edtf) -> bool:
        """Set whether it disputes that date; True if that changed, and so needs a curator. The caller saves."""
        disputes = self.states_date and not parse_edtf(self.edtf).overlaps(when)
        if self.verdict is not None:
            disputes = self.verdict
        if self.disputes == disputes:
            return False
        self.disputes, self.is_settled = disputes, False
        return True

    def set_verdict(self, disputes: bool, when: Edtf) -> None:
        """Set whether it disputes that date, as a curator decided. The caller saves."""
        self.verdict = None
        self.judge(when)
        if self.disputes != disputes:
            self.verdict = disputes
            self.judge(when)


class Withdrawal(models.Model):
    """A passage that a curator withdrew: ingestion does not read the same event from it again."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="withdrawals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(
        blank=True, default="", help_text="Its words, to recognise it in a later version of the text."
    )
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


class FormerSlug(models.Model):
    """A slug that an event once had in public: its address redirects, or says that the event was withdrawn."""

    slug = models.SlugField(max_length=220, unique=True)
    event = models.ForeignKey(
        Event,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="former_slugs",
        help_text="Where it redirects; empty if the event was withdrawn.",
    )
    reason = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self):
        return self.slug

    @classmethod
    def keep(cls, slug: str, event: Event | None = None, reason: str = "") -> None:
        cls.objects.update_or_create(slug=slug, defaults={"event": event, "reason": reason[:300]})
