"""Positions in the order of several columns."""

from __future__ import annotations

from django.db.models import DateField, Func


class Row(Func):
    """Several columns compared as one, in order: databases use an index for it, unlike for conditions joined by OR.

    The first of them is a day.
    """

    function = None
    template = "(%(expressions)s)"
    output_field = DateField()
