"""Addresses for rows that people or tables add one by one; ingestion makes its own for a whole batch."""

from django.db import models
from django.utils.text import slugify


def free_slug(model: type[models.Model], words: str) -> str:
    """A slug that no row has, made of words."""
    stem = slugify(words)[:150] or model._meta.model_name
    taken = set(model.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(s for n in range(1, len(taken) + 2) if (s := stem if n == 1 else f"{stem}-{n}") not in taken)
