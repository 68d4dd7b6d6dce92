"""Lengths of time and times that recur, in Korean and Japanese."""

from __future__ import annotations

from articles.extraction.languages.ko_ja.amounts import (
    AFTER_TERM,
    AMOUNT_START,
    EVERY,
    FIGURE_OR_NUMERAL,
    LENGTH_AFTER,
    SPAN_LEADS,
    read_after_clock,
    read_ago,
    read_duration,
    read_every,
    read_span,
    read_term,
    read_times,
    read_two_units,
    read_word_count,
)
from articles.extraction.languages.ko_ja.words import (
    DAY_COUNTS,
    NUMERALS,
    PARTS,
    SP,
    UNITS,
    N,
    cjk_rule,
    figure_before,
    one_of,
    whole,
)
from articles.extraction.timex.context import Found

CJK_AMOUNT_RULES = (
    cjk_rule(
        "cjk-ago",
        AMOUNT_START,
        rf"{FIGURE_OR_NUMERAL}(?P<unit>{one_of(UNITS)})(?:間|간)?(?:여)?{SP}(?P<way>前|後|(?:전|후|뒤)(?![가-힣])|"
        rf"(?:전|후|뒤)(?=에|의|부터|까지|보다|과|만|인|쯤|경|늦))(?!半|期|線|世|継|任)",
        read_ago,
        "2週間前",
        "2024-W34",
        "2週間",
    ),
    cjk_rule(
        "cjk-duration",
        AMOUNT_START,
        rf"{FIGURE_OR_NUMERAL}(?P<unit>개월|か月|カ月|ヶ月|ヵ月|箇月|시간|時間|주일)(?:間|간|여)?(?P<half>半|반)?"
        rf"(?:(?<=時間)|(?!前|전|後|후|뒤))",
        read_duration,
        "4시간",
        "PT4H",
        "4시",
    ),
    cjk_rule(
        "cjk-duration-span",
        AMOUNT_START,
        rf"{FIGURE_OR_NUMERAL}(?P<unit>{one_of(UNITS)})(?:間|간(?=[\s의에,.]|$)|{LENGTH_AFTER})",
        read_duration,
        "2年間",
        "P2Y",
        "2年",
    ),
    cjk_rule(
        "cjk-term",
        figure_before("년年개か月カヶ주週일日"),
        rf"(?:{AFTER_TERM})(?P<figure>{N}{{1,2}}){SP}(?P<unit>년|年|개월|か月|カ月|ヶ月|주|週|일|日)"
        rf"(?:(?<=[년年]){SP}(?P<figure2>{N}{{1,2}}){SP}(?:개월|月|か月|カ月|ヶ月))?(?:間|간)?(?![前後]|\s?[전후뒤]|생|차|째|目)",
        read_term,
        "懲役2年6月の判決を受けた。",
        "P2Y6M",
        "2年6月",
    ),
    cjk_rule(
        "cjk-years-counted",
        figure_before("년"),
        rf"(?<![0-9０-９.~∼～제-])(?P<figure>[1-9]|[1-5][05]){SP}(?P<unit>년)"
        rf"(?=에서\s?{N}|으로|이(?:다|며|고|라|나|었|\s)|을\s|씩|짜리|형\s|가량|남짓|쯤)",
        read_duration,
        "임기가 4년에서 5년으로 늘었다.",
        "P4Y P5Y",
        "20년에 시작했다.",
    ),
    cjk_rule(
        "cjk-quarters-counted",
        figure_before("분四"),
        rf"(?P<figure>{N}{{1,2}}){SP}(?:분기|四半期)(?:(?=\s?(?:연속|째|만에|동안))|(?=連続|ぶり|続けて))",
        lambda match, context: Found("DURATION", f"P{whole(match['figure'])}Q"),
        "33분기 연속 늘었다.",
        "P33Q",
        "3분기에 늘었다.",
    ),
    cjk_rule(
        "cjk-years-long",
        ("長年", "오랜 기간"),
        r"長年|오랜\ 기간",
        lambda match, context: Found("DURATION", "PXY"),
        "長年の友人",
        "PXY",
        "長い友人",
    ),
    cjk_rule(
        "cjk-months-long",
        {f"{n}{gap}달" for n in NUMERALS for gap in ("", " ")},
        rf"(?P<numeral>{one_of(NUMERALS)}){SP}(?P<unit>달)(?=[\s이간을의에은동,.]|$)(?!\s?(?:전|후|뒤))",
        read_duration,
        "한 달",
        "P1M",
        "큰 달",
    ),
    cjk_rule(
        "cjk-days-in-words",
        DAY_COUNTS,
        rf"(?P<word>{one_of(DAY_COUNTS)})(?:간?{SP}(?P<way>전|후|뒤)(?=[\s에의인,.]|$)"
        rf"|간(?=[\s의에,.]|$)|(?=\s?(?:만[에의이]|동안|연속|째|앞두고|앞둔|남겨)))",
        read_word_count,
        "이틀 뒤",
        "2024-09-05",
        "하루 평균",
    ),
    cjk_rule(
        "cjk-after-clock",
        figure_before("시時분分초秒"),
        rf"(?:(?P<hours>{N}{{1,2}}){SP}(?:시간|時間){SP})?(?:(?P<minutes>{N}{{1,2}}){SP}(?:분|分){SP})?"
        rf"(?:(?P<seconds>{N}{{1,2}}){SP}(?:초|秒){SP})?(?<=[간間분分초秒\s])(?:쯤|여|ほど)?{SP}(?:後|(?:뒤|후)(?=[\s인에의,.]|$))",
        read_after_clock,
        "오전 9시 49분 52초에 발사해 1분 28초 뒤 분리됐다.",
        "2024-09-03T09:51:20",
        "1분 28초 뒤 분리됐다.",
    ),
    cjk_rule(
        "cjk-two-units",
        (*figure_before("시時분分"), "약", "約"),
        rf"(?:약{SP}|約)?(?P<figure>{N}{{1,3}}){SP}(?:(?P<unit>시간|時間|분|分){SP}(?P<figure2>{N}{{1,2}}){SP}"
        rf"(?P<unit2>분|分|초|秒)(?:{SP}(?P<figure3>{N}{{1,2}}){SP}(?:초|秒))?)(?:間|간)?(?!\s?(?:前|전|後|후|뒤))",
        read_two_units,
        "2시간 15분",
        "PT2H15M",
        "2시 15분",
    ),
    cjk_rule(
        "cjk-years-and-months",
        (*figure_before("년年"), "약", "約", *SPAN_LEADS),
        rf"(?:(?<![가-힣])(?:{one_of(SPAN_LEADS)}){SP})?(?:약{SP}|約)?(?P<figure>{N}{{1,2}}){SP}(?P<unit>년|年)"
        rf"(?:と|\s)?(?P<figure2>{N}{{1,2}}){SP}(?:개월|か月|カ月"
        rf"|ヶ月|ヵ月)(?:間|간)?(?!\s?(?:前|전|後|후|뒤))",
        read_two_units,
        "3년 6개월",
        "P3Y6M",
        "2023년 6개월",
    ),
    cjk_rule(
        "cjk-every",
        EVERY,
        rf"(?P<word>{one_of(EVERY)})(?!新聞|jp|放送|コム|\s?경제|\s?신문|\s?방송)(?:{SP}(?P<weekday>[월화수목금토일月火水木金土日])"
        rf"(?:요일|曜日?)|{SP}(?P<part>{one_of(PARTS)})|(?:{SP}(?P<month>{N}{{1,2}})(?:월|月))?(?:{SP}"
        rf"(?P<day>{N}{{1,2}})(?:일|日)(?!간|間))?)",
        read_every,
        "毎年",
        "P1Y",
        "毎度",
    ),
    cjk_rule(
        "cjk-span-to-now",
        SPAN_LEADS,
        rf"(?<![가-힣])(?:{one_of(SPAN_LEADS)})(?:の|の?約|{SP}약)?{SP}(?:(?P<figure>{N}{{1,3}})여?|"
        rf"(?P<numeral>{one_of(NUMERALS)})){SP}"
        rf"(?:(?P<unit>{one_of(UNITS)})(?:間|간|{SP}동안)|(?P<long_unit>년|年|개월|か月|カ月|ヶ月|ヵ月|주|週|시간|時間)(?![度前後間])"
        rf"(?!{SP}(?:전|후|뒤))|(?P<days>日)(?=で|、|に|の))",
        read_span,
        "최근 5년간",
        "P5Y",
        "최근 5년 전",
    ),
    cjk_rule(
        "cjk-some-days",
        ("며칠", "최근 며칠", "지난 며칠"),
        rf"(?:(?:최근|지난){SP})?며칠(?:간|{SP}(?:동안|사이|새))",
        lambda match, context: Found("DURATION", "PXD"),
        "최근 며칠 사이",
        "PXD",
        "며칠 전",
    ),
    cjk_rule(
        "cjk-year-and-half",
        (*figure_before("년年"), "약", "約"),
        rf"(?:約|약{SP})?(?<![0-9０-９])(?P<figure>{N}{{1,2}})(?:年半(?![期ばの島])|"
        rf"년{SP}반(?=[\s에의이간,.]|$))(?:間|간)?(?!{SP}(?:前|後|전|후|뒤))",
        lambda match, context: Found("DURATION", f"P{whole(match['figure'])}Y6M"),
        "約2年半にわたり",
        "P2Y6M",
        "2年半ば",
    ),
    cjk_rule(
        "cjk-times",
        ("하루", "一日", "週", "月", "年", "주", "월", "연", *figure_before("日")),
        rf"(?<![0-9０-９一-龥가-힣第])(?P<unit>하루|[1１一]日|週|月|年|주|월|연)(?:에|に)?{SP}"
        rf"(?:{N}{{1,2}}|{one_of(NUMERALS)}){SP}(?:번|회|回)"
        rf"(?![目째大国総会의])",
        read_times,
        "하루 두 번",
        "P1D",
        "주 2회의",
    ),
    cjk_rule(
        "cjk-nights",
        figure_before("박泊"),
        rf"{N}{{1,2}}(?:박{SP}|泊)(?P<figure>{N}{{1,2}})(?:일|日)",
        lambda match, context: Found("DURATION", f"P{whole(match['figure'])}D"),
        "2박 3일",
        "P3D",
        "박 3일",
    ),
)
