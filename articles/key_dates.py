"""How well the days that matter are chosen: those of the best-scored events against a reference timeline by people.

The measure is that of the literature on timeline summarisation: as many days are chosen as the reference has, within the
span of the reference, and their F1 with the reference's days is the date F1 (Martschat and Markert, 2018).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from timeline.dates import Precision, parse_edtf
from timeline.record.significance import Candidate, Facts, ranked, report_of, score

from .readers import ArticleData
from .resolution import ResolvedEvent

DAY_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:T[\d:]+)?\s*$")


class ReferenceError(ValueError):
    """A reference timeline that cannot be read; the message names what is wrong and what to write."""


@dataclass(frozen=True, slots=True)
class KeyDates:
    """Days of a reference timeline, days chosen, and how they agree."""

    wanted: frozenset[date]
    chosen: tuple[date, ...]

    @property
    def right(self) -> int:
        return len(self.wanted & set(self.chosen))

    @property
    def f1(self) -> float:
        return 2 * self.right / (len(self.wanted) + len(self.chosen)) if self.chosen else 0.0


def read_reference(text: str) -> dict[date, list[str]]:
    """The days of a reference timeline with their sentences, from its common form: a line with the day as YYYY-MM-DD, lines of
    sentences, a line of dashes.

    Raises ReferenceError where it has no day, or a day that does not exist.
    """
    found: dict[date, list[str]] = {}
    day: date | None = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = line.strip()
        if match := DAY_LINE.match(line):
            try:
                day = date.fromisoformat(match[1])
            except ValueError:
                raise ReferenceError(f"line {number}: there is no day {match[1]}") from None
            found.setdefault(day, [])
        elif line and not set(line) <= {"-"} and day:
            found[day].append(line)
    if not found:
        raise ReferenceError(
            "it has no day: each begins with a line such as 2010-04-20, followed by its sentences"
        )
    return found


def key_dates(
    events: Iterable[ResolvedEvent],
    articles: Mapping[str, ArticleData],
    days: Mapping[str, date | None],
    wanted: Iterable[date],
) -> KeyDates:
    """Choose as many days as are wanted, within their span, by the scores of the events that were read.

    ``articles`` and their ``days`` of publication go by the names that the events' claims have as origin.
    """
    wanted = frozenset(wanted)
    first, last = min(wanted), max(wanted)
    candidates = []
    for number, event in enumerate(events):
        when = parse_edtf(event.edtf)
        if when.precision == Precision.DAY and first <= when.earliest <= last:
            facts = _facts(event, articles, days)
            actors = frozenset(actor.name for actor in event.actors)
            candidates.append(Candidate(number, when.earliest, score(facts), actors))
    return KeyDates(wanted, tuple(_first_days(candidates, len(wanted))))


def _first_days(candidates: Sequence[Candidate], most: int) -> list[date]:
    found: dict[date, None] = {}
    for candidate in ranked(candidates):
        if len(found) == most:
            break
        found.setdefault(candidate.day)
    return sorted(found)


def _facts(
    event: ResolvedEvent, articles: Mapping[str, ArticleData], days: Mapping[str, date | None]
) -> Facts:
    when = parse_edtf(event.edtf)
    numbers = {
        origin: n for n, origin in enumerate(sorted({c.origin for c in (*event.claims, *event.disputing)}))
    }
    disputing = {c.key for c in event.disputing}
    reports = []
    for sourced in dict.fromkeys((*event.claims, *event.disputing)):
        article, claim = articles[sourced.origin], sourced.claim
        reports.append(
            report_of(
                numbers[sourced.origin],
                article.publisher,
                article.url or "",
                days.get(sourced.origin),
                basis=claim.basis,
                start=claim.start,
                states_date=claim.basis != "published",
                disputes=sourced.key in disputing,
            )
        )
    return Facts(
        event.kind,
        when.precision.value,
        when.earliest,
        when.latest,
        tuple(reports),
        is_planned=event.is_planned,
        is_disputed=bool(event.disputing),
    )
