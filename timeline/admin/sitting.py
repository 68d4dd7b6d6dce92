"""A sitting at the review queue: what its address says, what can be undone in it, and the way back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from timeline.curation.presence import opened_by_others
from timeline.curation.queue import FILTERS, asked_of, limited, ranked, waiting_of
from timeline.models import Event

from .desk import MOST_NUMBERS, numbers

KEPT = ("of", *FILTERS, "by", "published", "at")
AHEAD = 3  # events that an address names as the next ones, in case others decide them first
STACK = "review_undo"  # in the session: what this person did in the queue, the latest last
MOST_UNDONE = 50


class Sitting:
    """The queue as one address limits and orders it for one person."""

    def __init__(self, request: Any, query: Mapping[str, str], *, may_publish: bool):
        self.user = request.user
        self.query = {name: query.get(name, "")[:2000] for name in KEPT if query.get(name)}
        self.asked = asked_of(self.query, self.user)
        scoped, self.scope_words = waiting_of(self.query.get("of", ""))
        self.scoped = scoped
        # What is ready is an Editor's to decide: it leaves the queue of those who cannot.
        self.hides_ready = not may_publish and "ready" not in self.asked
        self.base = limited(scoped, asked_of({"ready": "no"}, self.user)) if self.hides_ready else scoped
        self.waiting = limited(self.base, self.asked)
        self.may_publish = may_publish
        self._order: list[int] | None = None

    @property
    def order(self) -> list[int]:
        """The keys of the events in the order in which they come up."""
        if self._order is None:
            self._order = ranked(self.waiting, ready_first=self.may_publish)
        return self._order

    @property
    def is_by_article(self) -> bool:
        """Whether the events of one article are shown and decided together."""
        return self.query.get("by") == "article"

    @property
    def published(self) -> list[int]:
        return numbers(self.query.get("published", ""))

    def here(self) -> int | None:
        """The event to show: the first that the address names and that waits, or the first that nobody else has open."""
        waiting = set(self.order)
        named = [key for key in numbers(self.query.get("at", "")) if key in waiting]
        if named:
            return named[0]
        taken = opened_by_others(self.user)
        return next((key for key in self.order if key not in taken), next(iter(self.order), None))

    def _others(self, keys: Sequence[int]) -> list[int]:
        """All events but those, beginning after the first of them."""
        shown = set(keys)
        here = next((place for place, key in enumerate(self.order) if key in shown), 0)
        return [key for key in (*self.order[here:], *self.order[:here]) if key not in shown]

    def around(self, keys: Sequence[int]) -> tuple[int | None, int | None]:
        """The events before and after those, going round at the ends; None where there are no others."""
        turned = self._others(keys)
        return (turned[-1], turned[0]) if turned else (None, None)

    def past(self, keys: Sequence[int]) -> dict[str, str]:
        """The parameter of an address that leads past those events: to the next that nobody else has open."""
        taken, turned = opened_by_others(self.user), self._others(keys)
        free = [key for key in turned if key not in taken]
        return {"at": listed((free or turned)[:AHEAD])}

    def address(self, **changes: str) -> str:
        return address(self.query, **changes)

    def words(self, **changes: str) -> str:
        """The query of an address, to be carried along by other pages."""
        return self.address(**changes).partition("?")[2]


def address(query: Mapping[str, str], **changes: str) -> str:
    """The address of the queue for a query, with changes; an empty value leaves a parameter out."""
    new = {name: query.get(name, "") for name in KEPT} | changes
    given = {name: value for name, value in new.items() if value}
    return reverse("admin:timeline_event_review") + (
        f"?{urlencode(given)}".replace("%2C", ",") if given else ""
    )


def way_back(text: str, **changes: str) -> str:
    """The address of the queue that another page was opened from; ``text`` is the query that it was given."""
    return address(QueryDict(text[:4000]).dict(), **changes)


def listed(keys: Iterable[int]) -> str:
    return ",".join(map(str, list(keys)[-MOST_NUMBERS:]))


def remember(request: Any, what: str, key: object, event: Event, words: str = "") -> None:
    """Note that this person can undo something: ``what`` is "act", "acts", "merge" or "split"; ``words`` say of what, if not
    of the event."""
    stack = [*request.session.get(STACK, []), [what, str(key), event.pk, words or f"“{event}”"[:82]]]
    request.session[STACK] = stack[-MOST_UNDONE:]


def last_done(request: Any) -> list[Any] | None:
    """What would be undone next: what it is, its key, and the event's key and title."""
    stack = request.session.get(STACK, [])
    return stack[-1] if stack else None


def forget_last(request: Any) -> None:
    request.session[STACK] = request.session.get(STACK, [])[:-1]
