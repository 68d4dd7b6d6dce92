"""The plain form of a Japanese verb that closes a polite sentence, for titles are never polite."""

from __future__ import annotations

import re

POLITE = re.compile(r"(?<=(?P<sign>[一-龥ぁ-んァ-ヴー]))(?P<end>ました|ます)$")
IS = re.compile(r"(?:(?<=[一-龥ァ-ヴー」])|(?<=ない)|(?<=[たる])(?:の|ということ))です$")
# Verbs of one stem whose last sign is as that of other verbs: "起きました" is "起きた", but "書きました" "書いた".
ONE_STEM = re.compile(
    r"(?:(?<![一-龥ぁ-ん])[いみ]|[てで]い|[てで]き|でき|[生起飽尽]き|過ぎ|(?<![を])すぎ|[信感命報演投通応転興封準禁案論]じ|[落満朽]ち"
    r"|[浴帯延伸詫滅]び|試み|顧み|省み|[借降足懲]り|用い|率い|強い|報い|老い|悔い)$"
)
PAST = {"い": "った", "ち": "った", "り": "った", "き": "いた", "ぎ": "いだ", "に": "んだ", "び": "んだ", "み": "んだ", "し": "した"}  # fmt: skip
PRESENT = {"い": "う", "ち": "つ", "り": "る", "き": "く", "ぎ": "ぐ", "に": "ぬ", "び": "ぶ", "み": "む", "し": "す"}  # fmt: skip
GOES = re.compile(r"(?:[^一-龥]|^)[行い]き$")  # whose past is "行った"
DOES = re.compile(r"(?:[一-龥ァ-ヴー]{2}|[にをがはもと、])し$")  # which stands for "する"


def plain(words: str) -> str:
    """The words with their last verb in its plain form: "会見で述べました" gives "会見で述べた", "協議です" "協議"."""
    words = IS.sub("", words)
    if not (polite := POLITE.search(words)):
        return words
    stem, sign, is_past = words[: polite.start()], polite["sign"], polite["end"] == "ました"
    if sign not in PAST or ONE_STEM.search(stem):
        return stem + ("た" if is_past else "る")
    if is_past and GOES.search(stem):
        return stem[:-1] + "った"
    if not is_past and DOES.search(stem):
        return stem[:-1] + "する"
    return stem[:-1] + (PAST if is_past else PRESENT)[sign]
