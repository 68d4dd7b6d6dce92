"""How much an event matters, from what is known of it: a score, and the reasons for it in words.

Pure: the score depends on the facts handed over alone, so that it is the same on every database and in any order of
ingestion. The weights lie beside this module in ``significance.toml``, with where they come from.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import heapify, heappop, heappush
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEK = 7  # days
DIGITS = 4  # decimal places of a score: what differs by less is a tie


@dataclass(frozen=True, slots=True)
class Report:
    """What one passage tells of an event: who published it, when, and how it bears on the event."""

    source: int
    publisher: str = ""
    published: date | None = None
    is_main: bool = True  # the event is the source's main news
    states_date: bool = True
    disputes: bool = False


LEAD = 600  # characters: what an article says so near its beginning is its main news, as news is written


def report_of(
    source: int,
    publisher: str,
    address: str,
    published: date | None,
    *,
    basis: str,
    start: int,
    states_date: bool,
    disputes: bool,
) -> Report:
    """A passage as a report: without a publisher the host of its address stands for one; a passage that a person entered
    (``basis`` "") or that begins an article is main news."""
    is_main = basis in ("", "published") or start < LEAD
    named = publisher or urlsplit(address).hostname or ""
    return Report(source, named.casefold(), published, is_main, states_date, disputes)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an event."""

    kind: str
    precision: str
    earliest: date
    latest: date
    reports: tuple[Report, ...] = ()
    is_planned: bool = False
    is_disputed: bool = False
    is_picked: bool = False


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """The weights of ``significance.toml``, by group and name."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
    found["later"] = sorted((int(days), factor) for days, factor in found["later"].items())
    return found


def score(facts: Facts) -> float:
    """How much the event matters, 0 or more; comparable between events of any collection."""
    w = weights()
    total = sum(_worth(report, facts) for report in _by_source(facts.reports))
    total += w["report"]["base"] * w["state"]["picked"] * facts.is_picked
    total *= w["kind"].get(facts.kind, 1.0) * w["precision"].get(facts.precision, 1.0)
    total *= w["state"]["planned"] if facts.is_planned else 1.0
    total *= w["state"]["disputed"] if facts.is_disputed else 1.0
    return round(total, DIGITS)


def reasons(facts: Facts) -> list[str]:
    """Why it has that score, in words for curators: "reported by 14 sources, 9 of them later than a week after"."""
    reports = [r for r, _again in _by_source(facts.reports) if not r.disputes]
    reasons = []
    if reports:
        words = ngettext("reported by %(n)d source", "reported by %(n)d sources", len(reports)) % {
            "n": len(reports)
        }
        publishers = len({r.publisher for r in reports if r.publisher})
        if publishers > 1:
            words += " " + _("of %(n)d publishers") % {"n": publishers}
        later = sum(days_after(r, facts) > WEEK for r in reports)
        if later:
            words += ", " + ngettext(
                "%(n)d of them later than a week after", "%(n)d of them later than a week after", later
            ) % {"n": later}
        reasons.append(words)
    if main := sum(r.is_main for r in reports):
        reasons.append(ngettext("main news of %(n)d", "main news of %(n)d", main) % {"n": main})
    if facts.is_picked:
        reasons.append(_("chosen by a curator"))
    if facts.is_disputed:
        reasons.append(_("its date is disputed"))
    if facts.is_planned:
        reasons.append(_("still ahead when it was reported"))
    if weights()["precision"].get(facts.precision, 1.0) < 1:
        reasons.append(_("dated no closer than %(precision)s") % {"precision": _(facts.precision)})
    return reasons or [_("reported by no source")]


def days_after(report: Report, facts: Facts) -> int:
    """How many days after the event the report was published; 0 where that is unknown or before it."""
    return max(0, (report.published - facts.latest).days) if report.published else 0


def _by_source(reports: Iterable[Report]) -> Iterable[tuple[Report, bool]]:
    """The best report of each source, and whether its publisher had one within the week before."""
    best: dict[int, Report] = {}
    for report in sorted(reports, key=lambda r: (r.disputes, not r.is_main, not r.states_date)):
        best.setdefault(report.source, report)
    last: dict[str, date] = {}
    for report in sorted(best.values(), key=lambda r: (r.published or date.min, r.source)):
        before = last.get(report.publisher) if report.publisher and report.published else None
        again = before is not None and (report.published - before).days < WEEK
        if report.publisher and report.published and not again:
            last[report.publisher] = report.published
        yield report, again


def _worth(found: tuple[Report, bool], facts: Facts) -> float:
    report, again = found
    w = weights()["report"]
    if report.disputes:
        return w["disputes"]
    worth = w["base"]
    worth *= 1.0 if report.is_main else w["aside"]
    worth *= 1.0 if report.states_date else w["undated"]
    worth *= w["again"] if again else 1.0
    after = days_after(report, facts)
    return worth * max((factor for days, factor in weights()["later"] if after >= days), default=1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that could be chosen for a timeline: what it is known by, its day and its score."""

    key: int
    day: date
    score: float
    actors: frozenset[Hashable] = frozenset()


