"""Dates in languages without rules of their own: found by our patterns, read by dateparser, and checked.

The words of the patterns come from dateparser's data for the language and from rules/languages.toml. A number, an
abbreviation or a name alone is never taken for a date. Each expression is simplified and read by dateparser for this
language, once however often it occurs in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import regex

from .context import (
    Context,
    Found,
    add_days,
    add_months,
    day_found,
    month_found,
    near_year,
    safe_date,
    week_found,
    year_found,
)
from .lexicon import YEAR, Lexicon, base_code, lexicon
from .story import find_story

Match = Any  # of regex
MOST_READ = 2000  # most different expressions that are read in one text; history books have half as many
LEAP_YEAR = 2000  # used when no year is given
SENTENCE_END = regex.compile(r"(?<!\d)[.!?](?=\s)|[。！？؟\n;]")
BEFORE, BEHIND = 160, 120  # characters around a date that show whether its sentence is about the future
LETTER = regex.compile(r"\p{L}")
HAN_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
SAME_SIGN = str.maketrans("’ʼ\u00a0\u202f", "''  ")


@dataclass(slots=True)
class _Sentences(Context):
    """The context of a text; a clause is about the past unless it has a word of the language for the future."""

    words: Lexicon | None = None

    def direction(self, start: int, end: int, *, surely: bool = False) -> int:
        if self.words is None:
            return 0
        before = SENTENCE_END.split(self.text[max(0, start - BEFORE) : start])[-1]
        behind = SENTENCE_END.split(self.text[end : end + BEHIND], maxsplit=1)[0]
        clause = self.words.clause.split(before)[-1] + "\n" + self.words.clause.split(behind, maxsplit=1)[0]
        return 1 if self.words.ahead.search(clause) else -1


@dataclass(slots=True)
class _Reader:
    """dateparser for one language and day of publication, independent of the machine's clock and time zone."""

    words: Lexicon
    reference: date | None
    parser: Any = None
    known: dict[str, Any] = field(default_factory=dict)

    def read(self, words: str) -> Any:
        """An expression as dateparser reads it; None if it cannot."""
        if words not in self.known:
            if len(self.known) >= MOST_READ:
                return None
            data = self._parser().get_date_data(words)
            self.known[words] = data if data.date_obj else None
        return self.known[words]

    def _parser(self) -> Any:
        if self.parser is None:
            from dateparser.date import DateDataParser

            settings = {
                "RELATIVE_BASE": datetime.combine(self.reference or date(LEAP_YEAR, 1, 1), time(12)),
                "TIMEZONE": "UTC",
                "RETURN_AS_TIMEZONE_AWARE": False,
                "PARSERS": ["relative-time", "absolute-time"],
                "PREFER_DAY_OF_MONTH": "first",
                "PREFER_MONTH_OF_YEAR": "first",
                "PREFER_DATES_FROM": "current_period",
            }
            self.parser = DateDataParser(languages=[self.words.code], settings=settings)
        return self.parser

    def day(self, day: int, month: str, year: int | None) -> date | None:
        """A day with its month, in a leap year if no year is given."""
        name = self.words.months.get(month.lower().rstrip(".").lstrip("0"))
        data = self.read(f"{day} {name} {year or LEAP_YEAR}") if name else None
        if data is None or data.period != "day" or "day" not in data.parts:
            return None
        found = data.date_obj.date()
        return found if (found.day, found.year) == (day, year or LEAP_YEAR) else None


@dataclass(frozen=True, slots=True)
class Expression:
    """A date in the text; a span in words is two of them, the first with the EDTF of the whole span."""

    start: int
    end: int
    found: Found
    rule: str


def find(text: str, reference: date | None, language: str) -> list[Expression]:
    """Every date of a text in that language, in text order and none overlapping; none for an unknown language."""
    words = lexicon(base_code(language))
    return list(_Search(text, reference, words).expressions()) if words else []


