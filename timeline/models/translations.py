"""Which original a translation was made from, so that one whose original has changed since can be told."""

from __future__ import annotations

from django.db import models


class TranslationCheck(models.Model):
    """That somebody made a translation, or found it right, when its original said this."""

    record = models.CharField(max_length=60, help_text="The record, such as event-5.")
    field = models.CharField(max_length=40, help_text="The field with the translation, such as title_ko.")
    original = models.TextField(help_text="What the original said then.")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "field"], name="translation_check_unique")]

    def __str__(self):
        return f"{self.record}: {self.field}"
