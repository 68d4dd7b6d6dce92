"""Malicious inputs: each fails with a reason in time proportional to its size, and the others are read."""

import contextlib
import gzip
import json
import os
import re
from datetime import date
from time import process_time

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.extraction import extract_claims
from articles.extraction.article import MAX_MENTIONS
from articles.extraction.dates import find_dates
from articles.models import Article, IngestFailure
from articles.readers import ArticleData, Given, ReadFailure, read_articles, read_upload
from articles.readers import text as text_reader
from tests.articles.test_reader_forms import PAGE, RSS
from timeline.curation.typed_dates import read_typed
from timeline.dates import EdtfError, describe, parse_edtf
from timeline.models import Source

DAY = date(2024, 9, 6)
STORY = "Prime Minister Fumio Kishida met President Yoon Suk Yeol in Seoul on Friday."


def read(content, name):
    content = content if isinstance(content, bytes) else content.encode()
    return list(read_upload(content, name, Given()))


def reason(content, name):
    (failure,) = read(content, name)
    assert isinstance(failure, ReadFailure), failure
    return failure.reason


def front_matter(*lines):
    return "\n".join(["---", *lines, "---", STORY])


LAUGHS = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
LAUGHS += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
MERGES = ["a0: &a0 {x: 1}"]
MERGES += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 10)]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([*LAUGHS, "kind: *a9"], "references .* are not allowed"),
        (MERGES, "references .* are not allowed"),
        (["title: " + "[" * 15_000], "recursion"),
        (["title: 0x" + "f" * 9000], "title is a number that is too long"),
        (["language: 1" + ":59" * 5000], "language is a number that is too long"),
        (["kind: {a: b}"], "kind must be a line of text"),
        (["published: [2024, 9, 6]"], "published must be a line of text"),
        (["published: 0000-01-01"], "not a date|cannot be parsed"),
        (["published: 10000-01-01"], "is not a date"),
        (["url: javascript:alert(1)"], "must start with http"),
        (["url: 'http://['"], "must start with http"),
        (["url: 'https://example.org/a b'"], "must start with http"),
        ([f"url: https://example.org/{'x' * 1000}"], "must start with http"),
        (["title: !!python/object/apply:os.system [id]"], "could not determine a constructor"),
    ],
)
def test_front_matter_that_does_harm_is_refused(lines, words):
    assert re.search(words, reason(front_matter(*lines), "a.md"))


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (PAGE.replace("<article>", "<article>" + "<b>a</b>" * 40_000), "more than 30,000 elements"),
        (PAGE.replace("<article>", "<article " + " ".join(f"a{n}=1" for n in range(100_000)) + ">"), "2,000 attributes"),
        (PAGE.replace("<article>", '<article x=">" ' + " ".join(f"a{n}" for n in range(100_000)) + ">"), "2,000 attributes"),
        ("<html><body>" + "<x-y>" * 20_000 + STORY, "no article text"),
    ],
)  # fmt: skip
def test_pages_that_would_take_hours_are_refused(page, words):
    assert words in reason(page, "a.html")


def entities(count):
    told = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, count))
    return f'<!DOCTYPE r [<!ENTITY a0 "xxxxxxxxxx">{told}]>' + RSS.replace(
        "<title>", f"<title>&a{count - 1};", 1
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_feed_may_not_bring_entities_in_any_encoding(encoding):
    feed = f'<?xml version="1.0" encoding="{encoding}"?>{entities(9)}'.encode(encoding)
    assert "declares XML entities" in reason(feed, "a.xml")


def test_a_feed_whose_markup_is_broken_is_read_as_far_as_it_goes():
    broken = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">x</titla</p></entry></feed>'
    )
    assert "no text" in reason(broken, "a.atom")


def warc(body, headers=b"", packing=gzip.compress):
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + b"\r\n" + body
    return packing(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\n"
        b"Content-Type: application/http;msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % len(answer) + answer + b"\r\n\r\n"
    )


def test_an_archive_goes_on_behind_what_is_packed_small():
    bomb = warc(b"<p>" + bytes(20_000_000))
    inner = warc(gzip.compress(bytes(20_000_000)), b"Content-Encoding: gzip\r\n")
    first, second, third = read(bomb + inner + warc(PAGE.encode()), "a.warc.gz")
    assert "larger than 5 MB" in first.reason and "larger than 5 MB" in second.reason
    assert third.title == "Leaders meet in Oslo"


def test_a_truncated_archive_keeps_what_came_before():
    noise = b"<p>" + os.urandom(50_000)
    first, *others = read(warc(PAGE.encode()) + warc(noise)[:20_000], "a.warc.gz")
    assert first.title == "Leaders meet in Oslo"
    assert others and all(isinstance(item, ReadFailure) for item in others)


