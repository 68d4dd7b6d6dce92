"""Where one may go from a timeline page: to other parts of a list, chapters, lanes and spans of time."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from timeline.models import Event, Timeline

from .filters import Selection
from .story import FEWEST, Stop

LIST_PAGE = 100  # events in one part of a list that is read in its order


@dataclass(slots=True)
class Tab:
    title: str
    link: str
    is_current: bool


class PageLinks:
    """The addresses that a page of a timeline leads to, each with what is chosen on it kept."""

    timeline: Timeline | None
    selection: Selection
    count: int
    most: int  # events in its list
    is_dense: bool
    is_chart: bool
    selected: Event | None
    stops: list[Stop]

    @property
    def is_in_order(self) -> bool:
        """Whether a long list is read part by part instead of under stretches of time."""
        return self.selection.page > 1 or self.selection.form.get("list") == "all"

    def event_link(self, slug: str, pk: int) -> str:
        # Beside or below the chart its evidence stands by itself, not in the list.
        return self.selection.link(event=slug) + ("#evidence" if self.is_chart else f"#event-{pk}")

    @property
    def address(self) -> str:
        """The full page of what this shows."""
        return self.timeline.get_absolute_url() if self.timeline else reverse("timeline:home")

    @property
    def from_text(self) -> str:
        return self.selection.params.get("from", "")

    @property
    def to_text(self) -> str:
        return self.selection.params.get("to", "")

    @property
    def whole_link(self) -> str:
        """The whole span of time, with the other filters as they are."""
        return self.selection.link(**{"from": None, "to": None}, chapter=None, event=None, page=None)

    @property
    def earlier_link(self) -> str:
        """The part of a long list before this one; "" at its start."""
        page = self.selection.page
        if not self.is_in_order or page == 1:
            return ""
        return self.selection.link(list="all", page=page - 1 if page > 2 else None, event=None)

    @property
    def later_link(self) -> str:
        """The part of a long list after this one; "" at its end."""
        page = self.selection.page
        is_more = self.is_in_order and page * LIST_PAGE < self.count
        return self.selection.link(list="all", page=page + 1, event=None) if is_more else ""

    @property
    def in_order_link(self) -> str:
        """The whole list part by part, where this page shows the best supported alone."""
        is_cut = not self.is_in_order and self.count > self.most
        return self.selection.link(list="all", event=None) if is_cut else ""

    @property
    def lane_links(self) -> list[Tab]:
        if self.is_dense:
            return []
        names = {"kind": gettext("By kind"), "actor": gettext("By actor")}
        return [
            Tab(name, self.selection.link(lanes=None if by == "kind" else by), by == self.selection.lanes)
            for by, name in names.items()
        ]

    @property
    def view_link(self) -> str:
        """The same selection as a chart, or from there as a list."""
        return self.selection.link(view=None if self.is_chart else "chart", story=None)

    @property
    def story_number(self) -> int:
        return self.selection.form.get("story") or 0

    @property
    def story_link(self) -> str:
        """To the first step; "" where there is too little to tell."""
        return (
            self.selection.link(story=1, event=None, page=None, list=None, view=None)
            if self.count >= FEWEST
            else ""
        )

    @property
    def story_links(self) -> dict[str, str]:
        """The steps before and after this one, and the way out: to its event in the list."""
        number, last = self.story_number, len(self.stops)
        event = self.selected
        return {
            "before": self.selection.link(story=number - 1) if number > 1 else "",
            "after": self.selection.link(story=number + 1) if number < last else "",
            "out": self.selection.link(story=None, event=event.slug if event else None),
        }

    @property
    def is_selected_listed(self) -> bool:
        return bool(self.selected and any(event.pk == self.selected.pk for event in self.listed))
