"""When something is to be published, and when it is to be withdrawn."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q


class Scheduled(models.Model):
    """The moments, in UTC in the database, at which an Editor wants a record to be published and to be withdrawn."""

    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="Published then by itself; empty for no such time."
    )
    withdraw_at = models.DateTimeField(
        null=True, blank=True, help_text="Withdrawn then by itself; empty for no such time."
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.publish_at and self.withdraw_at and self.publish_at >= self.withdraw_at:
            raise ValidationError({"withdraw_at": "It would be withdrawn before it is published."})


def due_index(name: str) -> models.Index:
    """What is due, found without looking at all that is not scheduled."""
    is_scheduled = Q(publish_at__isnull=False) | Q(withdraw_at__isnull=False)
    return models.Index(F("publish_at"), F("withdraw_at"), condition=is_scheduled, name=f"{name}_due_idx")
