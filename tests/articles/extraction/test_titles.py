"""A title never says what its passage does not: what it rests on, where it ends, and what is told as a demand."""

import re
from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.wording import balanced

FRIDAY = date(2024, 9, 6)


def titled(text: str, language: str = "en") -> list[tuple[str, str]]:
    claims = extract_claims(text, published=FRIDAY, language=language)
    return [(c.titles[0][1], c.title_basis) for c in claims]


TITLES = [
    ("Kishida visited Seoul on Friday, a year after Yoon came to Tokyo.", "Kishida visits Seoul", "rule"),
    ("Fumio Kishida and Yoon Suk Yeol met in Seoul on Friday.", "Kishida and Yoon meet in Seoul", "rule"),
    ("Samoa’s cabinet extended the curfew on Monday.", "Samoa’s cabinet extends the curfew", "rule"),
    (
        "On Tuesday, exiles from Chad urged the president to step down.",
        "Exiles from Chad urged the president to step down",
        "extract",
    ),
    (
        "The United Nations condemned the attacks on civilians in Sudan on Monday.",
        "The United Nations condemned the attacks on civilians in Sudan",
        "extract",
    ),
    (
        "Activist Ada Lund, 34, who documented acts of torture in Chad, was sentenced to ten years on Monday.",
        "Activist Ada Lund sentenced to ten years",
        "rule",
    ),
    (
        "Defense chiefs from Japan, South Korea, and the United States signed a security framework on Sunday.",
        "Defense chiefs from Japan, South Korea, and the United States signed a security framework",
        "extract",
    ),
    (
        "North Korean leader Kim Jong Un and U.S. Secretary of State Mike Pompeo agreed on Sunday to arrange a summit.",
        "Kim Jong Un and Pompeo agree to arrange a summit",
        "rule",
    ),
    (
        "In a letter published on Thursday, Boris Johnson urged France to take back the migrants.",
        "Boris Johnson urged France to take back the migrants",
        "extract",
    ),
    (
        "Norway has until 6 p.m. local time on Tuesday to repay 1.6 billion euros to the bank.",
        "Norway has to repay 1.6 billion euros to the bank",
        "extract",
    ),
    (
        "Rescue workers searched Beirut after Tuesday’s explosion at the port, which killed at least 137 people.",
        "Explosion at the port",
        "extract",
    ),
    (
        "On Sunday, the state of emergency begun on July 15 over a flood ended in Samoa.",
        "The state of emergency ended in Samoa",
        "extract",
    ),
]


@pytest.mark.parametrize(("text", "title", "basis"), TITLES, ids=[t[1] for t in TITLES])
def test_an_english_title_and_what_it_rests_on(text, title, basis):
    assert (title, basis) in titled(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("On Tuesday, exiles urged President Biden to step down.", r"steps? down$"),
        ("Egypt asked for an embargo against Sudan on Monday.", r"^Egypt (?:imposes|embargo)"),
        (
            "On Monday the United Nations condemned the attacks on civilians.",
            r"^UN attack|United Nations attack",
        ),
    ],
)
def test_what_is_demanded_or_condemned_is_not_told_as_done(text, never):
    for title, _ in titled(text):
        assert "urge" in title or "ask" in title or "condemn" in title or not re.search(never, title)


def test_a_definite_subject_is_called_by_the_state_that_the_text_names_it_with():
    text = "The parliament of Samoa met on Monday. The parliament voted on Tuesday to lift the ban."
    assert ("Samoa’s parliament votes to lift the ban", "rule") in titled(text)
    two = text.replace("The parliament voted", "The parliament of Tonga met too. The parliament voted")
    assert not any("’s parliament votes" in title for title, _ in titled(two))


IN_THEIR_WORDS = [
    (
        "ja",
        "オランダのバルケネンデ首相は5日、内閣総辞職を発表した。",
        "オランダのバルケネンデ首相、内閣総辞職を発表",
    ),
    ("ja", "毎日新聞によると、5日、同国軍部が大統領と首相を拘束した。", "同国軍部が大統領と首相を拘束"),
    (
        "ja",
        "首都では5日、判決を歓迎する数千人のデモが行われた。",
        "首都では判決を歓迎する数千人のデモが行われた",
    ),
    ("ko", "대한민국 외교부는 5일 이번 발언을 강력 비판했다.", "대한민국 외교부, 이번 발언을 강력 비판"),
    (
        "ko",
        "조선민주주의인민공화국이 5일 탄도미사일 4발을 발사했습니다.",
        "조선민주주의인민공화국, 탄도미사일 4발 발사",
    ),
    (
        "ko",
        "이날 폴란드를 방문한 조 바이든 미국 부통령은 회담을 열었다.",
        "조 바이든 미국 부통령, 폴란드 방문",
    ),
    ("ko", "레소토 총리는 5일 남아프리카로 도피했다고 밝혔다.", "레소토 총리, 남아프리카로 도피했다고 밝혀"),
]


@pytest.mark.parametrize(("language", "text", "title"), IN_THEIR_WORDS, ids=[t[2] for t in IN_THEIR_WORDS])
def test_a_korean_or_japanese_title_is_a_headline_of_its_own_words(language, text, title):
    assert (title, "extract") in titled(text, language)
    assert not any(re.search(r"[A-Za-z]{4,}", said) for said, _ in titled(text, language))


def test_main_news_takes_the_headline_that_says_the_same():
    text = "大統領がパリを訪問\n\n大統領は5日、パリを訪問した。"
    assert ("大統領がパリを訪問", "headline") in titled(text, "ja")
    other = text.replace("大統領がパリを訪問\n", "市場は静かな一日\n")
    assert all(basis != "headline" for _, basis in titled(other, "ja"))


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("He said “we will go", "He said we will go"),
        ("we will go”, he said", "we will go, he said"),
        ("He said “we will go”", "He said “we will go”"),
        ("Samoa’s ban", "Samoa’s ban"),
        ("「合意」を発表し」た", "「合意」を発表した"),
        ('He said "go', "He said go"),
        ("무장 단체 ‘IS-K’의 소행", "무장 단체 ‘IS-K’의 소행"),
        ("He said ‘I don’t know’", "He said ‘I don’t know’"),
    ],
)
def test_no_half_of_a_quotation_stays(cut, whole):
    assert balanced(cut) == whole


def test_a_claim_tells_the_clause_and_the_parts_of_its_title():
    (claim,) = extract_claims("Norway banned the import of eels on Tuesday.", published=FRIDAY)
    assert dict(claim.parts)["subject"] == "Norway"
    assert "banned the import of eels" in claim.clause
