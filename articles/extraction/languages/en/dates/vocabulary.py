"""Words for times and their values. Parts of patterns are for verbose regular expressions that ignore case."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
DAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
UNITS = {"second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "centurie": "C", "fortnight": "W"}  # fmt: skip
SEASONS = {
    "spring": ("SP", 21),
    "summer": ("SU", 22),
    "autumn": ("FA", 23),
    "fall": ("FA", 23),
    "winter": ("WI", 24),
}
PARTS = {"morning": "MO", "mornings": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "MI", "dawn": "DT", "dusk": "EV", "daytime": "DT"}  # fmt: skip
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = {
    w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
NUMBERS: dict[str, float] = {w: n for n, w in enumerate(SMALL)}
NUMBERS |= {w: 10 * n for n, w in enumerate(TENS, 2)}
NUMBERS |= {f"{t}-{s}": NUMBERS[t] + NUMBERS[s] for t in TENS for s in SMALL[1:10]}
NUMBERS |= {
    "a": 1,
    "an": 1,
    "single": 1,
    "another": 1,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
    "half a": 0.5,
    "half an": 0.5,
}
DECADES = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}

WORD = re.compile(r"[a-z]+|#")
S = r"[\s\u00a0]{1,3}"  # white space; tokenised text has it before commas too
GAP = r"[\s\u00a0]{0,2}"
# Names of months and days start with a capital in most texts, but not in posts and subtitles. "may", "march" and "august"
# are words of their own too: in lower case they need a day or year next to them.
MONTH_IN_SMALL = "january|february|april|june|july|september|october|november|december"
MONTH = rf"(?-i:January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|{MONTH_IN_SMALL})\b\.?"
DATED_MONTH = rf"(?:{MONTH}|(?-i:march|may|august)\b)"
WEEKDAY = r"(?-i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|MONDAY|TUESDAY|WEDNESDAY|THURSDAY|FRIDAY|SATURDAY|SUNDAY|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
WEEKDAY_SHORT = r"(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d|[:.]\d)"
YEAR = r"(?:1\d{3}|20\d\d)(?!\d)"
SEASON = r"(?:spring|summer|autumn|winter|fall)"
PART = r"(?:morning|afternoon|evening|night)"
UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|century|centuries)"
BIG_UNIT = r"(?:days?|weeks?|weekends?|months?|quarters?|years?|decades?|century|centuries)"
WORD_NUMBER = rf"(?:(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(SMALL[1:10])}))?|{'|'.join(reversed(SMALL[1:]))}|(?:a|one)\shundred|hundred|single(?=-))"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})?(?:\.\d{{1,2}})?(?![\d:/])|{WORD_NUMBER})"
VAGUE_NUMBER = r"(?:several|many|a\sfew|few|some|a\scouple\sof|a\scouple|a\snumber\sof|dozens\sof|hundreds\sof|countless)"
APPROX = r"(?:(?:about|around|nearly|almost|roughly|approximately|over|under|more\sthan|less\sthan|at\sleast|at\smost|up\sto|just\sover|just\sunder|no\smore\sthan|some|as\slittle\sas|as\smuch\sas)\s)"
EDGE = r"(?:the\s(?:very\s)?(?:end|beginning|start|middle|close|turn)\sof\s(?:the\s)?)"
EARLY = r"(?:(?:(?:very\s|the\s)?(?:early|late|mid|middle)(?:\s(?:in|on)(?:\sthe)?)?|(?:later|earlier)\sin(?:\sthe)?)[\s-]{1,2})"
ERA = r"(?:\s?(?:BCE?\b|B\.\s?C\.?(?:\s?E\.?)?))"
# In small letters: "in Nov. Last year was dry" is two.
OF_YEAR = rf"(?P<of>(?:{S}of)?{S}(?-i:that|the{S}same|the{S}following|this|last|next){S}year(?!['’]s))"
COMMA = r"(?![^\S\n]?\n\s?\n)[\s\u00a0]?,?[\s\u00a0]{1,2}"  # never over the end of a paragraph
ZONE = r"(?:UTC|GMT|[ECMP][SD]T|BST|CEST|CET|JST|KST|IST|local\stime|Z)"

# The words of the parts of patterns, for the rules to tell which words they can hold; "#" stands for digits.
NUMBER_WORDS = "# a eight eighteen eighty eleven fifteen fifty five forty four fourteen hundred nine nineteen ninety one seven seventeen seventy single six sixteen sixty ten thirteen thirty three twelve twenty two"
EDGE_WORDS = "beginning close end middle of start the turn very"
EARLY_WORDS = "later earlier early in late mid middle on the very"
PART_WORDS = "morning afternoon evening night"
ZONE_WORDS = "utc gmt bst cest cet jst kst ist z local time est edt cst cdt mst mdt pst pdt"
OF_YEAR_WORDS = "following last next of same that the this year"
DAY_ENDINGS = "st nd rd th"
ERA_WORDS = "b c e bc bce"


def said(*parts: str | Iterable[str]) -> frozenset[str]:
    """The words of texts and tables, without a plural s."""
    texts = (text for part in parts for text in ((part,) if isinstance(part, str) else part))
    return frozenset(word.removesuffix("s") for text in texts for word in WORD.findall(text.lower()))


NOT_AFTER_YEAR = frozenset(
    "series news species was is has as its this us across perhaps always unless thus plus versus besides perhaps afterwards towards sometimes".split()
)


def month_number(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def number_value(words: str) -> float | None:
    """The value of a number in words or digits; None for a vague one ("several")."""
    plain = " ".join(words.lower().replace("-", " ").split())
    figure = plain.replace(",", "")
    if figure.replace(".", "", 1).isdigit():
        return float(figure)
    return NUMBERS.get(plain.replace(" ", "-")) or NUMBERS.get(plain)


def unit_code(word: str) -> str:
    return UNITS.get(word.lower().rstrip("s"), "Y")
