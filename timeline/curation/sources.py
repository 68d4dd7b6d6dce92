"""What an address tells of its document, and editions of one article."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from timeline.links import day_in_address, site_of
from timeline.models import Source, SourceQuerySet

MOST_OF_A_SITE = 200  # sources of one site that are asked how their publisher is called
AGREEING = 2  # sources that must call it alike, and none otherwise


class EditionError(Exception):
    """Sources cannot be joined as asked; the message says why."""


def publisher_by_address(address: str) -> str:
    """The publisher that all other sources of the same site name; "" unless at least two do and none names another."""
    site = site_of(address) if address else ""
    if not site:
        return ""
    rows = Source.objects.filter(url__contains=site, publisher_inferred=False).exclude(publisher="")
    told = [p for url, p in rows.order_by("-pk").values_list("url", "publisher")[:MOST_OF_A_SITE] if site_of(url) == site]  # fmt: skip
    return told[0] if len(told) >= AGREEING and len(set(told)) == 1 else ""


def fill_from_address(source: Source) -> list[str]:
    """Set the publisher and the day where the source has none and its address tells them, marked as inferred.

    Returns the names of the fields that were set. The caller saves.
    """
    filled = []
    if not source.publisher and (publisher := publisher_by_address(source.url)):
        source.publisher, source.publisher_inferred = publisher, True
        filled.append("publisher")
    if not source.published and source.url and (day := day_in_address(source.url)):
        source.published, source.published_basis = day, Source.Basis.INFERRED
        filled.append("published")
    return filled


@transaction.atomic
def join_editions(main: Source, others: Sequence[Source]) -> None:
    """Make sources editions of one article. Raises EditionError if they are of different kinds or languages."""
    rows = {
        s.pk: s for s in Source.objects.select_for_update().filter(pk__in=[main.pk, *(s.pk for s in others)])
    }
    main = rows.pop(main.pk)
    if not rows:
        raise EditionError("choose at least two sources to join")
    if any((s.kind, s.language) != (main.kind, main.language) for s in rows.values()):
        raise EditionError("editions of one article have one kind and one language: correct these first, or choose others")  # fmt: skip
    main.edition_of = None
    main.save()
    also = Source.objects.filter(edition_of__in=rows).exclude(pk=main.pk)
    for source in {**rows, **{s.pk: s for s in also}}.values():
        source.edition_of = main
        source.save()


def editions_of(source: Source) -> SourceQuerySet:
    """The other editions of the same article, the earliest first."""
    main = source.first_edition_id
    same = Source.objects.filter(edition_of=main) | Source.objects.filter(pk=main)
    return same.exclude(pk=source.pk).order_by("published", "pk")
