"""Korean titles: whose predicate it is, and where its words begin and end."""

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.languages.ko.clauses import marks, subject_of

PUBLISHED = date(2021, 3, 5)


def titled(text):
    return [claim.titles[0][1] for claim in extract_claims(text, published=PUBLISHED, language="ko")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("안드레이 소콜 대사가 총리를 만났다.", ["대사"]),  # 이 follows no vowel
        ("마르코 루나가 장군이 사임했다.", ["장군"]),  # the end of a name
        ("정부는 법원이 내린 결정을 이같이 비판했다.", ["정부", "법원"]),
        ("많은 주민들은 높은 곳으로 갔다.", ["주민들"]),
    ],
)
def test_marks_of_subjects_are_told_from_ends_of_words(sentence, words):
    assert [sentence[m.start : m.end] for m in marks(sentence, 0, len(sentence))] == words


@pytest.mark.parametrize(
    ("sentence", "predicate", "subject"),
    [
        ("총리는 법원이 내린 판결을 비판했다.", "비판", "총리"),
        ("총리는 법원이 내린 판결을 비판했다.", "내린", "법원"),
        ("당국은 배가 침몰했다고 밝혔다.", "밝혔", "당국"),
        ("당국은 배가 침몰했다고 밝혔다.", "침몰", "배"),
        ("무장 괴한이 예배를 보던 신도들을 공격했다.", "공격", "괴한"),
    ],
)
def test_a_predicate_has_the_subject_of_its_own_clause(sentence, predicate, subject):
    found = subject_of(sentence, 0, sentence.index(predicate))
    assert sentence[found.start : found.end] == subject


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "안드레이 소콜 폴란드 외무장관은 4일 대사를 소환했다.",
            "안드레이 소콜 폴란드 외무장관, 대사 소환",
        ),
        (
            "스페인 정부는 4일 페루가 자국 대사를 추방했다며 페루 대사를 추방했다.",
            "스페인 정부, 페루가 자국 대사를 추방했다며 페루 대사 추방",
        ),
        (
            "회의 참석차 리마를 방문 중인 마리아 로호 칠레 외무장관이 4일 페루 총리와 회담했다.",
            "마리아 로호 칠레 외무장관, 회의 참석차 리마 방문",
        ),
        (
            "다카 시장에서 4일 폭탄이 터져 상인 3명이 숨졌다.",
            "다카 시장에서 폭탄이 터져 상인 3명 숨져",
        ),
        (
            "4일 다카에서 배가 침몰해 12명이 사망했다고 방글라데시 당국이 밝혔다.",
            "다카에서 배가 침몰해 12명 사망",
        ),
        (
            "페루는 대화를 바라고 있으며, 칠레에서는 4일 “받아들일 수 없다”고 밝혔다.",
            "칠레, “받아들일 수 없다”고 밝혀",
        ),
        ("칠레는 페루 대사를 추방했고, 페루 외무부는 4일(현지시간) 이를 비난했다.", "페루 외무부, 이를 비난"),
        (
            "유엔 특사는 4일 내전이 마침내 끝나게 됐다고 밝혔다.",
            "유엔 특사, 내전이 마침내 끝나게 됐다고 밝혀",
        ),
        ("총리는 4일 기자회견을 하고 사임했다.", "총리 기자회견"),
    ],
)
def test_a_title_is_one_clause_with_its_own_subject(text, title):
    assert title in titled(text)


def test_what_is_said_in_a_plan_was_said_already():
    (title,) = titled("태국 당국은 내일부터 도로를 열겠다고 4일 밝혔다.")
    assert title.endswith("밝혀")
