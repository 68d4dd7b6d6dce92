"""Relative times in English."""

from __future__ import annotations

from articles.extraction.languages.en.dates.absolute import DAY_START, rule
from articles.extraction.languages.en.dates.amounts import APPROX_START, NUMBER_START, VAGUE_START
from articles.extraction.languages.en.dates.relative import (
    BIG,
    THIS,
    WHICH,
    read_ago,
    read_bare_part,
    read_day_beyond,
    read_named_day,
    read_part_late,
    read_part_of_day,
    read_the_day,
    read_unit,
)
from articles.extraction.languages.en.dates.vague import CURRENTLY, VAGUE_VALUES, read_vague
from articles.extraction.languages.en.dates.vocabulary import (
    APPROX,
    BIG_UNIT,
    DAYS,
    EDGE,
    EDGE_WORDS,
    GAP,
    NUMBER,
    NUMBER_WORDS,
    OF_YEAR_WORDS,
    PART,
    PART_WORDS,
    VAGUE_NUMBER,
    WEEKDAY,
    WEEKDAY_SHORT,
    S,
    said,
)
from articles.extraction.languages.en.dates.weekdays import read_weekday

RELATIVE_RULES = (
    rule(
        "weekday-part",
        DAY_START | frozenset(("last", "next", "this", "early", "late", "on")),
        rf"(?:(?:early|late){S}(?:on{S})?)?(?:(?P<which>last|next|this|previous|following){S})?"
        rf"(?P<weekday>{WEEKDAY}){S}(?P<part>{PART})\b",
        read_weekday,
        "Friday afternoon",
        "2024-08-30TAF",
        "Friday after noon",
        words=said(DAYS, PART_WORDS, "early following last late next on previous this"),
    ),
    rule(
        "weekday",
        DAY_START
        | frozenset(
            ("last", "next", "this", "early", "late", "earlier", "later", "the", "previous", "following")
        ),
        rf"(?:(?:the{S})?(?P<small>early{S}(?:morning{S})?hours{S})(?:of|on){S}|(?:early|late|earlier|later){S}"
        rf"(?:on{S})?)?"
        rf"(?:(?:the{S})?(?P<which>last|next|this{S}coming|this{S}past|this|previous|following|past){S})?"
        rf"(?P<weekday>{WEEKDAY})(?:{S}(?P<week>next|last){S}week|{S}(?P<after>week)(?!['’]))?\b(?!-)",
        read_weekday,
        "They met on Friday.",
        "2024-08-30",
        "a Fridays-only rule",
        words=said(
            DAYS,
            "coming earlier early following hours last late later morning next of on past previous the this week",
        ),
    ),
    rule(
        "weekday-short",
        DAY_START,
        rf"(?P<weekday>{WEEKDAY_SHORT})(?=[\s,)]{GAP}(?:\d|[A-Z]))",
        read_weekday,
        "Open Mon. 9 to 5",
        "2024-09-02",
        "Sun worship",
        words=said("# a fri mon sat sun thu thur tue wed z"),
    ),
    rule(
        "named-day",
        frozenset(
            ("today", "yesterday", "tomorrow", "tonight", "overnight", "early", "late", "later", "earlier")
        ),
        rf"(?:(?:early|late|later|earlier){S})?(?P<word>today|yesterday|tomorrow|tonight)(?:(?:{S}|['’]s{S})"
        rf"(?P<part>{PART}))?\b",
        read_named_day,
        "They met yesterday.",
        "2024-09-02",
        "the days",
        words=said(PART_WORDS, "earlier early late later today tomorrow tonight yesterday"),
    ),
    rule(
        "day-beyond",
        frozenset(("the", "day")),
        rf"(?:the{S})?day{S}(?:before{S}(?P<word>yesterday)|after{S}(?P<word2>tomorrow))\b",
        read_day_beyond,
        "the day after tomorrow",
        "2024-09-05",
        "the day after that",
        words=said("after before day the tomorrow yesterday"),
    ),
    rule(
        "part-of-day",
        frozenset(("this", "last", "that", "the", "early", "late")),
        rf"(?:(?:early|late){S})?(?P<which>this|last|that|that{S}same|the{S}(?:same|next|following"
        rf"|previous)){S}(?P<part>{PART})\b",
        read_part_of_day,
        "this morning",
        "2024-09-03TMO",
        "the morning",
        words=said(PART_WORDS, "early following last late next previous same that the this"),
    ),
    rule(
        "bare-part-of-day",
        frozenset(("the",)),
        rf"the{S}(?P<part>morning|afternoon|evening)\b(?!{S}(?:of|hours|after|when|that)\b|['’-])",
        read_bare_part,
        "They fought on Monday. It was calm in the evening.",
        "2024-09-02TEV",
        "She runs in the evening.",
        words=said("after afternoon evening hours morning of that the when"),
    ),
    rule(
        "unit-edge",
        THIS | frozenset(("end", "beginning", "start")),
        rf"(?P<edge>{EDGE}|(?:the{S})?(?:later|latter|early|earlier){S}(?:half|part){S}of{S})(?:"
        rf"(?P<which>this|that|last|next|the|the{S}same|current|previous|following|coming){S})?"
        rf"(?:(?:fiscal|financial|calendar){S})?{BIG}\b"
        rf"(?!{S}ago)",
        read_unit,
        "by the end of the year",
        "2024",
        "the end of the road",
        words=said(
            EDGE_WORDS,
            OF_YEAR_WORDS,
            "ago calendar century coming current day decade earlier early financial fiscal fortnight half later",
            "latter month part",
            "previous quarter week weekend",
        ),
    ),
    rule(
        "unit-part",
        THIS,
        rf"(?P<early>(?:early|late|later|earlier|mid){S}(?:in{S}|on{S})?|mid-)(?P<which>this|that|last|next|the"
        rf"|the{S}same|the{S}following|the{S}next){S}{BIG}\b",
        read_unit,
        "later this month",
        "2024-09",
        "later the same",
        words=said(
            "century day decade earlier early following fortnight in last late later mid month next on",
            "quarter same that the this week weekend year",
        ),
    ),
    rule(
        "unit",
        THIS | frozenset(("previous", "current")),
        rf"(?:(?!(?:the{S})?last{S}\w+{S}of\b(?!{S}(?:US)?[$€£]))|(?=[\w\s]{{1,25}}of{S}(?:this|last|next|that){S}))"
        rf"(?P<which>{WHICH}){S}(?:calendar{S}|fiscal{S}|financial{S})?{BIG}\b(?!s|['’]?s{S}worth|{S}"
        rf"(?:ago|earlier)|-)",
        read_unit,
        "last month",
        "2024-08",
        "at last",
        words=said(
            "ago calendar century coming current day decade earlier financial fiscal following",
            "fortnight immediately last month next past preceding previous prior quarter same subsequent",
            "that the this upcoming very week weekend worth year",
        ),
    ),
    rule(
        "part-late",
        frozenset(("early", "late", "mid")),
        rf"(?:early|late|mid)[\s-](?P<part>morning|afternoon|evening)\b(?!s|{S}(?:tea|news|edition))",
        read_part_late,
        "By late afternoon it was calm.",
        "2024-09-03TAF",
        "late afternoon tea",
        words=said("afternoon early edition evening late mid morning news tea"),
    ),
    rule(
        "trading-day",
        frozenset(("the",)),
        rf"the{S}(?P<unit>day)\b(?!{S}(?:of|when|that|before|after|he|she|they|it)\b|['’])",
        read_the_day,
        "Shares rose to end the day at 98.",
        "2024-09-03",
        "the day of reckoning",
        words=said("after before day he it of she that the they when"),
    ),
    rule(
        "unit-bare",
        frozenset(("the",)),
        rf"(?P<which>the){S}(?:(?P<unit>day|week|month|year|weekend)\b(?=['’]s\b|[\s]{{0,2}}[.,;)]|{S}"
        rf"(?:before|after)\b|$)|(?P<weekend>weekend)\b(?!-|{S}of\b))(?!s)",
        read_unit,
        "Shares fell on the day.",
        "2024-09-03",
        "the day of reckoning",
        words=said("after before day month of the week weekend year"),
    ),
    rule(
        "ago",
        NUMBER_START | VAGUE_START | APPROX_START,
        rf"(?<!/)(?:{APPROX})?(?:(?P<number>half{S}an?|{NUMBER}|an?|another)|(?P<vague>{VAGUE_NUMBER}))[\s-]{{1,2}}"
        rf"(?P<unit>{BIG_UNIT}|fortnights?|hours?|minutes?){S}(?P<way>ago"
        rf"(?:{S}(?P<anchor>today|yesterday|tomorrow|this{S}(?:week|month)|{WEEKDAY}))?\b|(?:earlier|later)(?!{S}than)"
        rf"|previously|from{S}now|before(?=[\s]?[.,;)]|$|{S}(?:and|but|that|when|in|at|on)\b)|prior(?!{S}to)"
        rf"|after(?=[\s]?[.,;]|$))",
        read_ago,
        "two weeks ago",
        "2024-08-20",
        "ages ago",
        words=said(
            NUMBER_WORDS,
            DAYS,
            "about after ago almost an and another approximately around at before but centuries century",
            "countless couple day decade dozen earlier few fortnight from half hour in just later least less",
            "little many minute month more most much nearly no now number of on over previously prior",
            "quarter roughly several some than that this to today tomorrow under up week weekend when",
            "year yesterday",
        ),
    ),
    rule(
        "units-ago",
        frozenset(("hours", "days", "weeks", "months", "years", "decades")),
        rf"(?P<unit>hours|days|weeks|months|years|decades){S}(?P<way>ago|earlier(?!{S}than)|later(?!{S}than))\b",
        read_ago,
        "years ago",
        "PAST_REF",
        "years of toil",
        words=said("ago day decade earlier hour later month than week year"),
    ),
    rule(
        "vague",
        frozenset(w.split()[0].split("-")[0] for w in VAGUE_VALUES),
        rf"(?P<words>{CURRENTLY})\b(?!-)",
        read_vague,
        "They are now allies.",
        "PRESENT_REF",
        "nowhere",
        words=said(
            "a ago at being coming course current currently day due foreseeable future in long moment",
            "month more near not now nowaday once ongoing past present presently recent recently right",
            "short soon term the these this time upon very week year",
        ),
    ),
)