def test_words_are_made_fit_to_be_kept():
    line = {
        "text": f"{STORY}\0 \ud800 \u202ereversed\u2066",
        "title": "\u202eTitle\ud83d",
        "publisher": "P\x1b[31m",
    }
    (article,) = read(json.dumps(line), "a.jsonl")
    assert article.text == f"{STORY}  reversed" and (article.title, article.publisher) == ("Title", "P[31m")
    assert reason('{"text": "\\u202e\\u0000"}', "a.jsonl") == "the text contains no printable characters"


def test_long_names_stay_apart(tmp_path):
    lines = "\n".join(json.dumps({"text": STORY, "id": "x" * 2000 + end}) for end in "ab")
    one, other = read(lines, "a.jsonl")
    assert one.origin != other.origin and len(one.origin) <= 1000


@pytest.mark.django_db
def test_the_others_go_on_and_nothing_is_half_written(tmp_path, capsys):
    files = {
        "good.md": front_matter("published: 2024-09-06", "title: Summit"),
        "bomb.md": front_matter(*LAUGHS, "kind: *a9"),
        "deep.html": "<div>" * 100_000,
        "surrogate.jsonl": '{"text": "\\ud800\\u0000 Kishida met Yoon in Tokyo on Thursday.", "published": "2024-09-06"}',
        "number.jsonl": '{"text": 1' + "0" * 9000 + "}",
        "script.md": front_matter("url: javascript:alert(1)"),
        "nul.txt": "a\0b",
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(STORY)  # a name in Latin-1
    with pytest.raises(SystemExit, match="1"):
        call_command("ingest", str(tmp_path), verbosity=0)
    assert Article.objects.count() == 3 == Source.objects.count()
    failed = {os.path.basename(name) for name in IngestFailure.objects.values_list("origin", flat=True)}
    assert failed == {"bomb.md", "deep.html", "number.jsonl#1", "script.md", "nul.txt"}
    assert Source.objects.filter(origin__endswith="caf\\udce9.txt").exists()


def test_a_fault_of_ours_stops_no_other_input(tmp_path, monkeypatch, caplog):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY)
    monkeypatch.setattr(text_reader, "find_title", lambda text: 1 / 0)
    failures = list(read_articles([str(tmp_path)]))
    assert [f.reason for f in failures] == [
        "an internal error (ZeroDivisionError): please report it together with the input"
    ] * 2
    assert "a.txt cannot be read" in caplog.text


# What dates, verbs and names are made of, with the signs that trip a reader: other digits, halves of characters, marks.
PIECES = (
    "6 7 31 0 12th 1910 2024 '98 10000 0000 ٦ ６ ² 〇 五 Sept. May September Friday next last this early the from to - – / , . "
    "on since until ago week months decade spring 1990s 지난달 27일 작년 9월 年 月 日 先月 昨年 令和 から X ~ ? .. signed met "
    "Kishida Yoon Seoul treaty anniversary 60th 기시다 방문했다 岸田 首相 訪問した \u200b \u202e \ud800 \x00"
).split(" ")
sentences = st.lists(st.sampled_from([*PIECES, "\n", "\u00a0", "1" * 5000]), max_size=40).map(" ".join)
anything = sentences | st.text(st.characters(exclude_categories=()), max_size=200)


@settings(max_examples=150, deadline=None)
@given(anything)
def test_the_date_finder_takes_any_text(text):
    for mention in find_dates(text, reference_date=DAY):
        assert text[mention.start : mention.end].strip()
        if mention.edtf:
            assert describe(mention.edtf, "ja")


@settings(max_examples=100, deadline=None)
@given(anything, st.sampled_from(["en", "ko", "ja"]))
def test_claims_are_found_in_any_text(text, language):
    for claim in extract_claims(text, published=DAY, language=language):
        assert text[claim.start : claim.end] == claim.quote and parse_edtf(claim.edtf)


@settings(max_examples=200, deadline=None)
@given(anything | st.from_regex(r"[0-9X.~?%/-]{1,24}", fullmatch=True))
def test_a_typed_date_is_read_or_refused_with_a_reason(text):
    for read_date in (parse_edtf, read_typed):
        try:
            found = read_date(text)
        except EdtfError as error:
            assert str(error)
        else:
            assert describe(getattr(found, "text", found), "ko")


@pytest.mark.parametrize(
    "text",
    ["0000", "10000", "0000-01-01", "２０２４", "٢٠٢٤", "²024", "1" * 5000, "2024-09-06\n", "\u200b2024"],
)
def test_years_and_digits_that_no_calendar_here_has_are_refused(text):
    with pytest.raises(EdtfError):
        parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["10000년 9월 6일", "September 10000", "0년 3월", "circa 0000", "６ September ２０２４", "1" * 5000],
)
def test_typed_years_stay_within_the_calendar(text):
    with contextlib.suppress(EdtfError):
        assert 1 <= parse_edtf(read_typed(text)).earliest.year <= 9999


