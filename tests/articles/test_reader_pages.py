"""Pages: scripts are ignored, chronologies become lines, standfirsts precede the body, dates are complete."""

import json
import random
from datetime import date

import pytest

from articles.readers import ArticleData, Given, ReadError, read_upload
from articles.readers.html import page_article
from tests.articles.test_hostile import read, warc
from tests.articles.test_reader_forms import PAGE, RSS

LEAD = "The foreign ministers of Norway and Chile signed a pact on fish in Oslo on Friday, their ministries said."
REST = "It replaces a text of 1998 and is to enter into force next March, a spokesman told reporters after the talks."
LAST = "Both sides praised the mediation of Iceland, whose minister took part in the last round of talks in August."
BODY = f"<p>{REST}</p><p>{LAST}</p>"
# A body so long that the extraction looks for no more of it elsewhere on the page.
LONG = [
    REST,
    *(
        f"In round {n} of the talks the two sides agreed on quotas for the waters of region {n} and on how ships are to be counted there."
        for n in range(6)
    ),
    LAST,
]
LONG_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)


def page(body, head=""):
    return f"<!DOCTYPE html><html><head><title>Pact on fish signed</title>{head}</head><body>{body}</body></html>"


def lines(body, head=""):
    return page_article(page(body, head).encode(), "x").text.split("\n\n")


@pytest.mark.parametrize(
    "script",
    [
        "for(var i=0;i<n.length;i++){" + "".join(f"a{n} = b{n} ; " for n in range(3000)) + "}",
        "var page='" + "<div><b>" * 3000 + "';",
        "var page='" + "<b>a</b>" * 40_000 + "';",
        "if(i<n && " + " ".join(f"x{n}" for n in range(3000)) + ")",
    ],
    ids=["a loop", "nested", "many", "a condition"],
)
def test_what_a_script_holds_is_no_element(script):
    told = page(f"<article><p>{LEAD}</p>{BODY}</article>", f"<script>{script}</script>")
    assert LEAD in page_article(told.encode(), "x").text
    assert LEAD in page_article(told.replace("script>", "style>").encode(), "x").text


def test_elements_that_a_script_does_not_hold_are_counted():
    hidden = "<p>" + "<div>" * 500 + "<script>/*</p>*/</script>"
    with pytest.raises(ReadError, match="elements are nested"):
        page_article(page(hidden).encode(), "x")
    with pytest.raises(ReadError, match="elements are nested"):
        page_article(page("\0" + "<div>" * 500).encode(), "x")


TABLE = "<table><thead><tr><th>Year</th><th>What</th></tr></thead><tr><td>1910</td><td>Japan annexed Korea.</td></tr><tr><td>22 June 1965</td><td>Both signed a treaty.</td></tr></table>"
SAID = ["1910: Japan annexed Korea.", "22 June 1965: Both signed a treaty."]


@pytest.mark.parametrize(
    "told",
    [
        TABLE,
        f"<figure class='wp-block-table'>{TABLE}</figure>",
        "<table><tr><td>Japan annexed Korea.</td><td>1910</td></tr><tr><td>Both signed a treaty.</td><td>22 June 1965</td></tr></table>",
        "<table><tr><td>1910: Japan annexed Korea.</td></tr><tr><td>22 June 1965: Both signed a treaty.</td></tr></table>",
        "<table><tr><td><p>1910</p></td><td><p>Japan annexed Korea.</p></td></tr><tr><td><p>22 June 1965</p></td><td><p>Both signed a treaty.</p></td></tr></table>",
        "<dl><dt>1910</dt><dd>Japan annexed Korea.</dd><dt>22 June 1965</dt><dd>Both signed a treaty.</dd></dl>",
        "<dl><div><dt>1910</dt><dd>Japan annexed Korea.</dd></div><div><dt>22 June 1965</dt><dd>Both signed a treaty.</dd></div></dl>",
        "<ul><li><b>1910</b> Japan annexed Korea.</li><li><b>22 June 1965:</b> Both signed a treaty.</li></ul>",
        "<ol><li><time>1910</time><p>Japan annexed Korea.</p></li><li><span>22 June 1965</span><div>Both signed a treaty.</div></li></ol>",
    ],
    ids=["table", "figure", "date last", "one cell", "paragraphs", "dl", "dl of div", "ul", "ol"],
)
def test_chronologies_are_told_in_lines_at_their_place(told):
    found = lines(f"<article><p>{LEAD}</p>{told}{BODY}</article>")
    assert found == [LEAD, *SAID, REST, LAST]


