"""The lists of work for curators, counted both by the admin's first page and by the metrics.

An app adds its own when it starts (``ready`` in its apps.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timeline.models import Event, Source

from .disputes import disputed_events
from .proposals import waiting
from .scheduling import overdue
from .unknown_names import unknown_names

MOST_COUNTED = 1000  # counting stops here, because each visit to the admin's first page counts


@dataclass(frozen=True, slots=True)
class Worklist:
    """A list of rows awaiting a curator. ``name`` is the name of its page in the admin's URLs.

    Whoever has ``permission`` sees it; where not every curator may decide, ``decided_with`` is the permission for that.
    """

    name: str
    title: Any  # translated when it is shown
    rows: Callable[[], QuerySet]
    permission: str
    decided_with: str = ""

    @property
    def address(self) -> str:
        return reverse(f"admin:{self.name}")

    def count(self) -> int:
        """The number of waiting rows, at most MOST_COUNTED."""
        return self.rows().order_by()[:MOST_COUNTED].count()


_added: dict[str, Worklist] = {}


def add_worklists(lists: Iterable[Worklist]) -> None:
    """Add lists after the existing ones; one with the same name is replaced."""
    _added.update({added.name: added for added in lists})


def worklists() -> list[Worklist]:
    """All lists, in the order they were added."""
    return list(_added.values())


def sources_without_address() -> QuerySet[Source]:
    """Sources that readers cannot follow to the document."""
    return Source.objects.filter(url="")


OWN = (
    Worklist("timeline_event_review", _("Events to review"), Event.objects.waiting, "timeline.change_event"),
    Worklist("timeline_proposedchange_changelist", _("Proposed changes of what is published"), waiting, "timeline.view_proposedchange", "timeline.publish_event"),
    Worklist("timeline_event_overdue", _("Overdue: not published at their time, because they have no passage"), overdue, "timeline.publish_event", "timeline.publish_event"),
    Worklist("timeline_event_disputes", _("Disputed dates"), disputed_events, "timeline.change_event"),
    Worklist("timeline_actor_unknown", _("Unknown names"), unknown_names, "timeline.change_actor"),
    Worklist("timeline_source_without_address", _("Sources without an address"), sources_without_address, "timeline.change_source"),
)  # fmt: skip