FORMS = [
    ("a.md", st.binary(max_size=300).map(lambda b: b"---\n" + b + b"\n---\nText.")),
    ("a.html", st.binary(max_size=300)),
    ("a.jsonl", st.dictionaries(st.sampled_from(["text", "title", "url", "id", "published", "source", "kind", "language"]), st.recursive(st.text() | st.integers() | st.floats() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=5)).map(lambda d: json.dumps(d).encode())),
    ("a.rss", st.binary(max_size=300).map(lambda b: RSS.encode().replace(b"fish", b))),
    ("a.warc.gz", st.tuples(st.binary(max_size=200), st.integers(1, 400)).map(lambda t: warc(PAGE.encode() + t[0])[: -t[1]])),
    ("", st.binary(max_size=300)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "contents"), FORMS, ids=[name for name, _ in FORMS])
def test_every_reader_gives_an_article_or_a_reason(name, contents):
    @settings(max_examples=80, deadline=None)
    @given(contents)
    def check(content):
        for item in read(content, name):
            item.origin.encode()
            if isinstance(item, ArticleData):
                assert item.content_hash and "\0" not in item.text + item.title
            else:
                assert item.reason.encode() and "internal error" not in item.reason

    check()


def name(number):
    """A family name of its own for each number: "Babaaa"."""
    return "B" + "".join("abcdefghij"[int(figure)] for figure in f"{number:05d}")


GROWING = {
    "dates": lambda n: find_dates("6 September 2024, " * n, reference_date=DAY),
    "a sentence without end": lambda n: extract_claims("Kishida met Yoon on 6 September 2024 and " * (n // 20), published=DAY),
    "claims": lambda n: extract_claims("Kishida met Yoon on 6 September 2024. " * (n // 4), published=DAY),
    "names": lambda n: extract_claims("Prime Minister Fumio Kishida and " * (n // 4), published=DAY),
    "other names": lambda n: extract_claims("".join(f"President Ada {name(k)} met. " for k in range(n // 4)), published=DAY),
    "groups": lambda n: extract_claims("The two leaders met in Seoul, said Kishida. " * (n // 8), published=DAY),
    "bodies": lambda n: extract_claims("Aa-" * (n * 2), published=DAY),
    "verbs": lambda n: extract_claims("signed a treaty elected on Friday " * (n // 8), published=DAY),
    "titles in Japanese": lambda n: extract_claims("岸田首相と首相は、アサド大統領と" * (n // 2), published=DAY, language="ja"),
    "titles in Korean": lambda n: extract_claims("기시다 총리와 이명박 대통령은 이 대통령은 " * (n // 2), published=DAY, language="ko"),
    "no blank": lambda n: extract_claims("a" * (n * 100), published=DAY),
    "a feed of blanks": lambda n: read(RSS.replace("fish", "fish &lt;b&gt;" + " " * (n * 50)), "a.rss"),
    "small elements": lambda n: read(PAGE.replace("<article>", "<article>" + "<b>a</b>" * n), "a.html"),
    "lines": lambda n: read("---\n" + "\n--- x" * (n * 20), "a.md"),
}  # fmt: skip


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_size_and_no_faster(name):
    work = GROWING[name]
    work(100)  # loads what it needs

    def seconds(size):
        def once():
            started = process_time()
            work(size)
            return process_time() - started

        return min(once() for _ in range(3))

    # Eight times the size: 8 times the time when linear, 64 when quadratic; what takes a moment only is no measure.
    assert seconds(4000) < 30 * max(seconds(500), 0.01)


def test_a_hundred_thousand_dates_are_found_one_by_one():
    mentions = find_dates("6 September 2024, " * 100_000, reference_date=DAY)
    assert len(mentions) == 100_000 and {m.edtf for m in mentions} == {"2024-09-06"}


@pytest.mark.parametrize("words", ["전국방부 ", "신임외교부 "])
def test_what_may_stand_before_a_title_is_read_one_way(words):
    """Each can be split in two ways: tried together they would be tried for ever."""
    text = "기시다 " + words * 60 + "이었다."
    assert extract_claims(text, published=DAY, language="ko") == []


def test_a_sentence_gives_no_more_than_its_bounds_and_the_next_is_read():
    text = "Kishida met Yoon on 6 September 2024 and signed a treaty with Biden on 7 September 2024, " * 20
    claims = extract_claims(
        f"{text}he said. Xi visited Seoul on 9 September 2024.", published=date(2024, 9, 10)
    )
    assert claims[-1].quote == "Xi visited Seoul on 9 September 2024."
    assert max(len(claim.actors) for claim in claims) <= MAX_MENTIONS
    assert len(claims) < 40
