"""From a passage to what it says happened."""

import random
from datetime import date

import pytest

from articles.extraction import extract_claims, sentences
from articles.extraction.published import DatedNews, find_dateline, infer_published, looks_ahead, news_marks
from articles.extraction.sentences import split_sentences
from articles.resolution import SourcedClaim, resolve

DAY = date(2024, 9, 6)  # a Friday

PASSAGES = [
    (
        "Olaf Scholz and President Emmanuel Macron met in Berlin on Thursday.",
        "summit",
        "2024-09-05",
        {"Emmanuel Macron"},
        "Berlin",
    ),
    (
        "Canadian Foreign Minister Mélanie Joly arrived in Beijing on July 18.",
        "visit",
        "2024-07-18",
        {"Mélanie Joly"},
        "Beijing",
    ),
    (
        "Japan and South Korea signed a pact on fisheries in Busan on 28 November 1998.",
        "agreement",
        "1998-11-28",
        {"Japan", "South Korea"},
        "Busan",
    ),
    (
        "The Liberal Democratic Party will elect a new leader on Sept. 27.",
        "election",
        "2024-09-27",
        {"Liberal Democratic Party"},
        "",
    ),
    (
        "Since taking office in 2022, President Yoon has sought better ties.",
        "office",
        "2022",
        {"Yoon Suk Yeol"},
        "",
    ),
    ("Kishida plans to step down in September.", "office", "2024-09", {"Fumio Kishida"}, ""),
    (
        "Japan's colonial rule of Korea from 1910 to 1945 left scars.",
        "period",
        "1910/1945",
        {"Japan", "Korea"},
        "",
    ),
    (
        "The Supreme Court of Korea upheld the order on 30 October 2018.",
        "ruling",
        "2018-10-30",
        {"Supreme Court of Korea"},
        "",
    ),
    ("North Korea fired two ballistic missiles on Wednesday.", "conflict", "2024-09-04", {"North Korea"}, ""),
    (
        "Japan imposed export controls on three materials on 4 July 2019.",
        "sanction",
        "2019-07-04",
        {"Japan"},
        "",
    ),
]


@pytest.mark.parametrize(("text", "kind", "edtf", "actors", "place"), PASSAGES)
def test_a_passage_becomes_a_claim(text, kind, edtf, actors, place):
    (claim,) = [c for c in extract_claims(text, published=DAY) if c.kind == kind]
    assert claim.edtf == edtf and claim.place == place
    assert actors <= {a.name for a in claim.actors}
    assert text[claim.start : claim.end] == claim.quote


@pytest.mark.parametrize(
    "text",
    [
        "Japan did not sign the treaty on 6 September 2024.",
        "If they signed a treaty in 2025, trade would grow.",
        "Seoul hopes to hold a summit in October.",
        "September 3 2024 , 07:25 AM  •  2312 views",
        "His three-year term was marked by scandals.",
        "The minister, 59, spoke on Friday.",
    ],
)
def test_what_did_not_happen_is_no_claim(text):
    assert extract_claims(text, published=DAY) == []


def test_what_lies_ahead_is_planned():
    ahead, past = extract_claims(
        "Kishida will visit Paris on September 9. Macron visited Rome on September 2.", published=DAY
    )
    assert (ahead.is_planned, past.is_planned) == (True, False)


def test_a_length_that_has_days_dates_what_happens_in_it():
    claims = extract_claims(
        "The foreign ministers of Norway and Chile will meet in Oslo in two weeks. Exports of Japan fell in the first ten months of 2023.",
        published=DAY,
    )
    assert [c.edtf for c in claims] == ["2024-09-20", "2023-01/2023-10"]


def test_news_without_a_date_takes_the_articles_day():
    (claim,) = extract_claims(
        "Fumio Kishida and Yoon Suk Yeol are old friends. The two leaders signed a memorandum of understanding.",
        published=DAY,
    )
    assert (claim.kind, claim.edtf, claim.basis) == ("agreement", "2024-09-06", "published")
    assert {a.name for a in claim.actors} == {"Fumio Kishida", "Yoon Suk Yeol"}
    assert extract_claims("The two leaders signed a memorandum of understanding.", published=None) == []


def test_an_anniversary_gives_two_dates_marked_as_derived():
    text = "South Korea and Japan look to the upcoming 60th anniversary of the normalization of diplomatic relations."
    anniversary, original = extract_claims(text, published=DAY)
    assert (anniversary.kind, anniversary.edtf, anniversary.basis) == ("anniversary", "2025", "derived")
    assert (original.kind, original.edtf, original.basis) == ("agreement", "1965", "derived")


def test_people_whom_nobody_knows_come_from_title_and_name():
    (claim,) = extract_claims(
        "Deputy National Security Adviser Kim Tae-Hyo visited Rome on Monday.", published=DAY
    )
    (who,) = [a for a in claim.actors if a.kind == "person"]
    assert (who.name, who.is_known) == ("Kim Tae-Hyo", False)


