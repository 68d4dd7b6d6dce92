"""How well and how fast dates are found.

    python bench/dates.py                 growth over ordinary and hostile text, and the speed against dateparser's search
    python bench/dates.py SET.jsonl ...   scores on annotated sets: a document a line, with "text", "dct" (the day of
                                          publication) and "timexes", each with "start", "end" and "value" (TIMEX3)

Scores follow TempEval-3: strict counts expressions of the same extent, relaxed those that overlap one to one, value is the
relaxed F1 times the share of these with the right value. Times are processor time, shown as ratios within one run.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.extraction.dates import find_dates  # noqa: E402

EDGE = " \t\r\n\"'`.,;:!?()[]‘’“”"
NEWS = (
    "SEOUL, Sept. 6 - President Yoon met Prime Minister Kishida on Friday, a week after the two had spoken by telephone. "
    "They will meet again in October, officials said on Thursday. Trade grew by 3 percent last year, to 85 billion dollars. "
)
NEWS_IN = {
    "en": NEWS,
    "ko": "윤석열 대통령은 6일 서울에서 기시다 총리와 회담했다. 두 정상은 지난달 27일 전화로 협의한 바 있다. 양국은 10월에 다시 만나기로 "
    "했다고 정부가 목요일 밝혔다. 지난해 교역은 3퍼센트 늘어 850억 달러였다. ",
    "ja": "尹錫悦大統領は6日、ソウルで岸田首相と会談した。両首脳は先月27日に電話で協議していた。政府は木曜日、10月に再び会うと発表した。"
    "昨年の貿易は3パーセント増の850億ドルだった。",
}
DAY = date(2024, 9, 6)
HOSTILE = {
    "figures": "1910-1945-" * 40,
    "months": "September 6-7, " * 27,
    "articles": "the early the late the " * 17,
    "numbers": "one two three four five " * 17,
    "blanks": "the" + " " * 397,
    "dashes": "6-7-8-9-" * 50,
    "kanji": "一九" * 200,
    "Korean": "지난달 27일 작년 9월 " * 25,
}


def seconds(text: str, runs: int = 3) -> float:
    return min(taken(lambda: find_dates(text, reference_date=DAY)) for _ in range(runs))


def taken(work: Callable[[], object]) -> float:
    """Processor time in seconds, which other processes do not change."""
    started = time.process_time()
    work()
    return time.process_time() - started


def growth() -> None:
    print(f"{'text':<12}{'characters':>12}{'kB/s':>9}{'time of 10x':>13}")
    for name, piece in {"news": NEWS, **HOSTILE}.items():
        small, large = piece * (20_000 // len(piece)), piece * (200_000 // len(piece))
        once, ten = seconds(small), seconds(large)
        print(f"{name:<12}{len(large):>12}{len(large) / 1000 / ten:>9.0f}{ten / once:>12.1f}x")


def against_dateparser() -> None:
    print(f"\n{'news in':<12}{'kB/s':>9}{'x dateparser, first':>22}{'again':>8}")
    for language in NEWS_IN:
        with get_context("spawn").Pool(1) as fresh:  # where nothing has been read before
            speed, first, again = fresh.apply(pace, (language,))
        print(f"{language:<12}{speed:>9.0f}{first:>22.0f}{again:>8.0f}")


def pace(language: str) -> tuple[float, float, float]:
    """The speed in kB/s, and how many times that of dateparser's search it is: for the first text of a process, and for more."""
    from dateparser.search import search_dates

    text = NEWS_IN[language] * 40
    settings = {"RELATIVE_BASE": datetime.combine(DAY, datetime.min.time())}
    ours = [taken(lambda: find_dates(text, reference_date=DAY)) for _ in range(6)]
    theirs = [taken(lambda: search_dates(text, languages=[language], settings=settings)) for _ in range(2)]
    return len(text) / 1000 / min(ours), theirs[0] / ours[0], theirs[1] / min(ours)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return start, end


def paired(gold: list, found: list) -> list[tuple]:
    """One-to-one pairs of overlapping expressions, those with the same extent first."""
    overlaps = sorted(
        (g[:2] != f[:2], -(min(g[1], f[1]) - max(g[0], f[0])), g, f)
        for g in gold
        for f in found
        if min(g[1], f[1]) > max(g[0], f[0])
    )
    used_gold, used_found, pairs = set(), set(), []
    for _, _, g, f in overlaps:
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            pairs.append((g, f))
    return pairs


def score(path: str) -> None:
    wanted = given = strict = relaxed = right = 0
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        gold = {
            (*trimmed(text, t["start"], t["end"]), t["value"])
            for t in document["timexes"]
            if t["end"] > t["start"]
        }
        gold = [g for g in gold if not any(o != g and o[0] <= g[0] and g[1] <= o[1] for o in gold)]
        mentions = find_dates(text, reference_date=date.fromisoformat(document["dct"][:10]))
        left_out = document.get("ignore", [])
        found = [
            (*trimmed(text, m.start, m.end), m.timex_value)
            for m in mentions
            if not any(m.start < end and start < m.end for start, end in left_out)
        ]
        pairs = paired(gold, found)
        wanted, given, relaxed = wanted + len(gold), given + len(found), relaxed + len(pairs)
        strict += sum(g[:2] == f[:2] for g, f in pairs)
        right += sum(g[2] == f[2] for g, f in pairs)
    f1 = 2 * relaxed / (wanted + given)
    print(
        f"{Path(path).stem:<16}{200 * strict / (wanted + given):>8.1f}{100 * f1:>9.1f}{100 * f1 * right / relaxed:>8.1f}"
    )


if __name__ == "__main__":
    if sys.argv[1:]:
        print(f"{'set':<16}{'strict':>8}{'relaxed':>9}{'value':>8}")
        for set_path in sys.argv[1:]:
            score(set_path)
    else:
        growth()
        against_dateparser()
