"""Dates in languages without rules of their own: what is found, what is left alone, and how soon."""

import importlib
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path

import dateparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction.dates import find_dates, join_spans, resolve_date_words
from articles.extraction.timex.lexicon import language_table, lexicon
from timeline.dates import parse_edtf

WEDNESDAY = date(2024, 9, 11)
LABEL = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def labelled():
    language = ""
    path = Path(__file__).with_name("dates_in_languages.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            language = line[2:]
        elif line and not line.startswith("#"):
            yield language, line


@pytest.mark.parametrize(("language", "line"), list(labelled()))
def test_a_sentence_states_its_dates_and_no_others(language, line):
    text = LABEL.sub(r"\1", line)
    found = join_spans(find_dates(text, reference_date=WEDNESDAY, language=language))
    assert [(text[m.start : m.end], m.edtf) for m in found if m.edtf] == LABEL.findall(line)


def test_each_language_has_sentences_with_and_without_dates():
    table: dict[str, list[str]] = {}
    for language, line in labelled():
        table.setdefault(language, []).append(line)
    assert set(table) == set(language_table())
    assert all(any("[" in x for x in lines) and any("[" not in x for x in lines) for lines in table.values())


@pytest.mark.parametrize(
    ("language", "text", "edtf"),
    [
        ("sv", "Avtalet slöts den 6 september 2024 i Lund.", "2024-09-06"),
        ("cs", "Smlouva byla podepsána 6. září 2024 v Brně.", "2024-09-06"),
        ("hu", "A tárgyalás 2024. szeptember 6-án kezdődött.", "2024-09-06"),
        ("el", "Υπογράφηκε στις 6 Σεπτεμβρίου 2024 στην Πάτρα.", "2024-09-06"),
        ("hi", "यह समझौता 6 सितंबर 2024 को हुआ।", "2024-09-06"),
        ("pt-BR", "O acordo é de 6 de setembro de 2024.", "2024-09-06"),
        ("zh-TW", "雙方於2024年9月6日簽署協定。", "2024-09-06"),
    ],
)
def test_a_language_that_only_dateparser_knows_has_its_full_dates(language, text, edtf):
    assert [m.edtf for m in find_dates(text, reference_date=None, language=language)] == [edtf]


def test_a_language_that_nobody_knows_has_none():
    assert find_dates("6 september 2024", reference_date=WEDNESDAY, language="xx") == []


def test_figures_whose_order_is_not_known_are_left_alone():
    assert lexicon("tl").order == ""
    assert find_dates("06.09.2024", reference_date=WEDNESDAY, language="tl") == []
    assert [m.edtf for m in find_dates("25.09.2024", reference_date=WEDNESDAY, language="tl")] == [
        "2024-09-25"
    ]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "Il arrive vendredi.", "XXXX-WXX-5"),
        ("fr", "Il est venu le 6 septembre.", "XXXX-09-06"),
        ("de", "Er kam gestern.", "XXXX-XX-XX"),
        ("de", "Das war letztes Jahr.", "XXXX"),
        ("es", "Fue la semana pasada.", "XXXX-WXX"),
        ("ru", "Это было три дня назад.", "PAST_REF"),
        ("fr", "Du 6 au 8 septembre.", "XXXX-09-06"),
    ],
)
def test_without_a_day_of_publication_nothing_relative_is_guessed(language, text, value):
    mention = find_dates(text, reference_date=None, language=language)[0]
    assert (mention.timex_value, mention.edtf) == (value, None)


def test_a_span_gives_two_mentions_and_the_first_has_the_whole():
    text = "du 6 au 8 octobre 2024"
    first, last = find_dates(text, reference_date=WEDNESDAY, language="fr")
    assert (text[first.start : first.end], first.timex_value) == ("6", "2024-10-06")
    assert first.edtf == "2024-10-06/2024-10-08"
    assert (text[last.start : last.end], last.edtf) == ("8 octobre 2024", "2024-10-08")


def test_in_history_a_day_without_a_year_belongs_to_the_year_told_last():
    text = (
        "".join(f"En {year} la ville fut prise. " for year in (1801, 1803, 1805, 1807, 1809))
        + "Le 6 mai, elle se rendit."
    )
    assert find_dates(text, reference_date=WEDNESDAY, language="fr")[-1].edtf == "1809-05-06"


@pytest.mark.parametrize(
    ("language", "words", "edtf"),
    [
        ("fr", "septembre", "2024-09"),
        ("fr", "le 6 septembre", "2024-09-06"),
        ("de", "am Freitag", "2024-09-06"),
        ("de", "im vergangenen Jahr", "2023"),
        ("zh", "上周五", "2024-09-06"),
        ("es", "2023", "2023"),
        ("en", "last month", "2024-08"),
        ("ko", "지난달 27일", "2024-08-27"),
        ("ja", "昨年9月", "2023-09"),
        ("ru", "вчера", "2024-09-10"),
    ],
)
def test_words_said_to_be_a_date_are_resolved(language, words, edtf):
    assert resolve_date_words(words, reference_date=WEDNESDAY, language=language).edtf == edtf


