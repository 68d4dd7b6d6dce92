"""Who acts in a Japanese clause, on which day, and of whom a title tells. The sentences are our own."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extraction import extract_claims

PUBLISHED = date(2024, 12, 10)


def read(text: str) -> list[tuple[str, str]]:
    claims = extract_claims(text, published=PUBLISHED, language="ja")
    return [(c.edtf, c.titles[0][1]) for c in claims if c.titles]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "ペルーの外相は9日、原告らと面会した。原告のロペスさんは10日、国に補償を求めた。",
            ("2024-12-10", "原告のロペスさん、国に補償を求めた"),
            id="somebody by a polite name acts",
        ),
        pytest.param(
            "ペルー北部で10月、銀行が襲われた事件で、警察は10日、男2人を逮捕した。",
            ("2024-12-10", "警察、ペルー北部で銀行が襲われた事件で男2人を逮捕"),
            id="the day of the report, though a month was told",
        ),
        pytest.param(
            "ペルーの外相は10日午前11時過ぎから、首都で会見した。",
            ("2024-12-10", "ペルーの外相、首都で会見"),
            id="what is left of an hour",
        ),
        pytest.param(
            "野党のロペス氏は10日、法案に反対した。予算委員会では同日、法案を可決した。",
            ("2024-12-10", "予算委員会では法案を可決"),
            id="a committee acts itself",
        ),
        pytest.param(
            "警察は9日、男が倉庫に火を付けて市長を殺害したとして、男を逮捕した。",
            ("2024-12-09", "警察、男が倉庫に火を付けて市長を殺害したとして、男を逮捕"),
            id="the day of an arrest is not that of the crime",
        ),
    ],
)
def test_a_title_tells_of_whom_it_should(text, found):
    assert found in read(text)


def test_what_is_counted_from_a_year_did_not_happen_then():
    assert read("ペルーの首相の訪問は、2015年の前首相以来9年ぶりで、議会での演説も調整されています。") == []
    assert not [
        e for e, _ in read("1947年の独立から77年を経て、ペルーは10日、憲法を改正した。") if e == "1947"
    ]


def test_who_spoke_is_not_what_was_said():
    assert read("ペルーの首相は8日、帰国した。閣議前、首相官邸で記者団に語った。") == [
        ("2024-12-08", "ペルーの首相、帰国")
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "ペルーが弾道ミサイルを発射した。ロペス官房長官は9日、ペルーを非難した。政府は10日夕方、対応を協議する会合を開いた。",
            "政府、対応を協議する会合を開いた",
            id="a government at home is not that of the state told of",
        ),
        pytest.param(
            "ロペス首相は9日、来訪したチリの大統領と会談した。首相は10日、会見で「大きな一歩だ」と述べた。",
            "ロペス首相、会見で「大きな一歩だ」と述べた",
            id="an office is that of the only one who was named with it",
        ),
        pytest.param(
            "チリの外相は10日、「今月8日午前9時に船が沈んだ」と発表した。",
            "チリの外相、「今月8日午前9時に船が沈んだ」と発表",
            id="a quotation keeps its dates",
        ),
        pytest.param(
            "チリの2025年度の予算案は10日、議会で可決された。",
            "チリの2025年度の予算案、議会で可決",
            id="a fiscal year belongs to its noun",
        ),
        pytest.param(
            "ペルーの首相は9日、会見した。理由は選挙で与党が敗北した責任だ。10日、後任について「まだ早い」と説明した。",
            "ペルーの首相、後任について「まだ早い」と説明",
            id="a noun within a clause that describes does not act",
        ),
    ],
)
def test_a_title_says_no_more_than_its_passage(text, title):
    assert title in [found for _, found in read(text)]
