"""The words for dates of one language without rules of its own: dateparser's data and rules/languages.toml, as patterns."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import regex

LANGUAGES_FILE = Path(__file__).parent.parent / "rules" / "languages.toml"
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
UNITS = ("day", "week", "month", "year")
RELATIVE = regex.compile(rf"(?:\d (?:{'|'.join(UNITS)}) ago|in \d (?:{'|'.join(UNITS)}))")
SHORT = 4  # letters; shorter names of months and weekdays are abbreviations
NEVER = r"(?!)"
DOT = r"\."

GAP = r"(?:[ \t\u00a0\u202f]{1,2}\n?|\n)"
YEAR = r"(?:[1١۱]\d|[2٢۲][0٠۰])\d\d(?!\d|[.,:]\d|\s?[%€$£¥])"
HAN_YEAR = rf"(?:{YEAR}|[一二][〇零○一二三四五六七八九]{{3}})"
HAN_DAY = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words and patterns with which the dates of a language are found and read."""

    code: str
    order: str  # DMY, MDY, YMD, or "" if unknown
    rules: tuple[tuple[str, regex.Pattern[str]], ...]
    months: dict[str, str]  # names as dateparser reads them, by their lower case
    weekdays: dict[str, int]
    says: dict[str, str]
    numbers: tuple[regex.Pattern[str], ...]
    ago: str
    later: str
    ahead: regex.Pattern[str]
    clause: regex.Pattern[str]
    refused: tuple[regex.Pattern[str], ...]
    label: regex.Pattern[str]
    keeps_case: bool  # months and weekdays are written in lower case
    by_week: bool  # "last Friday" is the Friday of last week


@lru_cache(maxsize=1)
def language_table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(LANGUAGES_FILE.read_text(encoding="utf-8"))


def base_code(language: str) -> str:
    """ "pt" for "pt-BR"."""
    return language.replace("_", "-").split("-")[0].lower()


@lru_cache(maxsize=16)
def lexicon(code: str) -> Lexicon | None:
    """The words of a language by its base code; None for a language that dateparser does not know."""
    from dateparser.languages.loader import (
        default_loader,
    )  # takes a tenth of a second to load

    try:
        info = default_loader.get_locale(code).info
    except (ValueError, KeyError, ImportError):
        return None
    return _Build(code, info, language_table().get(code, {})).lexicon()


def one_of(words: Any) -> str:
    """A pattern for any of these words, the longest first, with any white space for each of their spaces."""
    escaped = (regex.escape(word, literal_spaces=True).replace(" ", GAP) for word in set(words) if word)
    return "|".join(sorted(escaped, key=lambda word: (-len(word), word))) or NEVER


def _names(info: dict[str, Any], keys: list[str], further: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(dict.fromkeys((*info.get(key, ()), *further.get(str(n), further.get(key, "")).split("|"))))
        for n, key in enumerate(keys, 1)
    }


