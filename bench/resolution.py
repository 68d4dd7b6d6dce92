"""The cost of resolution as claims grow: the real resolve(), window by window, over made-up claims of twenty years.

    python bench/resolution.py                 10,000, 100,000 and 1,000,000 claims
    python bench/resolution.py 10000000        up to that many, ten times as many each time
    python bench/resolution.py 10000000 12     only every twelfth month of each

Claims are resolved month by month, with those a few days before and after; an event belongs to the month in which its date
starts. The number of claims grows within the same twenty years, so that each window gets denser: the harder of the two
ways to grow. Ratios within one run, of processor time, since other processes may be running.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from articles.extraction.claims import Claim, ClaimActor  # noqa: E402
from articles.resolution import SourcedClaim, resolve  # noqa: E402
from timeline.dates import parse_edtf  # noqa: E402

YEARS = 20
FIRST = date(2005, 1, 1)
MARGIN = timedelta(days=3)  # articles.resolution.DISPUTE_WINDOW
CLAIMS_EACH = 3  # claims per event
# Kind, action, and share of the news; as in the shipped samples, most are meetings and statements.
KINDS = (
    ("visit", "arrive", 14), ("summit", "meet", 12), ("statement", "say", 14), ("announcement", "announce", 10), ("agreement", "sign", 10),
    ("election", "vote", 6), ("sanction", "impose", 6), ("ruling", "rule", 5), ("conflict", "attack", 8), ("protest", "protest", 5), ("other", "other", 10),
)  # fmt: skip
WORDS = "trade border fisheries security energy climate missile export labour history islands memorial court budget treaty alliance".split()
PEOPLE, STATES, PLACES = 4000, 190, 800


def make_claims(year: int, month: int, count: int, seed: int) -> Iterator[SourcedClaim]:
    """The claims of a month's events: a few actors take part in many of them, most in few, as in the news."""
    pick = random.Random(f"{seed}-{year}-{month}")
    start = date(year, month, 1)
    days = ((start + timedelta(days=31)).replace(day=1) - start).days
    weights = [weight for *_, weight in KINDS]
    for number in range(max(1, round(count / CLAIMS_EACH))):
        kind, action, _ = pick.choices(KINDS, weights)[0]
        day = start + timedelta(days=pick.randrange(days))
        people = [_actor("person", pick, PEOPLE) for _ in range(pick.choice((1, 2, 2)))]
        states = [_actor("state", pick, STATES)] if pick.random() < 0.7 else []
        actors = tuple(dict.fromkeys((*people, *states)))
        place = f"Place {int(PLACES * pick.random() ** 3)}"
        topic = " ".join(pick.sample(WORDS, 3) + [f"matter{pick.randrange(3000)}"])
        for telling in range(CLAIMS_EACH):
            chance = pick.random()
            dated = day + timedelta(days=pick.choice((-1, 1))) if chance < 0.03 else day
            edtf = f"{day:%Y-%m}" if 0.03 <= chance < 0.10 else dated.isoformat()
            named = () if chance > 0.99 else actors if chance > 0.3 else actors[:1]
            yield SourcedClaim(
                f"wire-{year}-{month}-{number}-{telling}",
                Claim(0, 50, "", kind, action, edtf, "", "said", named, place if pick.random() < 0.8 else "", topic, False, "bench", 0.9),
            )  # fmt: skip


def _actor(kind: str, pick: random.Random, many: int) -> ClaimActor:
    return ClaimActor(f"{kind} {int(many * pick.random() ** 4)}", kind)


def months() -> list[tuple[int, int]]:
    return [(FIRST.year + n // 12, n % 12 + 1) for n in range(12 * YEARS)]


def by_window(claims: int, step: int, seed: int = 1) -> Iterator[tuple[date, date, list[SourcedClaim]]]:
    """Each month with its claims and those in the margins around it."""
    each = claims / (12 * YEARS)
    spans = months()
    held: dict[int, list[SourcedClaim]] = {}
    for place in range(0, len(spans), step):
        start = date(*spans[place], 1)
        end = (start + timedelta(days=31)).replace(day=1)
        for near in (place - 1, place, place + 1):
            if near not in held and 0 <= near < len(spans):
                held[near] = list(make_claims(*spans[near], each, seed))
        margin = [
            c
            for p in (place - 1, place + 1)
            for c in held.get(p, ())
            if _touches(c, start - MARGIN, end + MARGIN)
        ]
        yield start, end, [*held[place], *margin]
        for past in [p for p in held if p < place]:
            del held[past]


def _touches(sourced: SourcedClaim, first: date, last: date) -> bool:
    when = parse_edtf(sourced.claim.edtf)
    return when.earliest < last and when.latest >= first


def main() -> None:
    most = int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 1_000_000
    step = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    print(
        f"{'claims':>12} {'windows':>8} {'in a window':>12} {'events':>10} {'seconds':>8} {'µs a claim':>11} {'ratio':>6} {'memory MB':>10}"
    )
    size, first = 10_000, 0.0
    while size <= most:
        windows = resolved = events = 0
        spent = 0.0
        for start, end, claims in by_window(size, step):
            started = time.process_time()
            found = resolve(claims)
            spent += time.process_time() - started
            windows, resolved = windows + 1, resolved + len(claims)
            events += sum(start <= parse_edtf(e.edtf).earliest < end for e in found)
        each = spent / resolved * 1e6
        first = first or each
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>12,} {windows:>8} {resolved / windows:>12,.0f} {events:>10,} {spent:>8.1f} {each:>11.1f} {each / first:>6.2f} {memory:>10.0f}",
            flush=True,
        )
        size *= 10


if __name__ == "__main__":
    main()
