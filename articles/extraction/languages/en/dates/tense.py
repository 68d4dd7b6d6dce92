"""Whether an English clause tells the past or what lies ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.extraction.timex.context import BREAK, Context

CLAUSE_WORD = re.compile(r"[a-z]+|'ll")
AHEAD = frozenset(
    "will 'll shall due slated scheduled expected planned planning upcoming would hopes hope intends deadline ahead tomorrow plans plan".split()
)
AHEAD_TO = frozenset(
    "is are set going plans expected due scheduled slated hopes intends be preparing prepares".split()
)
TO_DO = frozenset("be take meet hold start begin visit open vote elect sign travel".split())
BEHIND = frozenset(
    "was were had said met held took came went told made began won left fell rose gave saw became found got kept led lost put ran sent shot shrank sank sought caught taught slept swept spent drove withdrew overthrew undertook understood sat laid bound shook forbade blew slid swore froze chose wore tore bore hid dealt meant felt shot spoke struck wrote broke built brought fought hit knew paid rode sank sold stood thought threw grew drew flew heard ate drank sang swam stole rang woke has have since".split()
)
SURELY_AHEAD = frozenset("will 'll shall expected scheduled slated".split())
PUT_OFF = frozenset(
    "closed shut open suspended postponed delayed adjourned extended off valid".split()
)  # until
# What is told of a weekday in the present has been scheduled: "the fair opens Friday". Not so "fire kills five Friday", nor
# verbs of markets ("ends", "closes") and of misfortunes ("leaves").
FORESEES = frozenset(
    "expect expects expecting predict predicts predicting anticipate anticipates anticipating".split()
)
MEANT = frozenset(
    "plans plan hopes hope expects expect intends intend likely forecast preparing ready".split()
)  # to do something
SET = frozenset("set sets setting rescheduled calls called".split())  # something for a day
GAVE = frozenset("gave given gives give gets got".split())  # somebody until a day
PLANS = frozenset("plan plans proposal proposals schedule".split())
NEARBY = 6  # words in which such a verb stands before "for" or "until"
SCHEDULED = frozenset("begins starts opens resumes arrives departs travels expires convenes".split())
SCHEDULED_OF_MANY = frozenset(
    "begin start resume convene expire".split()
)  # behind a plural: "talks resume Friday"
BE = frozenset("is are be being".split())


def sure_tense(words: list[str], n: int) -> int:
    """The tense of a weekday's clause: in news nearly each is past, unless a verb says plainly that it is to come."""
    word, before = words[n], words[n - 1] if n else ""
    follows = words[n + 1] if n + 1 < len(words) else ""
    if word == "expected" and before == "than":
        return 0  # "a smaller-than-expected loss"
    if (
        word in SURELY_AHEAD
        or word in ("expects", "likely")
        or (word == "due" and (follows != "to" or before in BE))
    ):
        return 1
    if (word == "to" and before in BE) or (word in ("soon", "early") and before == "as"):
        return 1
    if (word in ("to", "for") and before == "set") or (word == "to" and before in MEANT):
        return 1
    if (word == "planned" and before in BE) or (word == "ahead" and follows == "of"):
        return 1
    if word in ("may", "might") and follows not in ("have", "not") and before not in LEADS_MAY:
        return 1
    if _is_put_on(words, n):
        return 1
    if (word in ("takes", "take") and follows == "effect") or (word == "goes" and follows == "on"):
        return 1
    if (word in SCHEDULED and follows != "fire") or (word in SCHEDULED_OF_MANY and before.endswith("s")):
        return 1
    if word == "until" and (before in PUT_OFF or before in ("has", "have")):
        return 1
    return -1 if word in BEHIND or _is_past_form(word, before) else 0


LEADS_MAY = frozenset("in of since by last this next and early late until mid".split())  # the month


