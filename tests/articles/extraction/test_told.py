"""What dated clauses tell that no rule of kinds reads: English, Korean and Japanese."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.extraction import extract_claims
from articles.extraction.clauses import find_clauses, verb_groups
from articles.extraction.predicates import _words
from articles.extraction.titles import build_title
from timeline.models import Event

FRIDAY = date(2024, 9, 6)


def told(text: str, language: str = "en", published: date | None = FRIDAY) -> list[tuple[str, str, str]]:
    claims = extract_claims(text, published=published, language=language)
    return [(c.edtf, c.kind, build_title(c.kind, c.action, c.actors, c.place, c.topic)) for c in claims]


TOLD = [
    (
        "On Tuesday, fishermen rescued over 700 people off the coast of Sudan, whose boat sank.",
        ("2024-09-03", "other", "Fishermen rescue over 700 people off the coast of Sudan"),
    ),
    (
        "Last week, at least 76 people were killed in Mecca when a hotel collapsed.",
        ("2024-08-26/2024-09-01", "conflict", "At least 76 people killed in Mecca"),
    ),
    (
        "In May, Anna Berg was forced to resign as trade minister of Norway.",
        ("2024-05", "office", "Anna Berg resigns as trade minister of Norway"),
    ),
    (
        "Norway will ban the import of eels on 1 October.",
        ("2024-10-01", "announcement", "Norway to ban the import of eels"),
    ),
    (
        "The peace talks between Sudan and Egypt, which began in June 1996, went nowhere.",
        ("1996-06", "summit", "Sudan and Egypt meet"),
    ),
    (
        "Peru rejected the claim in a letter delivered on Monday to the United Nations.",
        ("2024-09-02", "other", "Letter delivered to the United Nations"),
    ),
    (
        "Three soldiers were killed near Juba, the army of South Sudan said on Thursday.",
        ("2024-09-05", "statement", "Army of South Sudan says three soldiers were killed near Juba"),
    ),
    (
        "- 20 August 1993: The envoys of Peru and Chile sign the accord in Lima.",
        ("1993-08-20", "agreement", "Accord signed"),
    ),
    (
        "In a ceremony attended by envoys of Chad and 500 guests, Niger today unveiled the monument.",
        ("2024-09-06", "announcement", "Niger unveils the monument"),
    ),
    (
        "Emails exchanged among officials of Peru regarding the deal were published on Monday.",
        ("2024-09-02", "announcement", "Emails published"),
    ),
    (
        "The fifteen states of the union — that is, those which use the euro — agreed on Sunday with Norway on a plan.",
        ("2024-09-01", "agreement", "Fifteen states of the union agree with Norway on a plan"),
    ),
    (
        "John McDonnell, the mayor of Accra in Ghana, died on Monday.",
        ("2024-09-02", "other", "John McDonnell dies"),
    ),
    (
        "In a filing on Thursday, the ministry of Ghana stated its reserves were too small.",
        ("2024-09-05", "statement", "Ministry of Ghana states its reserves were too small"),
    ),
    (
        "Chad's coalition won an order for ten ships on Monday.",
        ("2024-09-02", "other", "Chad's coalition wins an order for ten ships"),
    ),
    (
        "A tribunal in The Hague tried two men from Libya over the 1988 Lockerbie bombing.",
        ("1988", "conflict", "Lockerbie bombing"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[1][2] for t in TOLD])
def test_a_dated_clause_is_told_in_a_headlines_words(text, expected):
    assert expected in told(text)


LEFT_ALONE = [
    "Sudan did not sign the pact on Monday.",
    "If the council votes on Monday, Sudan may be expelled in October.",
    "Sudan has had two ports since Monday.",
    "Sudan's economy grew by 3 percent in August.",
    "The minister had been against it until Tuesday, Sudan being Sudan.",
    "“We bombed Chad on Monday,” the general of Sudan was told.",
    "Sudan refused to attend the talks on Monday.",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_denied_supposed_lasting_or_quoted_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(("kind", "group"), [(k, g) for k, g in verb_groups().items() if g["example"]])
def test_each_group_of_verbs_reads_its_example(kind, group):
    assert kind in {found for _, found, _ in told(group["example"])}


@pytest.mark.parametrize("group", verb_groups().values(), ids=verb_groups())
def test_each_group_of_verbs_leaves_its_counter_example(group):
    assert told(group["counter_example"]) == []


def test_a_date_right_behind_a_verb_is_not_another_verbs():
    found = told(
        "The two Koreas agreed last week to hold a second round of talks in Beijing on September 20."
    )
    assert {(edtf, kind) for edtf, kind, _ in found} == {
        ("2024-08-26/2024-09-01", "agreement"),
        ("2024-09-20", "summit"),
    }


def test_who_is_named_before_counts_where_no_gazetteer_knows_anybody():
    text = (
        "Ada Lund, who led the Red Cross, left Norway on Monday. In 2001 she received the Nobel Peace Prize."
    )
    assert told(text)[-1] == ("2001", "other", "Lund receives the Nobel Peace Prize")


def test_a_bare_title_is_whoever_bore_it_before():
    korean = "이명박 대통령은 5일 몽골에 도착했다. 이 대통령은 6일 우즈베키스탄을 방문할 예정이다."
    assert told(korean, "ko")[-1] == ("2024-09-06", "visit", "Lee Myung-bak visits Uzbekistan")
    japanese = "石破茂首相は5日、演説した。首相は6日、シンガポールの首相と会談した。"
    assert "Ishiba" in told(japanese, "ja")[-1][2]


def test_he_is_the_person_named_last_and_nobody_else():
    text = "Prime Minister Fumio Kishida of Japan spoke on Monday. He flew home on Tuesday."
    assert told(text)[-1] == ("2024-09-03", "visit", "Kishida flies home")
    stranger = text.replace(" He", " Mr. Smith came too. He")
    assert not any(edtf == "2024-09-03" for edtf, _, _ in told(stranger))


def test_a_dateline_is_no_date_of_an_event():
    (found,) = told("OSLO, Sept. 6 (Agency) - Norway banned the import of eels on Tuesday.")
    assert found == ("2024-09-03", "announcement", "Norway bans the import of eels")


def test_who_announced_is_the_subject_and_not_the_state_beside_it():
    (found,) = told(
        "United States carmaker Great Wheels announced on Tuesday that it would close two plants."
    )
    assert found[2].startswith("United States carmaker Great Wheels announces")


KOREAN_JAPANESE = [
    ("ja", "国際連合総会は3日、パナマを正式に選出した。", ("2024-09-03", "election")),
    ("ja", "白人政権は1962年に元大統領を逮捕し、収監した。", ("1962", "ruling")),
    ("ja", "8月16日から31日まで、日本で47回の投票が行われた。", ("2024-08-16/2024-08-31", "election")),
    ("ja", "次回の会議は、2025年11月にベトナムで開催される。", ("2025-11", "summit")),
    ("ko", "대한민국 정부는 3일 조문단을 파견했다.", ("2024-09-03", "announcement")),
    ("ko", "김성환 장관은 9월 9일부터 9월 11일까지 에티오피아에 머물 예정이다.", ("2024-09-09/2024-09-11", "visit")),
    ("ko", "일본 정부는 지난달 27일 자산을 동결했다.", ("2024-08-27", "sanction")),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), KOREAN_JAPANESE)
def test_the_predicate_behind_a_date_tells_what_happened(language, text, expected):
    assert expected in {(edtf, kind) for edtf, kind, _ in told(text, language)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "日本は3日の会議に参加しなかった。"),
        ("ja", "パナマは2025年に選出される事を目指す。"),
        ("ko", "대한민국은 3일 회의에 참가하지 않았다."),
    ],
)
def test_what_did_not_happen_is_left_alone_in_other_languages(language, text):
    assert told(text, language) == []


def test_a_sentence_without_a_date_goes_on_with_the_day_told_before():
    text = "日本で2日、首脳会議が開催された。特別声明を採択した。"
    assert [edtf for edtf, *_ in told(text, "ja")] == ["2024-09-02", "2024-09-02"]


def test_every_word_of_the_lists_has_a_kind():
    assert {word.kind for word in _words().values()} <= set(Event.Kind.values)
    assert set(verb_groups()) - {"stative"} <= set(Event.Kind.values)


pieces = st.sampled_from(
    'the said, and which who to be not will had on Friday Norway "quoted" killed by ( ) ; — met signed 3 percent'.split(
        " "
    )
)


@given(st.lists(pieces, max_size=60).map(" ".join) | st.text(max_size=200))
def test_any_sentence_gives_clauses_within_it(text):
    for clause in find_clauses(text):
        assert 0 <= clause.start < clause.end <= len(text)
        assert 0 <= clause.subject[0] <= clause.subject[1] <= len(text)
        assert clause.rest[0] <= clause.rest[1] <= len(text)
    extract_claims(text, published=FRIDAY)