class _Build:
    """Builds the patterns of a language."""

    def __init__(self, code: str, info: dict[str, Any], own: dict[str, Any]):
        self.code, self.info, self.own = code, info, own
        self.gapless = any("月" in name for name in info.get("january", ()))
        self.month_names = _names(info, MONTHS, own.get("months", {}))
        turned = {"weekdays": {v: k for k, v in own.get("weekdays", {}).items()}}
        by_day = {
            day: next((w for said, w in turned["weekdays"].items() if said in info.get(day, ())), "")
            for day in WEEKDAYS
        }
        self.day_names = _names(info, WEEKDAYS, by_day)
        says = {
            phrase: phrase
            for key, phrases in info.get("relative-type", {}).items()
            if RELATIVE.fullmatch(key)
            for phrase in phrases
            if len(phrase) > 3 or self.gapless or not phrase.isascii() or key[:5] in ("0 day", "1 day")
        }
        self.says = {k.lower(): v for k, v in {**says, **own.get("says", {})}.items()}
        self.gap = r"[ \u3000]?" if self.gapless else GAP

    def said(self, name: str) -> str:
        return str(self.own.get(name, NEVER)).replace(" ", GAP)

    def lexicon(self) -> Lexicon:
        info, own = self.info, self.own
        ago = info.get("ago") or [""]
        return Lexicon(
            code=self.code,
            order=info.get("date_order", ""),
            rules=tuple((n, regex.compile(p, regex.IGNORECASE)) for n, p in self._patterns()),
            months={
                n.lower(): _best(info.get(key, names))
                for key, names in self.month_names.items()
                for n in names
            },
            weekdays={
                n.lower(): number for number, names in enumerate(self.day_names.values()) for n in names if n
            },
            says=self.says,
            numbers=tuple(regex.compile(n, regex.IGNORECASE) for n in own.get("numbers", ())),
            ago=ago[-1],
            later=own.get("later", "").split("|")[0],
            ahead=regex.compile(own.get("ahead", NEVER), regex.IGNORECASE),
            clause=regex.compile(rf"[,،，、:—–]|\b(?:{self.said('clause')})\b", regex.IGNORECASE),
            refused=tuple(regex.compile(pattern) for pattern in own.get("refused", ())),
            label=self._label(),
            keeps_case=own.get("lower_case", False),
            by_week=self.gapless,
        )

    def _label(self) -> regex.Pattern[str]:
        """What comes before the day of publication, from the label to the day: "Publié par J. Dupont le "."""
        joined = r"\w{0,4}" if self.gapless else r"\b"
        rest = r"(?:[^\w\n]{1,4}\w{1,12}){0,5}[^\w\n]{0,4}$"
        return regex.compile(
            rf"(?:^|[|·•–—(])\W{{0,4}}(?:{self.said('label')}){joined}{rest}", regex.IGNORECASE
        )

    def _patterns(self) -> list[tuple[str, str]]:
        parts = self._gapless_parts() if self.gapless else self._parts()
        rules = self._gapless_rules(parts) if self.gapless else self._rules(parts)
        relative = [("relative", self._bounded(rf"(?P<date>{one_of(self.says)})")), *self._counted()]
        return [*relative, *rules, ("iso", r"(?<![\w.-])(?P<date>[12]\d{3}-\d\d-\d\d)(?![\d-])"), NUMERIC]

    def _bounded(self, pattern: str) -> str:
        return pattern if self.gapless else rf"(?<![\w])(?:{self.own.get('prefix', '')})?{pattern}(?!\w)"

    def _month(self) -> tuple[str, str]:
        """The names of the months: those that need nothing else, and all, where short ones need a full stop or a year."""
        whole = {
            n for names in self.month_names.values() for n in names if len(n) >= SHORT or n == _best(names)
        }
        short = {n for names in self.month_names.values() for n in names if len(n) >= 3} - whole
        long = rf"(?:{one_of(whole)})(?!\w)"
        return long, rf"(?:{long}|(?:{one_of(short)})(?:\.|(?={GAP}?\d{{4}})))"

    def _parts(self) -> dict[str, str]:
        gap, said = self.gap, self.said
        long, month = self._month()
        days = {
            n
            for names in self.day_names.values()
            for n in names
            if len(n) >= SHORT or n and n == _best(names)
        }
        joiner = rf"(?:{gap}?[-–—]{gap}?|{gap}(?:{said('to')}|{said('and')})(?:{gap}|(?<=['و])))"
        return {
            "long": long,
            "month": month,
            "weekday": rf"(?:{one_of(days)})",
            "tail": rf"(?:{said('weekday_tail')})?",
            "sep": rf",?{gap}?(?:(?:{said('of')}){gap}?)?",
            "day": rf"(?:{self.own.get('day_tail', NEVER if self.own else DOT)})?",
            "year": rf"(?:{YEAR})(?:{gap}?(?:{said('year_tail')}))?",
            "join": joiner,
        }

    def _rules(self, p: dict[str, str]) -> list[tuple[str, str]]:
        gap, said = self.gap, self.said
        first = rf"(?:(?P<first>\d\d?){p['day']}(?:{p['sep']}(?P<month1>{p['month']})(?:{p['sep']}(?P<year1>{p['year']}))?)?{p['join']})?"
        named = rf"(?:{p['weekday']}{p['tail']}[,.]?{gap}(?:\p{{L}}{{1,4}}{gap})?)?(?:(?:{said('day_lead')}){gap})?"
        year = rf"(?:{p['sep']}(?P<year>{p['year']}))?"
        day = rf"(?P<day>\d\d?){p['day']}"
        month = rf"(?P<month>{p['month']})(?:/(?:{p['month']}))?"
        edge = rf"(?:(?P<edge>{said('edge')}){gap}?)"
        moved = rf"(?:(?:(?P<past>{said('past')})|(?P<next>{said('next')})|{said('this')}){gap})?"
        moved_after = rf"(?:{gap}(?:(?P<past2>{said('past')})|(?P<next2>{said('next')})))?"
        decade = r"(?P<decade>(?:1\d|20)\d0)"
        lead = rf"(?:{said('weekday_lead')}){gap}" if "weekday_lead" in self.own else ""
        months = rf"(?:(?P<first>{p['long']})(?:{p['sep']}(?P<year1>{p['year']}))?{p['join']})?"
        rules = [
            ("day", rf"(?<!\d[.,:/-])(?P<date>{named}{first}{day}{p['sep']}{month}{year})"),
            ("month", rf"(?P<date>{edge}?{months}{month}{p['sep']}(?P<year>{p['year']}))"),
            ("month", rf"(?:{said('month_lead')}){gap}(?P<date>{edge}?(?P<month>{p['long']}))(?!{gap}?[\d/])"),
            ("month", rf"(?P<date>{edge}(?P<month>{p['long']}))(?!{gap}?[\d/])"),
            ("weekday", rf"{lead}(?P<date>{moved}(?P<weekday>{p['weekday']}){p['tail']}{moved_after})"),
            ("year", rf"(?:{said('year_lead')}){gap}(?P<date>(?P<year>{p['year']}))"),
            ("year", rf"(?:{said('year_of')}){gap}(?P<date>(?P<year>{YEAR}))(?=[.,;:!?)\n»\"]|$)"),
            ("year", rf"(?P<date>(?:(?P<first>{YEAR}){p['join']})?(?P<year>{YEAR}){gap}?(?:{said('year_tail')}))"),
            ("year", rf"(?:{said('between')}){gap}(?P<date>(?P<first>{p['year']}){p['join']}(?P<year>{p['year']}))"),
            ("decade", rf"(?P<date>(?:{said('decade_lead')}){gap}{decade})"),
            ("decade", rf"(?P<date>{decade}(?:{said('decade_tail')}))"),
            ("year", rf"(?<=\()(?P<date>(?P<first>{YEAR})[-–—](?P<year>{YEAR}))(?=\))"),
        ]  # fmt: skip
        if self.info.get("date_order") == "YMD":
            rules.append(
                ("day", rf"(?P<date>(?:(?P<year>{p['year']})\.?{gap})?(?P<month>{p['month']}){gap}{day})")
            )
        if self.info.get("date_order") == "MDY":
            rules.append(("day", rf"(?P<date>{named}(?P<month>{p['month']}){gap}{day}{year})"))
        return [(name, self._bounded(pattern)) for name, pattern in rules]

    def _gapless_parts(self) -> dict[str, str]:
        _, month = self._month()
        days = {n for names in self.day_names.values() for n in names if n}
        months = {n for names in self.month_names.values() for n in names if n}
        return {
            "weekday": one_of(days | {d.replace("周", "週") for d in days}),
            "month": rf"(?<![\d一二三四五六七八九十])(?:0?(?:{one_of(months)}))",
            "year": rf"(?<!\d)(?:{HAN_YEAR}){self.gap}年",
            "day": rf"{HAN_DAY}[日号號]",
            "join": r"(?:至|到|-|—|–|～|~)",
        }

    def _gapless_rules(self, p: dict[str, str]) -> list[tuple[str, str]]:
        gap, said = self.gap, self.said
        year, month, day = (
            rf"(?P<year>{p['year']}){gap}",
            rf"(?P<month>{p['month']}){gap}",
            rf"(?P<day>{p['day']})",
        )
        base = rf"(?P<base>{one_of(self.says)}){gap}"
        edge = rf"(?P<edge>{said('edge')})"
        day_year = rf"(?:{year}|(?P<same>{said('same_year')}))?"
        moved = rf"(?:(?P<past>{said('past')})|(?P<next>{said('next')})|(?P<this>{said('this')}))?"
        return [
            ("day", rf"(?P<date>(?:{year})?{month}(?P<first>{HAN_DAY})[日号號]?{p['join']}{day})"),
            ("day", rf"(?P<date>(?:(?P<year1>{p['year']}){gap})?(?P<month1>{p['month']}){gap}(?P<first>{p['day']}){p['join']}(?:{year})?{month}{day})"),
            ("day", rf"(?P<date>{day_year}{month}{day})"),
            ("based", rf"(?P<date>{base}(?:{month}(?:{day}|{edge})?|{edge}))"),
            ("based", rf"(?P<date>{base}{day})"),
            ("month", rf"(?P<date>{year}{month}{edge}?)"),
            ("month", rf"(?P<date>(?=\d)(?P<month>{p['month']}){edge}?)(?![号號刊份]|{gap}\d)"),
            ("year", rf"(?P<date>(?:(?P<first>{p['year']}){p['join']})?{year}{edge}?)"),
            ("weekday", rf"(?P<date>{moved}(?P<weekday>{p['weekday']}))"),
            ("day-alone", r"(?<![\d月第一二三四五六七八九十.,])(?P<date>(?P<day>\d{1,2}[日]))(?![间間元本])"),
        ]  # fmt: skip

    def _counted(self) -> list[tuple[str, str]]:
        """A number of days, weeks, months or years before or after the day of publication."""
        units = {w for unit in UNITS for w in self.info.get(unit, ()) if len(w) > 1 or self.gapless}
        units |= {"个月", "天", "周", "年"} if self.gapless else set()
        number = rf"(?P<number>\d{{1,3}}|{'|'.join(self.own.get('numbers', [NEVER]))})"
        amount = rf"{number}{self.gap}(?P<unit>{one_of(units)})"
        own = [w for w in self.own.get("ago", "").split("|") if w]
        ago = one_of([*self.info.get("ago", ()), *own])
        forms = self.info.get("relative-type-regex", {}).get("\\1 year ago", [])
        behind = bool(forms) and forms[0].startswith("(")
        found = rf"{amount}{self.gap}(?P<ago>{ago})" if behind else rf"(?P<ago>{ago}){self.gap}{amount}"
        later = rf"(?P<later>{self.said('later')}){self.gap}{amount}"
        return [("counted", self._bounded(rf"(?P<date>{form})")) for form in (found, later)]


NUMERIC = (
    "numeric",
    rf"(?<![\w./-])(?P<date>\d{{1,2}}(?P<sign>[./-])\d{{1,2}}(?P=sign)(?:{YEAR}))(?![\d/-]|\.\d)",
)


def _best(names: Any) -> str:
    return max((n for n in names if n), key=len, default="")