def _is_put_on(words: list[str], n: int) -> bool:
    """Whether the last word before the weekday is the "for" of "set a hearing for" or the "until" of "gave him until"; or
    this is the "for" of "plans call for"."""
    if words[n] == "for" and words[n - 1] in ("call", "calls", "called"):
        return not PLANS.isdisjoint(words[max(0, n - NEARBY) : n])
    if n != len(words) - 1 or words[n] not in ("for", "until"):
        return False
    verbs = SET if words[n] == "for" else GAVE
    return not verbs.isdisjoint(words[max(0, n - NEARBY) : n])


DETERMINERS = frozenset("the a an its his her their our all some many most more very s".split())


def _is_past_form(word: str, before: str) -> bool:
    """Whether a word in -ed can be the verb: not in "to visit the wounded on Thursday" and "may be freed Thursday"."""
    return word.endswith("ed") and len(word) > 3 and before not in DETERMINERS and before not in BE


def loose_tense(words: list[str], n: int) -> int:
    word = words[n]
    if word == "would" and n + 1 < len(words) and words[n + 1] == "have":
        return -1
    if word == "expected" and n and words[n - 1] == "than":
        return 0  # "a smaller-than-expected loss"
    if word in MAY and n + 1 < len(words) and words[n + 1] not in ("have", "not"):
        return 0 if n and words[n - 1] in LEADS_MAY else 1
    if word in AHEAD or word in FORESEES or word in SCHEDULED or word == "ends":
        return 1
    if word == "to":
        follows = n + 1 < len(words) and words[n + 1] in TO_DO
        return 1 if follows or (n and words[n - 1] in AHEAD_TO) else 0
    if word == "for" and n and words[n - 1] == "set":
        return 1
    if word in ("by", "until") and n == len(words) - 1:
        return 1  # right before the date
    if word in ("takes", "take") and n + 1 < len(words) and words[n + 1] == "effect":
        return 1
    if n and words[n - 1] == "be":
        return 1  # "should be completed"
    return -1 if word in BEHIND or _is_past_form(word, words[n - 1] if n else "") else 0


MONTH_OF_MAY = re.compile(r"\bMay\b")
MAY = frozenset("may might could".split())
MISSED = re.compile(r"\b(?:missed|passed|failed|ignored|past)\b")
DEADLINE = re.compile(r"\sdeadline\b")
AUXILIARIES = frozenset("was were had has have".split())
RIGHT_AFTER = re.compile(r"\s([a-z]+)")


def _is_told_by_next(text: str, end: int) -> bool:
    """Whether the verb right after the day is past: "the judge, who will rule in May, on Friday heard the last witness"."""
    after = RIGHT_AFTER.match(text, end)
    if after is None or after[1] in AUXILIARIES or after[1] == "since":
        return False
    return after[1] in BEHIND or _is_past_form(after[1], "")


IS_ON = re.compile(r"\b(?:is|are)\s(?:on\s)?$")  # "the funeral is Friday"


@dataclass(slots=True)
class EnglishContext(Context):
    """The reading so far of a text whose clauses have English tenses."""

    def direction(self, start: int, end: int, *, surely: bool = False) -> int:
        """-1 when the clause tells the past, 1 when it tells what lies ahead, 0 when it does not say.

        The verb nearest before the date decides, else the first one after it. ``surely`` counts only verbs that leave no
        doubt ("will", not "plans").
        """
        tense = sure_tense if surely else loose_tense
        before = BREAK.split(MONTH_OF_MAY.sub("", self.text[max(0, start - 80) : start]).lower())[-1]
        words = CLAUSE_WORD.findall(before)
        if surely:
            if IS_ON.search(before) or (DEADLINE.match(self.text, end) and not MISSED.search(before)):
                return 1
            if before.endswith(" on ") and _is_told_by_next(self.text, end):
                return -1
        for n in range(len(words) - 1, -1, -1):
            if way := tense(words, n):
                return way
        after = MONTH_OF_MAY.sub("", self.text[end : end + 50]).lower()
        words = CLAUSE_WORD.findall(BREAK.split(after, maxsplit=1)[0])
        return next((way for n in range(len(words)) if (way := tense(words, n))), 0)
