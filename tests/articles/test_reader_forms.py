"""Pages, JSON Lines, feeds and archives: what is understood of each, and how what cannot be read is explained."""

import gzip
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers import ArticleData, ReadError, ReadFailure, read_articles
from articles.readers.feeds import plain_text
from articles.readers.html import page_article

BODY = (
    "<p>The prime minister of Norway met the president of Finland in Oslo on Thursday to talk of trade, her office "
    "said in a long statement.</p><p>They signed an agreement on fish, which the parliament of Finland is to ratify "
    "next month, the government said.</p>"
)
PAGE = f"""<html lang="en"><head><title>Leaders meet in Oslo - Desk</title>
<meta property="article:published_time" content="2024-09-05T22:30:00Z"><meta property="og:site_name" content="Desk">
<link rel="canonical" href="https://example.org/oslo"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Leaders meet in Oslo</h1>{BODY}</article><footer>All rights reserved</footer></body></html>"""


def read(path):
    return list(read_articles([str(path)]))


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_page_gives_its_text_and_what_its_metadata_says(tmp_path):
    (article,) = read(write(tmp_path, "a.html", PAGE))
    assert (article.title, article.publisher, article.url, article.published, article.language) == (
        "Leaders meet in Oslo",
        "Desk",
        "https://example.org/oslo",
        date(2024, 9, 5),
        "en",
    )
    assert "signed an agreement on fish" in article.text
    assert "Home" not in article.text and "rights reserved" not in article.text


def test_a_page_may_not_take_the_address_of_another_site():
    fetched = "https://www.example.net/story"
    assert page_article(PAGE.encode(), fetched, fetched).url == fetched
    assert page_article(PAGE.encode(), "x", "https://www.example.org/?a=1").url == "https://example.org/oslo"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<html><body><nav>Home</nav></body></html>", "no article text"),
        (b"<div>" * 50_000 + b"text", "elements are nested"),
        (b"\x00" * 100, "no article text"),
        (b"<p>" * 2_000_000, "larger than 5 MB"),
    ],
    ids=["no article", "deep", "binary", "large"],
)
def test_a_page_without_an_article_says_so(tmp_path, page, reason):
    (failure,) = read(write(tmp_path, "a.html", page))
    assert isinstance(failure, ReadFailure) and reason in failure.reason


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_page_or_refused(raw):
    try:
        assert page_article(raw, "x").text
    except ReadError as error:
        assert str(error)


def test_json_lines_know_two_vocabularies_and_go_on_after_bad_lines(tmp_path):
    lines = [
        json.dumps(
            {"id": "a7", "text": "Text.", "title": "One", "published": "2024-09-06", "publisher": "Desk"}
        ),
        "{broken",
        json.dumps(
            {
                "@type": "NewsArticle",
                "articleBody": "岸田首相はソウルを訪問した。",
                "headline": "訪韓",
                "datePublished": "2024-09-07T01:00:00+09:00",
                "publisher": {"name": "통신"},
                "inLanguage": "ja",
            }
        ),
        "",
        json.dumps({"title": "No text"}),
        "[1, 2]",
        json.dumps({"text": "Text.", "published": "soon"}),
    ]
    found = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    origin = str(tmp_path / "a.jsonl")
    assert found[0] == ArticleData(f"{origin}#a7", "Text.", "One", "Desk", "", date(2024, 9, 6))
    assert (found[2].language, found[2].publisher, found[2].published) == ("ja", "통신", date(2024, 9, 7))
    assert [
        (f.origin.rsplit("#")[1], f.reason.split(":")[0]) for f in found if isinstance(f, ReadFailure)
    ] == [
        ("2", "the line is not JSON"),
        ("5", "there is no text"),
        ("6", "the line is not a JSON object"),
        ("7", "the line"),
    ]


def test_other_json_lines_and_xml_in_a_folder_are_not_articles(tmp_path):
    write(tmp_path, "a.txt", "Text.")
    write(tmp_path, "gold.jsonl", '{"doc": "a", "events": []}\n')
    write(tmp_path, "sitemap.xml", "<?xml version='1.0'?><urlset></urlset>")
    assert [item.origin for item in read(tmp_path)] == [str(tmp_path / "a.txt")]
    assert "there is no text" in read(tmp_path / "gold.jsonl")[0].reason


RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Desk</title>
<item><title>Leaders &amp; fish</title><link>https://example.org/1</link><guid>one</guid>
<pubDate>Fri, 06 Sep 2024 00:30:00 +0900</pubDate><description>Short.</description>
<content:encoded><![CDATA[{BODY}<script>alert(1)</script>]]></content:encoded></item>
<item><title>Empty</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>통신</title><entry><id>tag:x</id><title>방한</title>
<link href="https://example.org/2"/><updated>2024-09-06T08:00:00+09:00</updated>
<summary>기시다 총리가 6일 서울을 방문했다.</summary></entry></feed>"""


def test_feeds_give_the_full_content_and_the_day_where_it_was_published(tmp_path):
    article, failure = read(write(tmp_path, "a.rss", RSS))
    assert (article.title, article.publisher, article.url) == (
        "Leaders & fish",
        "Desk",
        "https://example.org/1",
    )
    assert article.published == date(2024, 9, 6)
    assert article.text.count("\n\n") == 1 and "alert" not in article.text
    assert "has no text" in failure.reason and failure.origin.startswith(str(tmp_path / "a.rss"))
    (entry,) = read(write(tmp_path, "feed.xml", ATOM))
    assert (entry.published, entry.language, entry.publisher) == (date(2024, 9, 6), "ko", "통신")


@pytest.mark.parametrize(
    ("feed", "reason"),
    [
        ("<rss><channel></channel></rss>", "no entries"),
        ('<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>', "declares XML entities"),
        ("", "empty"),
        ("nothing of the kind", "feed"),
    ],
)
def test_what_is_no_feed_says_so(tmp_path, feed, reason):
    (failure,) = read(write(tmp_path, "a.rss", feed))
    assert isinstance(failure, ReadFailure) and reason in failure.reason


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_summary_becomes_plain_text_or_is_refused(html):
    try:
        assert "<script" not in plain_text("<script>" + html + "</script>")
    except ReadError as error:
        assert str(error)


def archive(*pages, compressed=False):
    """A WARC of HTTP answers: (address, status line, media type, body) each."""
    records = []
    for number, (address, status, kind, body) in enumerate(pages):
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        fields = {
            "WARC-Type": "response",
            "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
            "WARC-Date": "2025-01-01T00:00:00Z",
            "WARC-Target-URI": address,
            "Content-Type": "application/http; msgtype=response",
            "Content-Length": len(head) + len(body),
        }
        warc = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
        records.append(warc.encode() + head + body + b"\r\n\r\n")
    return b"".join(gzip.compress(record) if compressed else record for record in records)


PAGES = (
    ("https://example.org/oslo?utm=1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    ("https://example.org/gone", "404 Not Found", "text/html", PAGE.encode()),
    ("https://example.org/a.png", "200 OK", "image/png", b"png"),
    ("https://example.org/menu", "200 OK", "text/html", b"<html><nav>Home</nav></html>"),
)


@pytest.mark.parametrize("compressed", [False, True])
def test_an_archive_gives_the_pages_that_were_answered_well(tmp_path, compressed):
    name = "a.warc.gz" if compressed else "a.warc"
    article, failure = read(write(tmp_path, name, archive(*PAGES, compressed=compressed)))
    assert (article.origin, article.url, article.published) == (
        "https://example.org/oslo?utm=1",
        "https://example.org/oslo",
        date(2024, 9, 5),
    )
    assert failure.origin.endswith("#https://example.org/menu") and "no article text" in failure.reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(b"", "no web page"), (b"no archive at all", "archive"), (archive(PAGES[2]), "no web page")],
    ids=["empty", "text", "no page"],
)
def test_what_is_no_archive_says_so(tmp_path, raw, reason):
    (failure,) = read(write(tmp_path, "a.warc", raw))
    assert isinstance(failure, ReadFailure) and reason in failure.reason


def test_an_archive_that_breaks_off_keeps_what_came_before(tmp_path):
    whole = archive(PAGES[0], compressed=True) + archive(PAGES[0], compressed=True)
    found = read(write(tmp_path, "a.warc.gz", whole[:-40]))
    assert isinstance(found[0], ArticleData)


@pytest.mark.parametrize(
    ("raw", "texts"),
    [(PAGE, 1), (RSS, 1), ('{"text": "Text."}\n{"text": "More."}\n', 2), ("Text.", 1), (archive(*PAGES), 1)],
    ids=["page", "feed", "lines", "text", "archive"],
)
def test_standard_input_is_read_in_the_form_that_it_has(monkeypatch, raw, texts):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    stdin = type("Stdin", (), {"buffer": io.BufferedReader(io.BytesIO(raw))})
    monkeypatch.setattr("sys.stdin", stdin)
    found = [item for item in read_articles(["-"]) if isinstance(item, ArticleData)]
    assert len(found) == len({item.origin for item in found}) == texts
