"""What curators tell each other about an event under review: who has it, whether it is ready, comments and tags."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .events import Event


class Tag(models.Model):
    """A word by which curators find events again; readers never see it."""

    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="tag_name_not_blank"),
            models.UniqueConstraint(Lower("name"), name="tag_name_unique"),
        ]

    def __str__(self):
        return self.name


class Review(models.Model):
    """The state of an event's review: to whom it is assigned, and who found it ready for an Editor."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="review")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True, help_text="Empty until somebody finds it ready.")
    tags = models.ManyToManyField(Tag, blank=True, related_name="reviews")

    def __str__(self):
        return f"review of {self.event}"


class Comment(models.Model):
    """What a curator says about an event to others; readers never see it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=200, help_text="Kept after the account is deleted.")
    text = models.TextField(max_length=5000)
    mentions = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_text_not_blank")]

    def __str__(self):
        return f"{self.author_name}: {self.text[:80]}"


class Opened(models.Model):
    """That somebody has an event open; it counts for a few minutes (see timeline/curation/presence.py)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="opened_once")]
        # The queue asks for those of the last minutes.
        indexes = [models.Index(fields=["at"], name="opened_at_idx")]

    def __str__(self):
        return f"{self.event}, open at {self.user}"