def test_korean_and_japanese_passages_are_read():
    (korean,) = extract_claims("기시다 총리가 9월 6일 서울을 방문했다.", published=DAY, language="ko")
    (japanese,) = extract_claims(
        "岸田首相は9月6日、ソウルで尹錫悦大統領と会談した。", published=DAY, language="ja"
    )
    assert (korean.kind, korean.edtf) == ("visit", "2024-09-06")
    assert (japanese.kind, japanese.edtf) == ("summit", "2024-09-06")


def test_sentences_leave_out_what_is_not_told():
    text = "• HOME»\nBig News Today\n\nMr. Biden met Gen. Park in the U.S. capital. They talked.\nAdvertisement\n(With inputs from agencies.)\n"
    assert [s.text for s in split_sentences(text) if not s.is_headline] == [
        "Mr. Biden met Gen. Park in the U.S. capital.",
        "They talked.",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Desk | Updated: 06-09-2024 11:15 IST | Created: 06-09-2024", date(2024, 9, 6)),
        ("Headline\n\nSeptember 3 2024 , 07:25 AM\n\nText.", date(2024, 9, 3)),
        ("Friday, July 21, 2017\n\nText.", date(2017, 7, 21)),
        ("They signed it on September 3, 2024 in Rome.", None),
    ],
)
def test_a_dateline_states_the_day(text, day):
    assert find_dateline(text) == day


def test_the_day_is_inferred_from_those_who_tell_the_same_news():
    told = "Prime Minister Kishida arrived in Seoul for talks with President Yoon. Liberal Democrats vote on September 27."
    same = "In Seoul, Prime Minister Kishida and President Yoon signed a paper. Liberal Democrats vote on September 27."
    other = "Prime Minister Modi opened a bridge in Mumbai."
    known = [DatedNews("a.txt", DAY, news_marks(told), looks_ahead(told))]
    assert infer_published(same, known) == DAY
    assert infer_published(other, known) is None


def test_only_the_lead_says_whether_news_looks_ahead(monkeypatch):
    split, read = sentences._split_line, []
    monkeypatch.setattr(sentences, "_split_line", lambda line: read.append(line) or split(line))
    lead = "Talks in Oslo\n\nMinisters met in Oslo.\n"
    assert looks_ahead(f"{lead}They will meet again in May.\nMore.\n")
    assert len(read) == 3
    assert not looks_ahead(f"{lead}They signed a paper.\nThey will meet again in May.\n")
    assert len(read) == 6, "the lines behind the lead are split"


def test_events_do_not_depend_on_the_order_of_claims():
    texts = {
        "a": "Fumio Kishida will visit Seoul on September 6-7, 2024. Leaders held a summit at Camp David last year.",
        "b": "Fumio Kishida arrived in South Korea on September 6, 2024. South Korea, Japan and the United States met at Camp David on 18 August 2023.",
        "c": "Kishida will step down in September 2024. Kishida steps down in 2026.",
        "d": "Kishida plans to step down in September 2024.",
    }
    claims = [SourcedClaim(o, c) for o, t in texts.items() for c in extract_claims(t, published=DAY)]
    expected = resolve(claims)
    for seed in range(20):
        shuffled = claims[:]
        random.Random(seed).shuffle(shuffled)
        assert resolve(shuffled) == expected
    by_title = {e.title: e for e in expected}
    assert len(by_title["Kishida visits Seoul"].claims) == 2
    assert by_title["Kishida steps down"].edtf == "2024-09"
    assert by_title["Summit at Camp David"].edtf == "2023-08-18"


def test_a_date_that_cannot_be_squared_disputes_the_event():
    claims = [
        SourcedClaim(origin, claim)
        for origin, text in [
            ("a", "Kishida steps down in September 2024."),
            ("b", "Kishida steps down in September 2024."),
            ("c", "Kishida will step down in 2025."),
        ]
        for claim in extract_claims(text, published=DAY)
    ]
    (event,) = resolve(claims)
    assert event.edtf == "2024-09" and [c.origin for c in event.disputing] == ["c"]


def test_a_distance_from_what_was_told_before_gives_a_date():
    text = (
        "Fumio Kishida visited Seoul on 6 September 2024. This visit came about two years after Kishida’s resignation "
        "as foreign minister, it was recalled."
    )
    last = extract_claims(text, published=DAY)[-1]
    assert (last.kind, last.edtf, last.date_words, last.basis) == (
        "office",
        "2022~",
        "about two years after",
        "derived",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("President Moon visited the islanders on Liberation Day, 15 August 2019.", ""),
        ("President Moon met the families in Busan on Liberation Day, 15 August 2019.", "Busan"),
        ("Chancellor Olaf Scholz signed an addition to the Paris Agreement on 12 May 2023.", ""),
        ("South Korea and Japan signed the Treaty on Basic Relations on 22 June 1965.", ""),
        ("President Moon went to Busan on Liberation Day, where he met families on 15 August 2019.", ""),
        ("Olaf Scholz and Emmanuel Macron met in The Hague on 12 May 2023.", "The Hague"),
    ],
)
def test_days_with_names_and_texts_are_no_places(text, place):
    assert {claim.place for claim in extract_claims(text, published=date(2024, 1, 1))} == {place}
