"""Pictures of events: what an event says of its picture, and the pixels, kept apart so that no list of events reads them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse


class Pictured(models.Model):
    """The fields of an event that has, or may have, a picture."""

    picture_digest = models.CharField(
        "picture", max_length=64, blank=True, default="", editable=False, help_text="Names its pixels."
    )
    picture_width = models.PositiveSmallIntegerField(default=0, editable=False, help_text="In pixels.")
    picture_height = models.PositiveSmallIntegerField(default=0, editable=False, help_text="In pixels.")
    picture_alt = models.CharField(
        "what the picture shows",
        max_length=300,
        blank=True,
        default="",
        help_text="For readers who cannot see it: who and what is to be seen, in a sentence.",
    )
    picture_credit = models.CharField(
        "credit of the picture",
        max_length=200,
        blank=True,
        default="",
        help_text="Who made it and under which licence, such as “Cabinet Public Affairs Office, CC BY 4.0”.",
    )

    class Meta:
        abstract = True

    @property
    def picture_url(self) -> str:
        """The path of its large form; "" if it has no picture."""
        return self._picture("large")

    @property
    def small_picture_url(self) -> str:
        """The path of its small form; "" if it has no picture."""
        return self._picture("small")

    def _picture(self, size: str) -> str:
        if not self.picture_digest:
            return ""
        return reverse("timeline:picture", args=[self.slug, size, self.picture_digest[:16]])


class Picture(models.Model):
    """The pixels of a picture in two sizes, as JPEG files that were made here; named by a digest of the large one, so that a
    row never changes."""

    digest = models.CharField(max_length=64, primary_key=True)
    large = models.BinaryField()
    small = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [models.CheckConstraint(condition=~Q(digest=""), name="picture_digest_not_blank")]

    def __str__(self):
        return self.digest
