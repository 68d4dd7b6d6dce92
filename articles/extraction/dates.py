"""Finds date expressions in running text and resolves them against the day of publication.

Values follow the TIMEX3 guidelines of TimeML (DATE, TIME, DURATION, SET); ``edtf`` is ISO 8601-2 level 1. Nothing here
reads a clock: with no reference date, what depends on one keeps an underspecified value and no EDTF.

The text is walked once. Each word is looked up among those that can start an expression; only there are the rules that
start with it tried, and the longest reading wins. No pattern repeats without bound, so time grows with the text alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from .timex.absolute import ABSOLUTE_RULES
from .timex.cjk import CJK_RULES
from .timex.clock import CLOCK_RULES
from .timex.context import Context, DateRule, Found, day_first, find_story
from .timex.relative import RELATIVE_RULES, SETS, VAGUE_VALUES
from .timex.vocabulary import DAYS, DECADES, MONTHS, PARTS, SEASONS, UNITS


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression in the text: code points start..end (exclusive), TIMEX3 type and value, and EDTF if it names a date."""

    start: int
    end: int
    timex_type: str
    timex_value: str
    edtf: str | None
    rule: str = ""


RULES: tuple[DateRule, ...] = (*CLOCK_RULES, *ABSOLUTE_RULES, *RELATIVE_RULES, *CJK_RULES)
CJK_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def _rules_by_start() -> dict[str, tuple[DateRule, ...]]:
    table: dict[str, list[DateRule]] = defaultdict(list)
    for rule in (*CLOCK_RULES, *ABSOLUTE_RULES, *RELATIVE_RULES):
        for word in rule.starts:
            table[word].append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


STARTS = _rules_by_start()
FIGURES = STARTS["#"]
WORD = re.compile(r"[A-Za-z]+|\d+")
# Words without which nothing around them is a date: only near one of these are rules tried.
CORE = frozenset(
    {
        *MONTHS,
        *DAYS,
        *(f"{d}s" for d in DAYS),
        *SEASONS,
        *PARTS,
        *SETS,
        *UNITS,
        *(f"{u}s" for u in UNITS),
        *DECADES,
    }
    | {w for words in VAGUE_VALUES for w in words.split()}
    - {"the", "at", "this", "these", "time", "upon", "once", "a", "in", "right", "being"}
    | set(
        "centuries today yesterday tomorrow tonight overnight midnight fiscal financial fy christmas halloween every each per half ago time".split()
    )
) - {"second", "may"}
REACH = 6  # words from the first of an expression to the word that makes it one


def find_dates(text: str, *, reference_date: date | None) -> list[DateMention]:
    """Find every date expression of the text, in text order and none overlapping. Never raises.

    ``reference_date`` is the day against which "last month" is read, as a rule the day of publication. A span written
    out ("6 to 8 September") gives two mentions, of which the first has the EDTF of the whole; "September 6-7" is one.
    """
    is_story, start = find_story(text, reference_date)
    context = Context(
        text, reference_date, day_first(text, reference_date), is_story, start, "Y" if start else ""
    )
    if CJK_SIGN.search(text, 0, 4000):
        return _walk_cjk(context)
    return _walk(context)


def join_spans(mentions: list[DateMention]) -> list[DateMention]:
    """Put the two mentions of a written-out span back into one, for those who want what happened rather than words."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before
            and mention.edtf
            and before.edtf
            and before.rule == mention.rule
            and before.edtf.endswith("/" + mention.edtf)
        ):
            joined[-1] = replace(before, end=mention.end)
        else:
            joined.append(mention)
    return joined


def _walk(context: Context) -> list[DateMention]:
    text, position, tried = context.text, 0, -1
    found: list[DateMention] = []
    words = [(m.group(), m.start()) for m in WORD.finditer(text)]
    lowered = [w.lower() for w, _ in words]
    cores = [n for n, w in enumerate(lowered) if w in CORE or w[0] <= "9" or words[n][0] == "May"]
    for core in cores:
        for n in range(max(tried + 1, core - REACH), core + 1):
            tried = n
            token, start = words[n]
            rules = STARTS.get(lowered[n]) if token[0] > "9" else FIGURES
            if rules is None or start < position or (start and text[start - 1].isalnum()):
                continue
            best = _longest(rules, context, start)
            if best is not None:
                position = _keep(best, context, found)
    return found


def _keep(best: tuple[DateMention, Found], context: Context, found: list[DateMention]) -> int:
    """Add a reading to what was found, a written-out span as two; gives where to go on."""
    mention, reading = best
    context.note(reading, mention.start)
    if reading.second is None:
        found.append(mention)
        return mention.end
    second = reading.second
    found.append(replace(mention, end=reading.first_end))
    found.append(DateMention(reading.cut, mention.end, second.kind, second.value, second.edtf, mention.rule))
    return mention.end


def _longest(rules: tuple[DateRule, ...], context: Context, start: int) -> tuple[DateMention, Found] | None:
    """The longest reading at a place; of equals the rule that stands first."""
    text = context.text
    matches = [(-m.end(), n, m) for n, rule in enumerate(rules) if (m := rule.pattern.match(text, start))]
    if not matches:
        return None
    for end, n, match in sorted(matches, key=itemgetter(0, 1)):
        reading = rules[n].resolve(match, context)
        if reading is not None:
            whole = match.group()
            end = -end - (len(whole) - len(whole.rstrip(" ,.-\n\u00a0")))
            return DateMention(start, end, reading.kind, reading.value, reading.edtf, rules[n].name), reading
    return None


CJK_START = re.compile(
    r"[0-9０-９]+|[A-Za-z]+|[令平昭大明지작올금내재같그이전昨去今本来一同翌前再先다오어모当こそ새未早正정낮昼深朝아저夕밤夜현現최最과過앞향将장い매毎長約약수몇数한두세네五六七八九十二三四半午]"
)
CJK_FIGURES = (*CJK_RULES, *FIGURES)


def _walk_cjk(context: Context) -> list[DateMention]:
    """The same walk where words have no gaps between them: each sign that can start an expression is tried."""
    text, position = context.text, 0
    found: list[DateMention] = []
    for sign in CJK_START.finditer(text):
        start = sign.start()
        if start < position:
            continue
        token = sign.group()
        if token.isascii():
            rules = STARTS.get(token.lower(), ()) if token.isalpha() else CJK_FIGURES
        else:
            rules = CJK_RULES
        best = _longest(rules, context, start)
        if best is not None:
            position = _keep(best, context, found)
    return found
