"""Many small rows written at once, without an object for each: keys and marks come by the dozen with every article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, models

from timeline.batches import batched

ROWS = 5000  # in one call of the driver


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[int | bool]]) -> None:
    """Insert rows with values for these fields; those that a unique constraint forbids are left out."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    values = ", ".join(["%s"] * len(names))
    into = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        for some in batched(list(rows), ROWS):
            cursor.executemany(
                f"INSERT INTO {into} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING", some
            )