def read_words(text: str, reference: date | None, language: str) -> Found | None:
    """Read words that are known to be a date; a month or year alone counts too."""
    words = lexicon(base_code(language))
    if words is None or len(text) > 100:
        return None
    plain = text.translate(SAME_SIGN).strip()
    if regex.fullmatch(YEAR, plain):
        return year_found(int(plain))
    data = _Reader(words, reference).read(plain) if LETTER.search(plain) else None
    if data is None or not set(data.parts) & {"year", "month"}:
        return None
    if "year" not in data.parts:
        context = _Sentences(plain, reference)
        day = data.date_obj.day if "day" in data.parts else None
        return _unsaid_year(data.date_obj.month, day, context, 0, len(plain))
    is_said = regex.search(YEAR, plain) is not None
    return _by_period(data) if reference or is_said else None


def _by_period(data: Any) -> Found | None:
    """The reading with the precision of the words."""
    day = data.date_obj.date()
    if data.period == "week":
        return week_found(day)
    if "day" in data.parts:
        return day_found(day)
    return month_found(day.year, day.month) if "month" in data.parts else year_found(day.year)


def _unsaid_year(month: int, day: int | None, context: Context, start: int, end: int) -> Found | None:
    year = near_year(month, day, context, start, end)
    if year is None:
        return Found("DATE", context.unknown(f"{month:02d}" + (f"-{day:02d}" if day else "")))
    return day_found(safe_date(year, month, day)) if day else month_found(year, month)


