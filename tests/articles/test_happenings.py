"""One happening, one event: pairs of claims in made-up stories, and the words by which they are known."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from articles.extraction import Claim, ClaimActor
from articles.extraction.gazetteer import shipped_gazetteer
from articles.extraction.reported import ANY_ACTION
from articles.gold import GoldError
from articles.ingestion.run import ingest
from articles.pairs import load_passages, read_pairs, read_story
from articles.resolution import SourcedClaim, resolve
from articles.resolution.acts import LISTS, _concepts, stem, telling
from timeline.batches import batched
from timeline.models import Event, Source

pytestmark = pytest.mark.once

STORIES = Path(__file__).parent / "happenings"
WORDS = tomllib.loads(LISTS.read_text(encoding="utf-8"))
ENTRIES = [(section, name) for section, rows in WORDS.items() for name in rows]


@pytest.mark.parametrize(("story", "recall", "precision"), [("port", 0.7, 0.9), ("river", 0.55, 0.94)])
def test_stories_are_told_apart(story, recall, precision):
    scores = read_pairs(*read_story(STORIES / f"{story}.txt"), shipped_gazetteer())
    assert scores.same >= 100 and scores.near >= 200
    assert scores.recall >= recall and scores.precision >= precision


def test_the_gold_of_the_articles_can_be_read():
    passages = load_passages(STORIES / "shared.jsonl")
    assert len(passages) > 250 and all(0 <= p.start < p.end for p in passages)


@pytest.mark.parametrize(
    ("text", "told"),
    [("== one 2019-03-04\nText", "heading"), ("== one 2019-03-04 en\nText", "no marked passage")],
)
def test_a_story_that_cannot_be_read_says_why(tmp_path, text, told):
    path = tmp_path / "story.txt"
    path.write_text(text)
    with pytest.raises(GoldError, match=told):
        read_story(path)


@pytest.mark.parametrize(("section", "name"), ENTRIES)
def test_every_word_of_the_lists_tells_its_entry(section, name):
    row = WORDS[section][name]
    for words in row.values():
        for word in words.split():
            text = word.removeprefix("^").replace("-", " ")
            acts, things = _concepts(text)
            assert name in (things if section == "things" else acts), word


def test_no_english_word_tells_two_acts_of_one_section():
    for section in ("acts", "things"):
        seen: dict[tuple[str, ...], str] = {}
        for name, row in WORDS[section].items():
            for phrase in row["en"].split():
                stems = tuple(stem(word) for word in phrase.split("-"))
                assert seen.setdefault(stems, name) == name, (phrase, seen[stems], name)


@pytest.mark.parametrize(
    "text",
    [
        *("a significant signal", "the bombastic speech", "an opener", "the forest", "ordinary days"),
        *("a state of the union", "in any case", "at home"),
    ],
)
def test_words_that_only_look_alike_tell_nothing(text):
    assert _concepts(text) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    ("text", "acts", "things"),
    [
        ("プーチン氏はモスクワで過ごした", set(), set()),  # モスク
        ("救助ヘリコプターが到着した", {"rescue", "visit"}, {"plane"}),
        ("ガスプロムの代表が語った", {"say"}, set()),  # ガス
        ("被害はそれだけが原因だ", set(), set()),  # けが
        ("사건의 핵심 인물인 출판사 대표", set(), set()),  # 핵, 판사
        ("대표는 양말을 신고 숨바꼭질을 했다", set(), set()),  # 말, 숨
        ("회사의 대표가 마을을 해방했다", {"release"}, set()),  # 사의, 방한
        ("정부는 국경을 다시 열었다", {"open"}, {"border"}),
        ("무장단체는 자신들의 소행이라고 했다", {"claim"}, {"rebel"}),
        ("유엔은 핵 시설을 조사했다", {"investigate"}, {"nuclear"}),
    ],
)
def test_words_within_others_and_words_of_two_parts(text, acts, things):
    assert _concepts(text) == (acts, things)


def test_what_is_said_of_a_happening_is_not_the_happening():
    demand = claim("야당은 총리의 사임을 촉구하는 성명을 냈다", parts=(("predicate", "을 냈다"),))
    assert telling(demand).acts == {"demand"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("bombing", "bombed"),
        ("closes", "closed"),
        ("agreed", "agree"),
        ("countries", "country"),
        ("visited", "visits"),
        ("fire", "fired"),
        ("free", "freed"),
        ("bar", "barred"),
    ],
)
def test_stems(one, two):
    assert stem(one) == stem(two)


def claim(quote, edtf="2019-03-04", kind="other", actors=("Kenya",), action=ANY_ACTION, **fields):
    return Claim(
        start=fields.pop("start", 0),
        end=fields.pop("start", 0) + len(quote),
        quote=quote,
        kind=kind,
        action=action,
        edtf=edtf,
        date_words="",
        basis=fields.pop("basis", "said"),
        actors=tuple(ClaimActor(name, "state") for name in actors),
        place="",
        topic="",
        is_planned=False,
        rule="clause",
        confidence=0.7,
        clause=quote,
        **fields,
    )


BLAST = "A bomb killed 12 people at a fuel depot in Mombasa"


@pytest.mark.parametrize(
    ("one", "two", "events"),
    [
        (
            claim(BLAST, kind="conflict"),
            claim("An explosion at a fuel depot in Mombasa killed at least nine"),
            1,
        ),
        (claim(BLAST), claim("몸바사의 연료 저장소에서 폭탄이 터져 12명이 숨졌다"), 1),
        (claim(BLAST), claim("モンバサの燃料貯蔵所で爆弾が爆発した"), 1),
        (claim(BLAST), claim(BLAST, actors=("Tanzania",)), 1),  # Mombasa is in both
        (claim(BLAST), claim("A bomb killed five people at a bus station in Kisumu"), 2),
        (claim(BLAST), claim(BLAST, edtf="2019-03-05"), 2),
        (claim("Kenya shut its border"), claim("The frontier was closed"), 1),
        # No two days are joined, nor a day with the week round it, where another action is told.
        (claim("Kenya shut its border"), claim("Kenya shut its border", edtf="2019-03-04/2019-03-10"), 2),
        (claim("Kenya shut its border"), claim("Kenya reopened its border"), 2),
        # What is said is another happening with each who says it.
        (
            claim("The African Union condemned the attack", actors=("African Union", "Kenya")),
            claim("The United Nations condemned the attack", actors=("United Nations", "Kenya")),
            2,
        ),
        # News without a day of its own joins what was told of the days before, not of those after.
        (claim(BLAST), claim(BLAST, edtf="2019-03-06", basis="published"), 1),
        (claim(BLAST), claim(BLAST, edtf="2019-03-02", basis="published"), 2),
    ],
)
def test_what_is_one_happening(one, two, events):
    for pair in ((one, two), (two, one)):
        told = [SourcedClaim(name, c) for name, c in zip("ab", pair, strict=True)]
        assert len(resolve(told)) == events


def test_two_clauses_of_a_sentence_are_two_happenings():
    sentence = "Kenya closed its border on Monday and Kenya closed its border posts on Monday"
    one, two = (
        replace(claim(sentence), clause=part)
        for part in ("Kenya closed its border on", "Kenya closed its border posts")
    )
    assert len(resolve([SourcedClaim("a", one), SourcedClaim("a", two)])) == 2
    assert len(resolve([SourcedClaim("a", one), SourcedClaim("b", two)])) == 1


def test_two_subjects_in_one_korean_article_do_two_things():
    fields = {"kind": "office", "edtf": "2015-07-06", "actors": ("Greece",)}
    one = claim("재무장관은 사임했다", parts=(("subject", "재무장관"), ("predicate", "사임")), **fields)
    two = claim(
        "야당 대표는 사임했다", start=20, parts=(("subject", "야당 대표"), ("predicate", "사임")), **fields
    )
    assert len(resolve([SourcedClaim("a", one), SourcedClaim("a", two)])) == 2
    same = replace(two, parts=(("subject", "그리스 재무장관"), ("predicate", "사임")))
    assert len(resolve([SourcedClaim("a", one), SourcedClaim("a", same)])) == 1


def told(origin, edtf, published):
    return SourcedClaim(origin, claim(BLAST, edtf=edtf, kind="conflict"), date.fromisoformat(published))


def test_the_day_that_few_give_long_after_disputes_the_day_that_many_gave():
    near = [told(name, "2019-03-04", "2019-03-05") for name in "abc"]
    (event,) = resolve([*near, told("late", "2019-03-05", "2019-06-01")])
    assert event.edtf == "2019-03-04" and [c.origin for c in event.disputing] == ["late"]
    assert len(resolve([*near, told("soon", "2019-03-05", "2019-03-06")])) == 2
    assert len(resolve([*near[:2], told("late", "2019-03-05", "2019-06-01")])) == 2


def test_a_date_counts_more_from_those_who_wrote_near_the_day():
    visit = {"kind": "agreement", "action": "sign"}
    days = [("a", "2019-03-04/2019-03-06", "2019-03-05")]
    days += [(name, "2019-03-04/2019-03-07", "2020-01-01") for name in "bc"]
    claims = [
        SourcedClaim(n, claim("signed a treaty", edtf=e, **visit), date.fromisoformat(p)) for n, e, p in days
    ]
    assert resolve(claims)[0].edtf == "2019-03-04/2019-03-06"


@pytest.mark.django_db
def test_a_story_comes_to_the_same_in_any_order():
    articles, _ = read_story(STORIES / "port.txt")

    def timeline(order):
        for some in batched(order, 4):
            ingest(some)
        found = {(e.title, e.edtf, e.kind, frozenset(cited(e))) for e in Event.objects.all()}
        Source.objects.all().delete()
        Event.objects.all().delete()
        return found

    def cited(event):
        return event.citations.values_list("source__origin", "quote", "edtf")

    one, other = list(articles.values()), list(reversed(articles.values()))
    assert timeline(one) == timeline(other)
