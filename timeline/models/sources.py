"""Sources: the documents we cite."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from timeline.links import is_web_link


class SourceQuerySet(models.QuerySet):
    def with_counts(self):
        """Add ``event_count``, the number of published events each source reports; counted only for the rows fetched."""
        counts = self._reports().values("source").annotate(n=Count("event", distinct=True))
        return self.annotate(event_count=Coalesce(models.Subquery(counts.values("n")), 0))

    def _reports(self):
        """The citations of published events by a source of the outer query."""
        from .citations import Citation
        from .events import Event

        return Citation.objects.filter(
            source=models.OuterRef("pk"), event__status=Event.Status.PUBLISHED, event__merged_into=None
        ).order_by()

    def shown(self):
        """Sources cited by a published event."""
        return self.filter(models.Exists(self._reports()))

    def cited_in(self, events):
        """Sources cited by any of the events."""
        from .citations import Citation

        cited = Citation.objects.filter(event__in=events.order_by().values("pk")).order_by()
        return self.filter(pk__in=cited.values("source"))


class Source(models.Model):
    """A document we cite."""

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
        max_length=1000, blank=True, default="", help_text="The path or address it was ingested from."
    )
    links_to = models.URLField(
        max_length=1000,
        blank=True,
        default="",
        help_text="An address on another site that it links to but cannot speak for.",
    )
    publisher_inferred = models.BooleanField(
        default=False, editable=False, help_text="Taken from other documents of the same site."
    )
    reliability = models.CharField(
        "note on reliability",
        max_length=300,
        blank=True,
        default="",
        help_text="Shown to readers wherever it is cited, such as: State agency; reports its government's view.",
    )
    archive_url = models.URLField(
        "archived copy",
        max_length=1000,
        blank=True,
        default="",
        help_text="The https address of a copy that stays, such as at the Internet Archive or perma.cc.",
    )
    edition_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="editions",
        help_text="The article of which this is another edition.",
    )
    curated_fields = models.JSONField(
        default=list, blank=True, help_text="Fields set by a curator, which ingestion leaves alone."
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "title", "id"]
        # The list of sources, in order.
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
            raise ValidationError({"url": "Enter a web address that starts with http:// or https://."})
        if self.archive_url and not (
            is_web_link(self.archive_url) and self.archive_url.startswith("https://")
        ):
            raise ValidationError({"archive_url": "Enter an address that starts with https://."})
        if self.edition_of_id and (self.edition_of_id == self.pk or self.edition_of.edition_of_id):
            raise ValidationError(
                {"edition_of": "Choose the first edition, which is itself no edition of another."}
            )

    @property
    def display_title(self) -> str:
        return self.title or "Untitled document"

    def mark_curated(self, names) -> None:
        """Record fields as set by a curator: ingestion leaves them alone from then on. The caller saves."""
        self.curated_fields = sorted({*self.curated_fields, *names})

    def set_published(self, day) -> None:
        """Set the publication date as a curator gave it. The caller saves."""
        self.published = day
        self.published_basis = self.Basis.STATED if day else self.Basis.UNKNOWN
        self.mark_curated(["published"])

    @property
    def first_edition_id(self) -> int:
        """The key of the first edition: editions of one article are one source where sources are counted."""
        return self.edition_of_id or self.pk

    @property
    def is_paraphrased(self) -> bool:
        """Whether its text is our own abstract, whose passages must never be shown as quotations."""
        return self.kind == self.Kind.ABSTRACT
