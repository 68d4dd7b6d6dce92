"""Which language a text is in: told where it can be, and left open where nothing tells it."""

from datetime import date

import pytest

from articles.extraction.dates import find_dates
from articles.extraction.language import detect_language

from .test_dates_in_languages import LABEL, labelled


def test_the_sentences_of_each_language_together_tell_it():
    texts = {}
    for code, line in labelled():
        texts[code] = texts.get(code, "") + LABEL.sub(r"\1", line) + "\n"
    assert {code: detect_language(text) for code, text in texts.items()} == {code: code for code in texts}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre est arrivé le 6 septembre 2024 à Séoul.", "fr"),
        ("Der Minister kam am 6. September 2024 in Seoul an.", "de"),
        ("El tratado se firmó el 1 de marzo de 1919.", "es"),
        ("O muro caiu em 1989, e o parlamento não foi dissolvido.", "pt"),
        ("Il muro cadde nel 1989 e il governo è caduto.", "it"),
        ("协定于1965年12月生效。", "zh"),
        ("雙方於2024年9月6日簽署協定，總統出席。", "zh"),
        ("Король умер позавчера.", "ru"),
        ("Президенти зустрілися в Женеві.", "uk"),
        ("استقال يوم الجمعة الماضي.", "ar"),
        ("The ministers met on 6 September 2024 in Le Havre.", "en"),
        ("기시다 총리는 6일 방한했다.", "ko"),
        ("岸田首相は昨年9月に訪韓した。", "ja"),
    ],
)
def test_a_sentence_tells_its_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024年9月6日",
        "令和6年9月6日。",
        "日韓首脳会談、6日開催",
        "6 May 2024",
        "Los Angeles",
        "Updated: 06-09-2024 11:15 IST | IST",
        "3:2",
    ],
)
def test_what_tells_no_language_is_left_open(text):
    assert detect_language(text) == ""


def test_french_words_in_an_english_text_leave_it_english():
    text = (
        'The director of "L\'âge d\'or" and "À bout de souffle" died on Friday in Orléans, his family said.'
    )
    assert detect_language(text) == "en"


def test_dates_are_read_in_the_language_that_the_text_tells():
    day = date(2024, 9, 11)
    assert [m.edtf for m in find_dates("Il est arrivé hier à Genève.", reference_date=day)] == ["2024-09-10"]
    assert [m.edtf for m in find_dates("Er kam am 6. Mai 2024 an.", reference_date=day)] == ["2024-05-06"]
    assert [m.edtf for m in find_dates("Er kam am 6. Mai 2024 an.", reference_date=day, language="en")] == [
        "2024"
    ]
