"""What stands behind a date: an event with its passages in the order in which a reader should meet them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from timeline.dates import parse_edtf
from timeline.models import Citation, Event

SHOWN = 3  # passages in the panel; the others are counted
EXCERPT = 280  # letters that an embed has room for
YEAR = re.compile(r"\d{4}|[一二三四五六七八九〇]{4}年")


@dataclass(slots=True)
class Evidence:
    """An event, its place among those of the page, and who says so."""

    event: Event
    position: int = 0  # from 1 on; 0 where it is not among the page's
    total: int = 0
    before: str = ""  # slugs
    after: str = ""
    passages: list[Citation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.passages = sorted(self.event.citations.all(), key=lambda c: strength(c, self.event))

    @property
    def agreeing(self) -> list[Citation]:
        return [passage for passage in self.passages if not passage.disputes]

    @property
    def disputing(self) -> list[Citation]:
        return [passage for passage in self.passages if passage.disputes]

    @property
    def strongest(self) -> Citation | None:
        return self.passages[0] if self.passages else None

    @property
    def others(self) -> list[Citation]:
        """The rest of those shown: one that disputes is always among them."""
        rest = self.passages[1:]
        shown = rest[: SHOWN - 1]
        if rest[len(shown) :] and self.disputing and not any(p.disputes for p in shown):
            shown = [*shown[:-1], self.disputing[0]]
        return shown

    @property
    def more(self) -> int:
        return len(self.passages) - len(self.others) - 1 if self.passages else 0

    @property
    def sides(self) -> list[tuple[int, str, bool]]:
        """Where sources disagree: how many documents give which date, and whether that disputes; else none."""
        if not self.disputing:
            return []
        agreeing = {p.source.first_edition_id for p in self.agreeing if p.states_date}
        dates = Counter(edtf for edtf, _ in {(p.edtf, p.source.first_edition_id) for p in self.disputing})
        said = [(len(agreeing), self.event.edtf, False)] if agreeing else []
        return said + [(count, edtf, True) for edtf, count in dates.most_common()]


def place_in_keys(keys: Sequence[int], event: Event) -> tuple[int, int, int]:
    """The place of an event in a list, from 1 on, and the keys before and after it; 0 for what is not there."""
    if event.pk not in keys:
        return 0, 0, 0
    at = keys.index(event.pk)
    return at + 1, keys[at - 1] if at else 0, keys[at + 1] if at + 1 < len(keys) else 0


def place_among(events: QuerySet[Event], event: Event) -> tuple[int, int, int]:
    """The same among any number of events in their order, without reading those before it."""
    if not events.filter(pk=event.pk).exists():
        return 0, 0, 0
    same = Q(earliest=event.earliest, latest=event.latest)
    earlier = Q(earliest__lt=event.earliest) | Q(earliest=event.earliest, latest__lt=event.latest)
    later = Q(earliest__gt=event.earliest) | Q(earliest=event.earliest, latest__gt=event.latest)
    # The bound that follows from the rest lets a database begin at the right place of an index.
    before = events.filter(earlier | same & Q(pk__lt=event.pk), earliest__lte=event.earliest)
    after = events.filter(later | same & Q(pk__gt=event.pk), earliest__gte=event.earliest)
    last = before.by_date().reverse().values_list("pk", flat=True).first()
    following = after.by_date().values_list("pk", flat=True).first()
    return before.order_by().count() + 1, last or 0, following or 0


def strength(passage: Citation, event: Event) -> tuple[bool, bool, int, bool, int]:
    """What is shown first: what agrees, gives the date, just as finely as it is known, word for word, in few words."""
    said, known = parse_edtf(passage.edtf) if passage.edtf else None, event.date
    misfit = 10**7
    if said:
        misfit = abs((said.latest - said.earliest).days - (known.latest - known.earliest).days)
    gives_date = bool(passage.date_words and passage.date_words in passage.quote)
    return passage.disputes, not gives_date, misfit, passage.source.is_paraphrased, len(passage.quote)


def needs_reading(passage: Citation) -> bool:
    """Whether its date words alone do not give the date: they are read against the day of publication."""
    words = passage.date_words
    return bool(words and passage.edtf and passage.source.published and not YEAR.search(words))


def girth(text: str) -> int:
    """How much room a text needs, in Latin letters; a sign of the East Asian scripts needs that of two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def begin_of_excerpt(passage: Citation) -> int:
    """Where a passage begins that has no room for more than its first lines: so that its date words are among them.

    0 for a short passage, and for one that gives its date early; else a place after a word or a sign of punctuation.
    """
    quote, words = passage.quote, passage.date_words
    at = quote.find(words) if words else -1
    if at < 0 or girth(quote) <= EXCERPT or girth(quote[: at + len(words)]) <= EXCERPT // 2:
        return 0
    first = max(at - EXCERPT // 4, 0)
    border = re.search(r"[\s、。，]\s*", quote[first:at])
    return first + border.end() if border else first
