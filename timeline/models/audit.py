"""The record of changes: the log, proposed changes, the stamps of the content version, submitted tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .events import Event
from .people import Actor
from .sources import Source
from .timelines import Timeline


class ProposedChange(models.Model):
    """A change that would be made to something published: by a person who may not publish, by an import, or by a
    reading of an article. Readers see the live version until an Editor accepts it.

    ``before`` and ``after`` hold the present and the proposed value: for a passage its fields, for actors their keys
    and roles, for passages that would move their keys, for a part that is added or removed its fields.
    """

    class What(models.TextChoices):
        FIELD = "field", "another value"
        ADD = "add", "something new"
        REMOVE = "remove", "something removed"
        CITE = "cite", "a new passage"
        DROP = "drop", "a passage no longer in its source"
        MOVE = "move", "passages that report another event"
        MERGE = "merge", "the same as another event"
        SETTLE = "settle", "a dispute settled"
        UNMERGE = "unmerge", "a merge undone"
        UNSPLIT = "unsplit", "a split undone"
        JOIN = "join", "the same as another actor"
        PART = "part", "an actor of its own"
        UNDO = "undo", "a decision on names undone"

    class Origin(models.TextChoices):
        PERSON = "person", "a person"
        READING = "reading", "a reading of an article"
        IMPORT = "import", "an imported table"

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        TAKEN_BACK = "taken back"

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_changes"
    )
    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_changes"
    )
    timeline = models.ForeignKey(
        Timeline, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_changes"
    )
    actor = models.ForeignKey(
        Actor, on_delete=models.CASCADE, null=True, blank=True, related_name="proposed_changes"
    )
    into = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    record = models.CharField(
        max_length=60,
        blank=True,
        default="",
        help_text="What would change, such as citation-17; of something new its kind. Empty in what a reading proposes.",
    )
    what = models.CharField(max_length=10, choices=What)
    field = models.CharField(max_length=30, blank=True, default="")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    key = models.CharField(max_length=64, help_text="Identifies the same change when it is proposed again.")
    rules_version = models.CharField(max_length=20, blank=True, default="")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.READING)
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    remark = models.CharField(
        max_length=300, blank=True, default="", help_text="Why, in the proposer's words."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(
        max_length=300, blank=True, default="", help_text="The Editor's, for the proposer."
    )
    is_told = models.BooleanField(default=False, help_text="The proposer has seen the decision.")

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="waiting"), name="proposed_change_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False)
                | Q(source__isnull=False)
                | Q(timeline__isnull=False)
                | Q(actor__isnull=False),
                name="proposed_change_of_something",
            ),
        ]
        indexes = [
            # The list of waiting changes, and those of one event or source.
            models.Index(fields=["state", "-made_at"], name="proposed_change_state_idx"),
            models.Index(fields=["key", "state"], name="proposed_change_key_idx"),
            # What was decided of somebody's proposals.
            models.Index(fields=["proposer", "state", "is_told"], name="proposed_change_told_idx"),
        ]

    def __str__(self):
        return f"{self.thing}: {self.get_what_display()}"

    @property
    def thing(self) -> models.Model:
        """What readers see of which something would change: an event, a timeline, an actor or a source."""
        return self.event or self.timeline or self.actor or self.source


class Change(models.Model):
    """What a person changed in one record. A record's history is made of these; see timeline/record/history.py."""

    class Verb(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"

    at = models.DateTimeField(auto_now_add=True)
    act = models.UUIDField(help_text="The same for everything changed in one action.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(max_length=200, help_text="Kept after the account is deleted.")
    reason = models.CharField(max_length=300, blank=True, default="")
    record = models.CharField(max_length=60, help_text="The record, such as citation-17.")
    place = models.CharField(max_length=60, help_text="The record it is part of, such as event-5, or itself.")
    place_before = models.CharField(
        max_length=60, blank=True, default="", help_text="The record it was part of before, if another."
    )
    words = models.CharField(max_length=200)
    verb = models.CharField(max_length=10, choices=Verb)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            # The history of a record: its own changes and those of its parts.
            models.Index(fields=["place", "at"], name="change_place_idx"),
            models.Index(
                fields=["place_before", "at"], name="change_place_before_idx", condition=~Q(place_before="")
            ),
            # Who changed a record last, and everything changed in one action.
            models.Index(fields=["record", "at"], name="change_record_idx"),
            models.Index(fields=["act"], name="change_act_idx"),
        ]

    def __str__(self):
        return f"{self.author_name} {self.verb} {self.record}"


class Stamp(models.Model):
    """One row for each write to something published. The content version is made of their number and ids."""

    def __str__(self):
        return str(self.pk)


class TableUpload(models.Model):
    """A submitted table awaiting confirmation by the user who submitted it; it is deleted after a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    report = models.JSONField(default=dict, help_text="The preview of the import.")
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.name
