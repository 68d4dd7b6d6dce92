"""Slugs, by which rows are known in addresses: made of words and dates, and free in their table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import models
from django.utils.text import slugify

from .batches import batched

LONGEST = 180  # characters of words: leaves room in the column for a date and a number


def stem_of(words: str, otherwise: str) -> str:
    """The words as they stand in an address; ``otherwise`` where they have no Latin letter and no figure."""
    return slugify(words)[:LONGEST] or otherwise


def event_stem(title: str, edtf: str) -> str:
    """An event's title and the first day, month or year of its date: ``camp-david-2023-08-18``."""
    start = edtf.partition("/")[0].strip(".?~%") or edtf.rpartition("/")[2].strip(".?~%")
    return f"{stem_of(title, 'event')}-{slugify(start)}"


def free_slug(model: type[models.Model], stem: str) -> str:
    """The stem, or the stem and the least number from 2 on with which no row has it."""
    return FreeSlugs(model, [stem]).take(stem)


class FreeSlugs:
    """Free slugs for a batch of new rows of a model, whose stems are looked up together; none is given twice."""

    def __init__(self, model: type[models.Model], stems: Iterable[str]):
        stems = set(stems)
        slugs = model.objects.values_list("slug", flat=True)
        self.taken = {slug for some in batched(sorted(stems)) for slug in slugs.filter(slug__in=some)}
        self.last: Counter[str] = Counter(dict.fromkeys(stems, 1))  # the number given last, by stem
        for stem in sorted(self.taken):
            self.taken.update(slugs.filter(slug__startswith=f"{stem}-"))

    def take(self, stem: str) -> str:
        slug = stem
        while slug in self.taken:
            self.last[stem] += 1
            slug = f"{stem}-{self.last[stem]}"
        self.taken.add(slug)
        return slug