def test_a_date_beside_several_rows_stands_in_each_of_them():
    told = "<table><tr><td rowspan=2>1910</td><td>Japan annexed Korea.</td></tr><tr><td>A governor took office.</td></tr></table>"
    assert "1910: A governor took office." in lines(f"<article><p>{LEAD}</p>{told}{BODY}</article>")


def test_chronologies_in_korean_and_japanese():
    for when, what in (("1965년 6월 22일", "한일기본조약 체결"), ("1965年6月22日", "日韓基本条約が調印")):
        told = f"<table><tr><td>{when}</td><td>{what}</td></tr></table>"
        assert f"{when}: {what}" in lines(f"<article><p>{LEAD}</p>{told}{BODY}</article>")


@pytest.mark.parametrize(
    "told",
    [
        "<table><tr><td>2023</td><td>12.3</td></tr><tr><td>2024</td><td>14.5</td></tr></table>",
        "<table><tr><td>1</td><td>Norway beat Chile at home</td></tr></table>",
        "<table><tr><td>2023</td><td><a href='/a'>Another story about some fish</a></td></tr></table>",
        "<nav><table><tr><td>1910</td><td>Japan annexed Korea.</td></tr></table></nav>",
    ],
    ids=["figures", "ranks", "links", "menu"],
)
def test_other_tables_stay_out(told):
    assert lines(f"<article><p>{LEAD}</p>{told}{BODY}</article>") == [LEAD, REST, LAST]


def test_a_list_without_dates_stays_one():
    found = lines(f"<article><p>{LEAD}</p><ul><li><b>3 things</b> to know of it.</li></ul>{BODY}</article>")
    assert "3 things to know of it." in found[1] and ":" not in found[1]


@pytest.mark.parametrize(
    "body",
    [
        f"<main><header><h1>Pact on fish signed</h1><p class=summary>{LEAD}</p></header><div class=article-body>{LONG_BODY}</div></main>",
        f"<div><h1>Pact on fish signed</h1><h2>{LEAD}</h2><p class=byline>By Ann Writer, who was in Oslo.</p></div><div class=article-body>{LONG_BODY}</div>",
        f"<h1>The Desk</h1><div class=promo><p>Read all the news of the day here for a little.</p></div><h2>Pact on fish signed</h2><div>{LEAD}</div><div class=article-body>{LONG_BODY}</div>",
        f"<p>{LEAD}</p><h1>Pact on fish signed</h1><div class=article-body>{LONG_BODY}</div>",
        f"<h1>Pact on fish signed</h1><p class=lead>{LEAD}</p><article>{LONG_BODY}</article>",
    ],
    ids=["in a header", "a heading", "under the last headline", "above it, as in the metadata", "lead"],
)
def test_a_standfirst_beside_the_body_stands_before_it(body):
    found = lines(body, f'<meta name="description" content="{LEAD}">')
    assert [line for line in found if line != "Pact on fish signed"] == [LEAD, *LONG]


@pytest.mark.parametrize(
    "other",
    [
        f"<nav><p>{LEAD}</p></nav>",
        f"<figure><figcaption>{LEAD}</figcaption></figure>",
        f"<p><a href='/other'>{LEAD}</a></p>",
        f"<div class=related-stories><p>{LEAD}</p></div>",
        f"<p class=photo-credit>{LEAD}</p>",
    ],
)
def test_what_else_stands_above_the_body_is_none(other):
    found = lines(f"<h1>Pact on fish signed</h1>{other}<div class=article-body>{LONG_BODY}</div>")
    assert [line for line in found if line != "Pact on fish signed"] == LONG


