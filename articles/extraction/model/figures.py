"""The numbers in a text, in digits or in words, to check those of a title against its passages."""

from __future__ import annotations

import re
from functools import lru_cache

from .lists import words

IN_SIGNS = ("ko", "ja", "zh")
DIGITS = re.compile(r"\d+(?:[,\u2009\u202f' ]\d{3}(?!\d))*(?:\.\d+)?")
HAN = {**dict(zip("一二三四五六七八九", range(1, 10), strict=True)), "十": 10, "百": 100, "千": 1000}
HAN_RUN = re.compile(r"[一二三四五六七八九十百千]+")
LARGE = {
    "万": 10**4,
    "億": 10**8,
    "兆": 10**12,
    "만": 10**4,
    "억": 10**8,
    "조": 10**12,
    "천": 1000,
    "백": 100,
    "千": 1000,
    "百": 100,
}
LARGE_SIGN = re.compile(r"\s?([万億兆만억조천백千百])")
# In Korean and Japanese a word is a number only before what it counts.
COUNTED = r"\s?(?:명|나라|개국|개 |차례|번|척|대 |정상|人|名|[カか箇ヶケ]国|回|件|隻|機|票|棟)"


def figures(text: str, language: str) -> list[tuple[int | float, tuple[int | float, ...]]]:
    """Each number of a text with the numbers it is composed of: 2,000,000 for "2 million", composed of 2 and 1,000,000."""
    if language in IN_SIGNS:
        return _in_signs(text, language)
    names = words()["numbers"]["en"]
    found: list[tuple[int | float, tuple[int | float, ...]]] = []
    for run in _runs(language).finditer(text):
        parts = [
            _value(p) if p[0].isdigit() else names[p.lower()]
            for p in re.findall(r"\d[\d,\u2009\u202f']*(?:\.\d+)?|[A-Za-z]+", run.group())
        ]
        found.append((_put_together(parts), tuple(parts)))
    return found


def _value(digits: str) -> int | float:
    digits = re.sub(r"[^\d.]", "", digits).rstrip(".")
    return float(digits) if "." in digits else int(digits[:30] or "0")


@lru_cache(maxsize=4)
def _runs(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(words()["numbers"]["en"], key=len, reverse=True))
    one = rf"(?:\d+(?:[,\u2009\u202f']\d{{3}}(?!\d))*(?:\.\d+)?|\b(?:{names})\b)"
    return re.compile(rf"{one}(?:[ -]{one}){{0,3}}", re.IGNORECASE)


def _put_together(parts: list[int | float]) -> int | float:
    total: int | float = 0
    for part in parts:
        total = total * part if total and part >= 100 else total + part
    return total


def _in_signs(text: str, language: str) -> list[tuple[int | float, tuple[int | float, ...]]]:
    found: list[tuple[int | float, tuple[int | float, ...]]] = []
    for match in DIGITS.finditer(text):
        value = _value(match.group())
        large = LARGE_SIGN.match(text, match.end())
        found.append((value * LARGE[large[1]], (value,)) if large else (value, (value,)))
    for match in _counting_words(language).finditer(text):
        word = match["number"]
        value = words()["numbers"]["ko" if language == "ko" else "ja"].get(word) or _of_han(word)
        found.append((value, (value,)))
    return found


@lru_cache(maxsize=4)
def _counting_words(language: str) -> re.Pattern[str]:
    if language != "ko":
        return re.compile(rf"(?P<number>{HAN_RUN.pattern}|両|双方)(?={COUNTED}|国|者|首)")
    names = "|".join(sorted(words()["numbers"]["ko"], key=len, reverse=True))
    return re.compile(rf"(?<![가-힣\d])(?P<number>{names})(?={COUNTED})")


def _of_han(run: str) -> int:
    total, ones = 0, 0
    for sign in run:
        value = HAN.get(sign, 0)
        if value >= 10:
            total, ones = total + (ones or 1) * value, 0
        else:
            ones = value
    return total + ones


def lacking_figure(title: str, title_language: str, passages: str, language: str) -> str:
    """The first number of a title that is not in its passages; "" if all are."""
    held: set[int | float] = set()
    for value, parts in figures(passages, language):
        held |= {value, *parts}
    if language in IN_SIGNS and re.search("両|双方|양국|양측|양자", passages):
        held.add(2)
    if language in IN_SIGNS:
        held |= {LARGE[sign] for sign in re.findall("[万億兆만억조천백千百]", passages)}
    for value, parts in figures(title, title_language):
        if value not in held and not all(part in held for part in parts):
            return f"{value:g}"
    return ""