class _Search:
    """The candidates of one text and their readings."""

    def __init__(self, text: str, reference: date | None, words: Lexicon):
        self.text, self.words, self.reference = text.translate(SAME_SIGN), words, reference
        is_story, start = find_story(text, reference)
        self.context = _Sentences(self.text, reference, is_story, start, "Y" if start else "", words=words)
        self.reader = _Reader(words, reference)
        self.refused = sorted(m.span() for pattern in words.refused for m in pattern.finditer(self.text))

    def expressions(self) -> Iterator[Expression]:
        position = 0
        for start, end, name, match in self._candidates():
            if start < position or self._is_refused(start, end):
                continue
            found = getattr(self, "_" + name.replace("-", "_"))(match)
            if found is None:
                continue
            position = end
            self.context.note(found, start)
            if found.anchor is not None:
                self.context.last_end = end
            yield from _halves(start, end, found, name)

    def _candidates(self) -> list[tuple[int, int, str, Match]]:
        """The matches of the patterns in text order, at each position the longest first."""
        found = [
            (*match.span("date"), name, match)
            for name, pattern in self.words.rules
            for match in pattern.finditer(self.text)
        ]
        return sorted(found, key=lambda c: (c[0], -c[1]))

    def _is_refused(self, start: int, end: int) -> bool:
        while self.refused and self.refused[0][1] <= start:
            self.refused.pop(0)
        return any(first < end and start < last for first, last in self.refused[:8])

    def _is_name(self, match: Match, group: str) -> bool:
        """Whether a word that is written in lower case has a capital in the middle of a sentence."""
        at = match.start(group)
        if not self.words.keeps_case or not self.text[at].isupper():
            return False
        before = self.text[max(0, at - 3) : at].rstrip(" \"'«“(-–")
        return bool(before) and before[-1] not in ".!?\n:"

    def _figure(self, text: str) -> int:
        """The value of digits of any script."""
        figures = text.strip("年日号號. ")
        if figures.isdecimal():
            return int(figures)
        tens, ten, ones = figures.partition("十")
        if ten:
            return int((tens or "1").translate(HAN_FIGURES)) * 10 + int((ones or "0").translate(HAN_FIGURES))
        digits = regex.match(r"\d+", figures.translate(HAN_FIGURES))
        return int(digits[0]) if digits else 0

    def _day(self, match: Match) -> Found | None:
        groups = match.groupdict()
        year = self._figure(groups["year"]) if groups.get("year") else None
        if groups.get("same"):
            year = self.context.year_said
        last = self.reader.day(self._figure(groups["day"]), groups["month"], year)
        if last is None:
            return None
        whole = (
            day_found(last) if year else _unsaid_year(last.month, last.day, self.context, *match.span("date"))
        )
        if not groups.get("first") or whole is None:
            return whole
        return self._day_span(match, last, whole)

    def _day_span(self, match: Match, last: date, whole: Found) -> Found | None:
        groups = match.groupdict()
        end = whole.anchor
        year = self._figure(groups["year1"]) if groups.get("year1") else end.year if end else None
        first = self.reader.day(self._figure(groups["first"]), groups.get("month1") or groups["month"], year)
        if first is None:
            return None
        if end is None:
            return _span(match, Found("DATE", f"XXXX-{first:%m-%d}"), whole)
        if first > end and not groups.get("year1"):
            earlier = safe_date(first.year - 1, first.month, first.day)
            first = earlier if earlier and groups.get("month1") else first
        before = day_found(first)
        return _span(match, before, whole) if before and first < end else None

    def _month(self, match: Match) -> Found | None:
        groups = match.groupdict()
        if self._is_name(match, "month") and not groups.get("year"):
            return None
        day = self.reader.day(1, groups["month"], None)
        if day is None:
            return None
        mark = "~" if groups.get("edge") else ""
        if not groups.get("year"):
            found = _unsaid_year(day.month, None, self.context, *match.span("date"))
            return month_found(found.anchor.year, day.month, mark) if found and found.anchor else found
        found = month_found(self._figure(groups["year"]), day.month, mark)
        if not groups.get("first") or found is None:
            return found
        first = self.reader.day(1, groups["first"], None)
        year = self._figure(groups["year1"]) if groups.get("year1") else self._figure(groups["year"])
        before = month_found(year, first.month) if first else None
        return _span(match, before, found) if before and before.value < found.value else None

    def _year(self, match: Match) -> Found | None:
        found = year_found(self._figure(match["year"]), "~" if match.groupdict().get("edge") else "")
        if not match.groupdict().get("first") or found is None:
            return found
        before = year_found(self._figure(match["first"]))
        return _span(match, before, found) if before and before.value < found.value else None

    def _decade(self, match: Match) -> Found | None:
        decade = self._figure(match["decade"]) // 10
        return Found("DATE", str(decade), f"{decade}X")

    def _weekday(self, match: Match) -> Found | None:
        groups = match.groupdict()
        number = self.words.weekdays.get(groups["weekday"].lower().replace("週", "周"))
        if number is None or self._is_name(match, "weekday"):
            return None
        past = bool(groups.get("past") or groups.get("past2"))
        ahead = bool(groups.get("next") or groups.get("next2"))
        now = self.context.now
        if now is None or (self.context.is_narrative and self.context.grain != "D"):
            return Found("DATE", f"XXXX-WXX-{number + 1}")
        if self.words.by_week and (past or ahead or groups.get("this")):
            return day_found(add_days(now, number - now.weekday() + 7 * (ahead - past)))
        gap = (number - now.weekday()) % 7
        if past or (not ahead and self.context.direction(*match.span("date")) < 0):
            gap -= 7 if gap or past else 0
        elif ahead and not gap:
            gap = 7
        return day_found(add_days(now, gap))

    def _relative(self, match: Match) -> Found | None:
        phrase = regex.sub(r"\s+", " ", match["date"].lower())
        data = self.reader.read(self.words.says.get(phrase, phrase))
        if data is None:
            return None
        if self.reference is None:
            return Found("DATE", "XXXX-WXX" if data.period == "week" else UNKNOWN[data.parts[-1]])
        return _by_period(data)

    def _counted(self, match: Match) -> Found | None:
        groups = match.groupdict()
        said = groups["number"]
        number = int(said) if said.isdecimal() else self._number(said)
        unit = groups["unit"]
        if groups.get("later"):
            forms = [f"{groups['later']} {number} {unit}", f"{self.words.later} {number} {unit}"]
        else:
            forms = [f"{self.words.ago} {number} {unit}", f"{number} {unit} {self.words.ago}"]
            forms += [f"{number}{unit}{self.words.ago}"] if self.words.by_week else []
        data = next((d for form in forms if (d := self.reader.read(form))), None)
        if data is None:
            return None
        if self.reference is None:
            return Found("DATE", "FUTURE_REF" if groups.get("later") else "PAST_REF")
        ahead = data.date_obj.date() > self.reference
        return _by_period(data) if ahead == bool(groups.get("later")) else None

    def _number(self, word: str) -> int:
        return next((n for n, form in enumerate(self.words.numbers, 1) if form.fullmatch(word)), 0)

    def _based(self, match: Match) -> Found | None:
        """ "去年9月": a month or day in a year or month that is relative to the day of publication."""
        data = self.reader.read(self.words.says[match["base"].lower()])
        groups = match.groupdict()
        if data is None or self.reference is None:
            return None
        base, mark = data.date_obj.date(), "~" if groups.get("edge") else ""
        if groups.get("edge") and not groups.get("month"):
            year, month = year_found(base.year, "~"), month_found(base.year, base.month, "~")
            return {("year",): year, ("year", "month"): month}.get(data.parts)
        if groups.get("month"):
            if data.parts != ("year",):
                return None
            if groups.get("day"):
                return day_found(self.reader.day(self._figure(groups["day"]), groups["month"], base.year))
            first = self.reader.day(1, groups["month"], base.year)
            return month_found(first.year, first.month, mark) if first else None
        if data.parts != ("year", "month"):
            return None
        return day_found(safe_date(base.year, base.month, self._figure(groups["day"])))

    def _day_alone(self, match: Match) -> Found | None:
        """A day of the month in news: the last one, or the next if the sentence is about the future."""
        day, reference = self._figure(match["day"]), self.context.reference
        if reference is None or self.context.is_narrative or not 1 <= day <= 31:
            return None
        way = self.context.direction(*match.span("date"))
        months = [add_months(reference.replace(day=1), step) for step in (0, way)]
        days = [safe_date(m.year, m.month, day) for m in months if m]
        return day_found(next((d for d in days if d and (d - reference).days * way >= 0), None))

    def _iso(self, match: Match) -> Found | None:
        try:
            return day_found(date.fromisoformat(match["date"]))
        except ValueError:
            return None

    def _numeric(self, match: Match) -> Found | None:
        """Numbers in the order of the language; if that is unknown, only dates with one possible reading."""
        first, second = (int(part) for part in regex.split(r"[./-]", match["date"])[:2])
        if not self.words.order and first != second and max(first, second) <= 12:
            return None
        data = self.reader.read(match["date"])
        if data is None or data.period != "day" or "day" not in data.parts:
            return None
        return day_found(data.date_obj.date())


UNKNOWN = {"day": "XXXX-XX-XX", "month": "XXXX-XX", "year": "XXXX", "time": "XXXX-XX-XX"}


def _span(match: Match, first: Found | None, last: Found) -> Found | None:
    """A span in words, which is kept as two readings."""
    if first is None:
        return None
    cut = match.start(
        "day" if "day" in match.groupdict() else "month" if "month" in match.groupdict() else "year"
    )
    ends = [match.end(name) for name in ("first", "month1", "year1") if match.groupdict().get(name)]
    edtf = f"{first.edtf}/{last.edtf}" if first.edtf and last.edtf else first.edtf
    return Found(
        "DATE", first.value, edtf, last.anchor, last.grain, cut=cut, first_end=max(ends), second=last
    )


def _halves(start: int, end: int, found: Found, rule: str) -> Iterator[Expression]:
    if found.second is None:
        yield Expression(start, end, found, rule)
        return
    yield Expression(start, found.first_end, found, rule + "-span")
    yield Expression(found.cut, end, found.second, rule + "-span")
