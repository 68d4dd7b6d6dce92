"""Many rows written at once, without an expression of Django's for each value: an ingestion writes them by the thousand."""

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
    _execute(f"INSERT INTO {into} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING", list(rows))


def update(objects: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these fields of saved objects of one model, as ``bulk_update`` does, by their keys."""
    if not objects:
        return
    quote = connection.ops.quote_name
    fields = [objects[0]._meta.get_field(name) for name in names]
    table, key = quote(objects[0]._meta.db_table), quote(objects[0]._meta.pk.column)
    columns = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    rows = [
        (*(field.get_db_prep_save(getattr(one, field.attname), connection) for field in fields), one.pk)
        for one in objects
    ]
    _execute(f"UPDATE {table} SET {columns} WHERE {key} = %s", rows)


def _execute(statement: str, rows: Sequence[Sequence[object]]) -> None:
    with connection.cursor() as cursor:
        for some in batched(rows, ROWS):
            cursor.executemany(statement, some)
