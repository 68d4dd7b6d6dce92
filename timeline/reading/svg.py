"""The ribbon as SVG that needs no script: across in percent, so that it fits every width; links and titles are real."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from .layout import Label, Mark, Ribbon


def years(ribbon: Ribbon) -> SafeString:
    """The words of the axis."""
    return mark_safe(  # numbers, and texts that are escaped
        "".join(
            f'<text x="{_n(t.x)}%" y="14"{_minor(t.is_major)}>{escape(t.text)}</text>' for t in ribbon.ticks
        )
    )


def plate(ribbon: Ribbon, *, chosen: int = 0, base: str | None = "", target: str = "") -> SafeString:
    """Bands, lanes and marks. ``base`` stands before every link, and None makes a picture without any; ``chosen`` is the id
    of the open event."""

    def y(pixels: float) -> str:
        return f"{_n(pixels / ribbon.height * 100)}%"

    pieces = []
    aim = f' target="{target}"' if target else ""
    for n, (left, right, span) in enumerate(ribbon.bands):
        box = f'<rect class="band{" odd" if n % 2 else ""}" x="{_n(left)}%" width="{_n(right - left)}%" height="100%"/>'
        title = f"<title>{escape(span.title)}</title>"
        if span.colour and base is not None:
            box += f'<rect class="strip hue-{escape(span.colour)}" x="{_n(left)}%" width="{_n(right - left)}%" height="3"/>'
        pieces.append(
            f'<a href="{escape((base or "") + span.link)}"{aim} tabindex="-1">{title}{box}</a>'
            if span.link and base is not None
            else box
        )
    for tick in ribbon.ticks:
        pieces.append(
            f'<line class="grid{"" if tick.is_major else " minor"}" x1="{_n(tick.x)}%" x2="{_n(tick.x)}%" y2="100%"/>'
        )
    for at, top, bottom in ribbon.joins:
        pieces.append(f'<line class="join" x1="{_n(at)}%" x2="{_n(at)}%" y1="{y(top)}" y2="{y(bottom)}"/>')
    for mark in sorted(ribbon.marks, key=lambda m: (not m.is_bar, m.event.id == chosen)):  # bars lowest
        pieces.append(_mark(mark, y(mark.y), base, aim, is_chosen=mark.event.id == chosen != 0))
    if ribbon.is_chart:
        pieces += [
            f'<line class="rule" x2="100%" y1="{y(lane.top)}" y2="{y(lane.top)}"/>'
            for lane in ribbon.lanes[1:]
        ]
    if ribbon.has_names:
        down = 14 if ribbon.is_chart else 11
        pieces += [
            f'<text class="lane" x="4" y="{y(lane.top + down)}">{escape(lane.title)}</text>'
            for lane in ribbon.lanes
        ]
    return mark_safe("".join(pieces))  # numbers of our own, and texts that are escaped


def _mark(mark: Mark, y: str, base: str | None, aim: str, *, is_chosen: bool) -> str:
    event = mark.event
    signs = {
        "vague": event.is_vague,
        "planned": event.is_planned,
        "disputed": event.is_disputed,
        "chosen": is_chosen,
    }
    names = " ".join(["mark", mark.lane, *(name for name, holds in signs.items() if holds)])
    x = f"{_n(mark.middle if mark.is_bar else mark.x)}%"
    if mark.is_bar:
        left, right = max(mark.x, 0.0), min(mark.x2, 100.0)
        ends = f'x1="{_n(left)}%" x2="{_n(right)}%" y1="{y}" y2="{y}"/>'
        shape = f'<line class="edge" {ends}<line class="{"haze" if event.is_vague else "bar"}" {ends}'
    else:
        shape = f'<circle class="dot" cx="{x}" cy="{y}" r="{_n(mark.radius)}"/>'
    if event.is_faded:
        return f'<g class="faded {mark.lane}">{shape}</g>'
    if event.is_disputed:
        shape += f'<circle class="ring" cx="{x}" cy="{y}" r="{_n(mark.radius + 3)}"/>'
    if base is None:
        return f'<g class="{names}">{shape}</g>'
    if mark.count > 1:
        said = ngettext("%(n)s event: show it", "%(n)s events: show them", mark.count) % {"n": mark.count}
        named = ""
    else:
        said, named = (
            f"{event.title}, {event.words}",
            f' data-event-id="{event.id}" data-slug="{escape(event.slug)}"',
        )
    if mark.label:
        shape += _label(mark.label, y)
    return f'<a href="{escape(base + mark.link)}"{aim} class="{names}"{named} tabindex="-1"><title>{escape(said)}</title>{shape}</a>'


def _label(label: Label, y: str) -> str:
    return (
        f'<text class="title {label.anchor} w{label.level}" x="{_n(label.x)}%" y="{y}" dx="{_n(label.dx)}"'
        f' dy="{_n(label.dy)}">{escape(label.text)}</text>'
    )


def _minor(is_major: bool) -> str:
    return "" if is_major else ' class="minor"'


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
