"""Who takes part in which event, and how."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .events import Event
from .people import Actor


class Participation(models.Model):
    """An actor's part in an event."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("Participant")
        HOST = "host", _("Host")
        VISITOR = "visitor", _("Visitor")
        SIGNATORY = "signatory", _("Signatory")
        SPEAKER = "speaker", _("Speaker")
        TARGET = "target", _("Target")
        CANDIDATE = "candidate", _("Candidate")
        HOLDER = "holder", _("office holder")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=Role, default=Role.PARTICIPANT)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["event", "actor"], name="participation_unique")]

    def __str__(self):
        return f"{self.actor} ({self.get_role_display()})"
