"""How far apart the dates of claims may lie that report one happening.

Windows of our own, chosen by hand and not learnt; docs/evaluation.md has what is reached with them.
"""

from __future__ import annotations

from datetime import date, timedelta

NEWS_WINDOW = timedelta(days=3)  # undated news is reported at most this long after the event
DISPUTE_WINDOW = timedelta(days=3)  # two exact days this close are one event with conflicting days
OFFICE_WINDOW = timedelta(days=730)  # the same person leaves the same office once in so long


def moved(day: date, slack: timedelta) -> date:
    """The day later by the slack, at most the last day that a date can hold."""
    return day if day > date.max - slack else day + slack


def window_of(kind: str) -> timedelta:
    """How far on either side of a claim's date another claim may lie that reports the same event or disputes its date."""
    return OFFICE_WINDOW if kind == "office" else max(DISPUTE_WINDOW, NEWS_WINDOW)