def stated(**thing):
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "Pact", "datePublished": "2024-09-06T00:30:00+09:00"}


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (stated(**ARTICLE), date(2024, 9, 6)),
        (stated(**{**ARTICLE, "@type": ["Thing", "ReportageNewsArticle"]}), date(2024, 9, 6)),
        (stated(**{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, ARTICLE]}), date(2024, 9, 6)),
        (stated(**{**ARTICLE, "datePublished": "2024-09"}), None),
        ('<meta property="article:published_time" content="2024-09">', None),
        ('<meta property="article:published_time" content="Sept 2024">', None),
        ('<meta property="article:published_time" content="2024.09.06 10:00">', date(2024, 9, 6)),
        ('<meta property="article:published_time" content="20240906T1000">', date(2024, 9, 6)),
        ('<meta name="date" content="September 6, 2024">', date(2024, 9, 6)),
        ('<script type="application/ld+json">[{"@type": 5, "@graph": 1}, 7, null]</script>', None),
    ],
)  # fmt: skip
def test_the_day_of_a_page_is_the_articles_and_no_part_of_it_from_the_clock(head, day):
    article = page_article(page(f"<article><p>{LEAD}</p>{BODY}</article>", head).encode(), "x")
    assert article.published == day


PIECES = [
    *"<table> <tr> <td rowspan=9> </td> <dl><dt>1910<dd> <li><b>1910</b> <h1> <p_class=summary> <figure> </script> <!-- --> ]]>".split(),
    *"<meta_charset=utf-16> <meta_charset=hz> \x1b$B \x1b(B \0 &#0; &#xD800; <item> <pubDate> <svg> <template> <html/> ' \" > <".split(),
    *"WARC/1.0\r\n Content-Length:5\r\n Transfer-Encoding:chunked\r\n HTTP/1.1_200_OK\r\n <base_href='http://['>".split(" "),
    '<script type="application/ld+json">{"@type":["Article"],"datePublished":5}',
]  # fmt: skip


def mutated(raw, chance):
    """Something like a document, with pieces put in, left out, doubled and spoilt."""
    found = bytearray(raw)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(found) + 1)
        end = min(len(found), at + chance.choice((1, 9, 99)))
        change = chance.randrange(4)
        if change == 0:
            found[at:at] = chance.choice(PIECES).replace("_", " ").encode()
        elif change == 1:
            del found[at:end]
        elif change == 2:
            found[at:at] = found[at:end] * 3
        else:
            found[at:end] = chance.randbytes(end - at)
    return bytes(found)


CHRONOLOGY = page(f"<h1>Pact on fish signed</h1><p>{LEAD}</p><article>{TABLE}{BODY}</article>")
DOCUMENTS = {
    "a.html": [PAGE.encode(), CHRONOLOGY.encode(), CHRONOLOGY.encode("utf-16")],
    "a.rss": [RSS.encode()],
    "a.warc": [warc(PAGE.encode(), packing=bytes), warc(PAGE.encode()) * 2],
    "a.jsonl": [json.dumps({"text": LEAD, "published": "2024-09-06"}).encode()],
    "a.md": [f"---\ntitle: A\npublished: 2024-09-06\n---\n{LEAD}".encode()],
    "": [PAGE.encode(), RSS.encode(), warc(PAGE.encode())],
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_that_are_spoilt_give_articles_or_reasons(name):
    chance = random.Random(20240906)
    for _ in range(150):
        content = mutated(chance.choice(DOCUMENTS[name]), chance)
        for item in read(content, name):
            if isinstance(item, ArticleData):
                assert item.content_hash and "\0" not in item.text + item.title
            else:
                assert item.reason and "internal error" not in item.reason, content


def test_a_spoilt_document_is_answered_once_for_each_of_its_parts():
    assert len(list(read_upload(PAGE.encode(), "a.html", Given()))) == 1
