"""Japanese titles are plain where the report is polite, and read the commas of official prose. The sentences are our own."""

from __future__ import annotations

from datetime import date

import pytest

from articles.extraction import extract_claims
from articles.extraction.languages.ja.polite import plain
from articles.extraction.languages.ja.subject import with_japanese_commas

PUBLISHED = date(2024, 9, 6)


@pytest.mark.parametrize(
    ("polite", "title"),
    [
        ("会見で述べました", "会見で述べた"),
        ("記者に語りました", "記者に語った"),
        ("総会を開きました", "総会を開いた"),
        ("北部で地震が起きました", "北部で地震が起きた"),
        ("現地へ行きました", "現地へ行った"),
        ("協力を続けていました", "協力を続けていた"),
        ("基地を見ました", "基地を見た"),
        ("声明を出しました", "声明を出した"),
        ("支援を呼びかけます", "支援を呼びかける"),
        ("式に臨みます", "式に臨む"),
        ("避難を呼びかけることにします", "避難を呼びかけることにする"),
        ("訪問する予定です", "訪問する予定"),
        ("外相が辞任したということです", "外相が辞任した"),
        ("何も決めなかった", "何も決めなかった"),
    ],
)
def test_a_title_is_never_polite(polite, title):
    assert plain(polite) == title


def test_commas_of_official_prose_are_japanese_ones_and_figures_keep_theirs():
    assert (
        with_japanese_commas("外相は,会談し,3か国に1,500人を送った")
        == "外相は、会談し、3か国に1,500人を送った"
    )


TITLES = {
    "a polite sentence closes with the noun of its verb": (
        "ペルーの外相は5日、チリの大臣とリマで会談しました。",
        "ペルーの外相、チリの大臣とリマで会談",
    ),
    "a polite plan is a plan": (
        "ペルーの外相は10日、チリを訪問します。",
        "ペルーの外相、チリを訪問へ",
    ),
    "a prime minister by the other word acts, too": (
        "ペルーのロペス総理は5日、国境の警備を強めることを確認しました。",
        "ペルーのロペス総理、国境の警備を強めることを確認",
    ),
    "commas of official prose part clauses": (
        "本5日,ペルーの外務大臣は,チリの外務大臣と電話会談を行いました。",
        "ペルーの外務大臣、チリの外務大臣と電話会談",
    ),
}


@pytest.mark.parametrize(("text", "title"), TITLES.values(), ids=TITLES)
def test_a_polite_report_has_the_title_of_a_plain_one(text, title):
    assert [c.titles[0][1] for c in extract_claims(text, published=PUBLISHED, language="ja")] == [title]


def test_this_year_is_also_written_in_kana():
    text = "ペルーの首相はことし10月10日にチリを訪問することになりました。"
    claims = extract_claims(text, published=PUBLISHED, language="ja")
    assert [(c.edtf, c.titles[0][1]) for c in claims] == [("2024-10-10", "ペルーの首相、チリを訪問へ")]


def test_a_day_of_a_news_conference_is_no_part_of_what_is_told():
    text = "ペルーの外相は5日の記者会見で、チリ軍の越境を非難した。"
    titles = [c.titles[0][1] for c in extract_claims(text, published=PUBLISHED, language="ja")]
    assert titles == ["ペルーの外相、記者会見で、チリ軍の越境を非難"]
