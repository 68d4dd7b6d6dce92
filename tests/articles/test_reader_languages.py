"""Articles in languages without rules of their own: the language and the day that files, pages and feeds give them."""

from datetime import date
from io import BytesIO

import pytest

from articles.readers.article import choose_language
from articles.readers.days import written_day
from articles.readers.feeds import read_feed
from articles.readers.html import read_html
from articles.readers.text import read_text

DAY = date(2024, 9, 6)
FRENCH = (
    "Le ministre est arrivé vendredi à Séoul pour un sommet. Les deux pays ont signé un accord sur la pêche."
)
SWEDISH = "Ministern kom till Seoul i fredags. Avtalet om fisket undertecknades av parterna efter tre dagar."


def page(head: str, body: str, lang: str = "") -> bytes:
    attribute = f' lang="{lang}"' if lang else ""
    text = "".join(f"<p>{body}</p>" for _ in range(3))
    return f"<html{attribute}><head><meta charset=utf-8><title>Un titre</title>{head}</head><body><article><h1>Un titre</h1>{text}</article></body></html>".encode()


def article_of(raw: bytes):
    (article,) = read_html(BytesIO(raw), "a.html")
    return article


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        (FRENCH, "", "fr"),
        (FRENCH, "en-US", "fr"),
        (SWEDISH, "sv-SE", "sv"),
        (SWEDISH, "", "en"),
        ("Yes.", "de", "de"),
        ("Yes.", "no code!", "en"),
        ("The ministers met in the capital on Friday.", "fr", "en"),
    ],
)
def test_the_text_tells_its_language_and_else_the_page(text, stated, language):
    assert choose_language(text, stated) == language


def test_a_page_and_a_file_are_in_the_language_of_their_text():
    assert article_of(page("", FRENCH)).language == "fr"
    assert article_of(page("", SWEDISH, "sv")).language == "sv"
    (article,) = read_text(BytesIO(f"Un titre de ville\n\n{FRENCH}".encode()), "a.txt")
    assert article.language == "fr"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-09-06T10:00:00+02:00">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "6 septembre 2024"}</script>',
    ],
)
def test_a_page_states_its_day(head):
    assert article_of(page(head, FRENCH, "fr")).published == DAY


def test_front_matter_states_the_day_and_the_language():
    raw = f"---\npublished: 2024-09-06\nlanguage: pt-BR\n---\n\n{FRENCH}"
    (article,) = read_text(BytesIO(raw.encode()), "a.md")
    assert (article.published, article.language) == (DAY, "pt-BR")


@pytest.mark.parametrize(
    ("written", "language", "day"),
    [
        ("vendredi 6 septembre 2024 à 10h30", "fr", DAY),
        ("6. September 2024", "de", DAY),
        ("6 de septiembre de 2024", "es", DAY),
        ("6 сентября 2024 г., 10:30", "ru", DAY),
        ("September 6, 2024", "fr", DAY),
        ("6 septembre", "fr", None),
        ("septembre 2024", "fr", None),
        ("hier", "fr", None),
    ],
)
def test_a_day_is_written_in_the_language_of_its_page(written, language, day):
    assert written_day(written, language) == day


@pytest.mark.parametrize(
    ("language", "text", "day"), [("fr", FRENCH, DAY), ("fr", "Accord signé.", DAY), ("sv", SWEDISH, None)]
)
def test_an_entry_of_a_feed_has_the_language_and_day_of_its_feed(language, text, day):
    entry = f"<item><title>Un titre</title><description>{text}</description><pubDate>6 septembre 2024</pubDate></item>"
    raw = (
        f'<rss version="2.0"><channel><title>T</title><language>{language}</language>{entry}</channel></rss>'
    )
    (article,) = read_feed(BytesIO(raw.encode()), "feed.xml")
    assert (article.language, article.published) == (language, day)
