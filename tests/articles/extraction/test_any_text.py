"""No text whatever may make the reader raise: slices and mixtures of articles, cut where no writer would."""

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from articles.extraction import extract
from articles.extraction.actors import find_name
from articles.extraction.dates import find_dates, join_spans
from articles.extraction.languages.en.clauses import find_clauses
from articles.extraction.languages.en.titles import build_title
from articles.extraction.published import find_dateline, infer_published, looks_ahead, news_marks
from articles.extraction.written import read_written_date
from articles.resolution import SourcedClaim, resolve

DAY = date(2024, 9, 6)
ROOT = Path(__file__).parents[3]
FOLDERS = (ROOT / "articles/samples", ROOT / "tests/articles/gold")
LANGUAGES = ("en", "ko", "ja")
CASES = 60  # texts of each seed
MOST_SECONDS = 20  # for one seed, whatever the machine
ODD = (
    "", " ", "\n", "\n\n", ", ", ",, ", ", , ", "; ", ": ", " - ", " — ", "“", "”", "\"", "\"\"", "''", "(", ")", "()", "[",
    "。", "、", "「", "」", "『", "』", "'s ", "’s ", "’", "s' ", ".", "...", "!?", "\u00a0", "\u3000", "\u200b", "\x00", "\ufffd",
    "İ", "ß", "ﬁ", "٣", "²", "½", "𝔸", "e\u0301", "\U0001f600", "and ", "or ", "by ", "that ", "which ", "who ", "had ", "is ",
    "was ", "to ", "of ", "In ", "the ", "The ", "he ", "He ", "as ", "said ", "according to ", "on Friday ", "2024 ", "0 ",
    "31 February 2024 ", "9999 ", "0000-00-00 ", "1/2/3 ", "9월 ", "13월 32일 ", "令和99年", "昭和0年", "同日", "두 정상은 ", "首相は",
)  # fmt: skip


def read_folders(folders) -> list[str]:
    paths = [
        p
        for folder in folders
        for p in sorted(Path(folder).glob("*"))
        if p.suffix in (".md", ".txt", ".html")
    ]
    return [path.read_text(encoding="utf-8") for path in paths]


def _piece(chance: random.Random, texts: list[str]) -> str:
    """Some stretch of some text, from a few signs to a paragraph, or something that no text should hold."""
    if chance.random() < 0.2:
        return chance.choice(ODD)
    text = chance.choice(texts)
    first = chance.randrange(len(text) + 1)
    piece = text[first : first + int(2 ** chance.uniform(0, 9))]
    way = chance.random()
    if way < 0.1:
        words = piece.split(" ")
        chance.shuffle(words)
        return " ".join(words)
    if way < 0.2:
        return re.sub(r"[^\W\d_]+", "", piece)
    if way < 0.3:
        return piece.replace(" ", chance.choice(("", "  ", "\n", ", ", "\u00a0")))
    if way < 0.35:
        return chance.choice((piece.upper(), piece.lower(), piece.title()))
    return piece


WORDS = re.compile(r"\w+|\s+|[^\w\s]+")


def _maimed(chance: random.Random, texts: list[str]) -> str:
    """A line of some text of which words are lost, doubled, exchanged with others or set apart by commas."""
    words = WORDS.findall(chance.choice(chance.choice(texts).splitlines() or [""]))
    others = WORDS.findall(chance.choice(chance.choice(texts).splitlines() or [""])) or [""]
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(words) + 1)
        change = chance.choice(([], [chance.choice(others)], [chance.choice(ODD)], words[at : at + 1] * 2))
        words[at : at + chance.randrange(3)] = change
    return "".join(words)


def odd_texts(seed: int, texts: list[str]) -> Iterator[str]:
    """Texts without end, the same for the same seed: mixtures of the given ones, in all languages, cut and repeated."""
    chance = random.Random(seed)
    while True:
        make = chance.choice((_piece, _maimed))
        pieces = [make(chance, texts) for _ in range(chance.randrange(1, 9))]
        if chance.random() < 0.15:
            pieces.append(chance.choice(pieces) * chance.randrange(2, 12))
        yield chance.choice(("", " ", " ", "\n")).join(pieces) + chance.choice(("", ".", "。", "다."))


def read_all_ways(text: str, language: str, published: date | None) -> None:
    """Call everything that reads a text; whatever any of it raises is a fault."""
    reading = extract(text, published=published, language=language)
    assert not reading.lost, reading.lost
    for claim in reading.claims:
        assert text[claim.start : claim.end] == claim.quote
        assert build_title(claim.kind, claim.action, claim.actors, claim.place, claim.topic)
    resolve([SourcedClaim("one", claim) for claim in reading.claims])
    news_marks(text), looks_ahead(text), find_dateline(text), infer_published(text, ())
    read_written_date(text[:80])
    find_name(text[:80])
    for other in LANGUAGES:  # a text's language is told by its letters, and may be told wrongly
        if other != language:
            assert not extract(text, published=published, language=other).lost
    spans = [(m.start, m.end) for m in join_spans(find_dates(text, reference_date=published))]
    find_clauses(text[:400], [s for s in spans if s[1] <= 400])


@pytest.mark.parametrize("seed", range(6))
def test_no_text_makes_the_reader_raise(seed):
    texts = read_folders(FOLDERS)
    began = monotonic()
    for number, text in enumerate(odd_texts(seed, texts)):
        if number == CASES or monotonic() - began > MOST_SECONDS:
            return
        read_all_ways(text, LANGUAGES[number % 3], (DAY, None)[number % 2])


def test_a_subject_that_is_only_what_follows_a_comma_has_a_headline():
    (claim,) = extract("(0930 UTC), Kingdom issued 14.", published=DAY).claims
    assert claim.topic.startswith("Kingdom issue")