SAME_DAY = 0.3  # of its score keeps another event of a day that has one already
NEAR_DAY = 0.8  # one of the day before or after
KNOWN_ACTOR = 0.5  # is added, at most, for actors who take part in much of what the collection tells


def choose(candidates: Sequence[Candidate], most: int) -> list[int]:
    """The keys of the events that matter most, at most so many, spread so that no one day takes all; by day."""
    chosen = islice(ranked(candidates), most)
    return [c.key for c in sorted(chosen, key=lambda c: (c.day, c.key))]


def ranked(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The events in the order in which they are chosen.

    Greedy: an event loses worth with each that is chosen of its day or the next to it. Ties go to the earlier day, then to
    the smaller key.
    """
    share = _actor_shares(candidates)
    worth = {
        c.key: c.score * (1 + KNOWN_ACTOR * max((share[a] for a in c.actors), default=0.0))
        for c in candidates
    }
    by_day: dict[int, list[Candidate]] = defaultdict(list)
    for c in candidates:
        by_day[c.day.toordinal()].append(c)
    queue = [(-worth[c.key], c.day, c.key, c) for c in candidates]
    heapify(queue)
    chosen: set[int] = set()
    while queue:
        negative, _day, key, best = heappop(queue)
        if key in chosen or -negative != worth[key]:
            continue  # it stands further down, with what it is worth by now
        chosen.add(key)
        yield best
        day = best.day.toordinal()
        for offset, factor in ((0, SAME_DAY), (-1, NEAR_DAY), (1, NEAR_DAY)):
            for c in by_day.get(day + offset, ()):
                if c.key not in chosen:
                    worth[c.key] *= factor
                    heappush(queue, (-worth[c.key], c.day, c.key, c))


def _actor_shares(candidates: Sequence[Candidate]) -> dict[Hashable, float]:
    """For each actor the part that its events have in the score of all."""
    total = sum(c.score for c in candidates) or 1.0
    share: dict[Hashable, float] = defaultdict(float)
    for c in candidates:
        for actor in c.actors:
            share[actor] += c.score / total
    return share


def pauses(days: Sequence[date], most: int) -> list[int]:
    """Where a story pauses: the places in the ordered days before which a chapter begins, the first left out.

    The longest gaps, as seen from within: a gap counts by how much longer it is than those about it, so that a century is
    cut and so is the week in which everything happens. At most ``most`` of them; chapters have two events at least.
    """
    gaps = [(days[n] - days[n - 1]).days for n in range(1, len(days))]
    found: list[int] = []
    ranked = sorted(range(1, len(days)), key=lambda n: (-_relative(gaps, n - 1), n))
    for n in ranked:
        if len(found) == most or gaps[n - 1] == 0:
            break
        if all(abs(n - other) >= 2 for other in (*found, 0, len(days))):
            found.append(n)
    return sorted(found)


def _relative(gaps: Sequence[int], at: int) -> float:
    """A gap against the mean of its neighbours, tempered by its own length."""
    about = [g for n, g in enumerate(gaps[max(0, at - 3) : at + 4], max(0, at - 3)) if n != at]
    mean = sum(about) / len(about) if about else 0
    return gaps[at] / (1 + mean) * (1 + gaps[at]) ** 0.25