@pytest.mark.parametrize(
    "words", ["6", "1500 pages", "le président", "le 6 mai et le 8 juin 2024", "", "x" * 500]
)
def test_words_that_are_no_date_or_two_are_refused(words):
    assert resolve_date_words(words, reference_date=WEDNESDAY, language="fr") is None


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("6 septembre 2024", "2024-09-06"),
        ("am 3. Oktober 1990", "1990-10-03"),
        ("septiembre de 1999", "1999-09"),
        ("hier", "2024-09-10"),
        ("вчера", "2024-09-10"),
        ("上周五", "2024-09-06"),
        ("3 مايو 2022", "2022-05-03"),
        ("mars", "2024-03"),
        ("last month", "2024-08"),
        (" 지난달 27일 ", "2024-08-27"),
    ],
)
def test_words_are_resolved_in_whichever_language_reads_most_of_them(words, edtf):
    assert resolve_date_words(words, reference_date=WEDNESDAY).edtf == edtf


@pytest.mark.parametrize("words", ["1500 pages", "12,5", "lundi et mardi", " ", "v. 3.4.1", "x" * 500])
def test_words_that_are_a_date_in_no_language_are_refused(words):
    assert resolve_date_words(words, reference_date=WEDNESDAY) is None


def test_what_dateparser_calls_a_week_or_a_day_is_read_as_one():
    """Each relative expression of its data reads as the data says, so that none is finer or elsewhere."""
    for code in language_table():
        for phrase in lexicon(code).says:
            found = find_dates(phrase, reference_date=WEDNESDAY, language=code)
            assert len(found) < 2, (code, phrase)
            assert not found or parse_edtf(found[0].edtf), (code, phrase)


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="6 208/.-年月日一十 mars'mai lundi 周五上il y ade)(\n", max_size=80),
    st.sampled_from(["fr", "zh", "vi", "ar"]),
)
def test_no_text_breaks_it(text, language):
    for mention in find_dates(text, reference_date=WEDNESDAY, language=language):
        assert 0 <= mention.start < mention.end <= len(text)
        if mention.edtf:
            parse_edtf(mention.edtf)


def stop_clock(monkeypatch, at):
    """Give every module of dateparser that reads the clock one that stands still."""

    class Kind(type(datetime)):
        def __instancecheck__(cls, thing):
            return isinstance(thing, datetime)

    class Stopped(datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz=None):
            return at.replace(tzinfo=tz)

        today = utcnow = now

    importlib.import_module("dateparser.date")
    for module in list(sys.modules.values()):
        if module.__name__.startswith("dateparser") and getattr(module, "datetime", None) in CLOCKS:
            monkeypatch.setattr(module, "datetime", Stopped)
    CLOCKS.append(Stopped)


CLOCKS = [datetime]


def test_the_clock_that_is_stopped_is_the_one_that_dateparser_reads(monkeypatch):
    stop_clock(monkeypatch, datetime(1999, 2, 28, 23, 59))
    assert dateparser.parse("hier", languages=["fr"]).date() == date(1999, 2, 27)


@pytest.mark.parametrize("at", [datetime(1999, 2, 28, 23, 59), datetime(2096, 2, 29), datetime(2024, 12, 31)])
def test_nothing_depends_on_the_clock(monkeypatch, at):
    lines = [(code, LABEL.sub(r"\1", line)) for code, line in labelled()]
    lines += [("fr", "Le 29 février 2024, puis le 29 février."), ("de", "Am 29. Februar und am 31. April.")]

    def read():
        found = [find_dates(x, reference_date=day, language=c) for c, x in lines for day in (WEDNESDAY, None)]
        words = [w for _, line in labelled() for w, _ in LABEL.findall(line)]
        return found, [resolve_date_words(w, reference_date=None) for w in words[::7]]

    before = read()
    stop_clock(monkeypatch, at)
    assert read() == before


def test_threads_do_not_disturb_each_other():
    days = [date(2023, 1, 1) + timedelta(days=17 * n) for n in range(40)]
    tasks = [(LABEL.sub(r"\1", line), code, days[n % 40]) for n, (code, line) in enumerate(labelled())]

    def read(task):
        text, code, day = task
        return find_dates(text, reference_date=day, language=code)

    alone = [read(task) for task in tasks]
    lexicon.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, tasks * 2)) == alone * 2


HOSTILE = [
    "1910-1945-" * 20,
    "6 au 8 mai 2024 ",
    "lundi lundi ",
    "il y a il y a ",
    "6-7-8-9-",
    "de de de ",
    "  \n",
    "2024 2024 ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_alone(piece):
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        best = float("inf")
        for _ in range(3):
            started = time.process_time()
            find_dates(text, reference_date=WEDNESDAY, language="fr")
            best = min(best, time.process_time() - started)
        return best

    lexicon("fr")
    assert seconds(80_000) < 25 * seconds(8_000) + 0.05


def test_a_text_of_nothing_but_different_dates_is_read_in_bounded_time():
    text = " ".join(f"{d} mai {y}" for y in range(1000, 2100) for d in range(1, 29))
    started = time.process_time()
    assert len(find_dates(text, reference_date=WEDNESDAY, language="fr")) <= 2000
    assert time.process_time() - started < 30


def test_english_does_not_load_dateparser():
    code = (
        "import sys; from datetime import date; from articles.extraction.dates import find_dates;"
        "find_dates('He said on Friday the pact of 1965 stood.', reference_date=date(2024, 9, 6));"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
