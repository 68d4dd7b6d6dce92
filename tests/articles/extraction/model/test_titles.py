"""Titles that say more than their passages give way."""

from datetime import date

import pytest

from tests.model_server import event

from .material import MEETING, meeting, only, read


@pytest.mark.parametrize(
    ("title", "lack"),
    [
        ("Berg and Lula sign 3 pacts", "figure 3"),
        ("Berg meets Lula with fifteen ministers", "figure 15"),
        ("Berg meets Lula and pledges $12 million", "figure 1.2e+07"),
        ("Berg meets Macron in Brasília", "Macron"),
        ("Berg meets Lula in Lima", "Lima"),  # elsewhere in the article
        ("Berg meets Lula on Senate treaty", "Senate"),
        ("Johannsen meets Lula in Brasília", "Johannsen"),
        ("Berg refuses to meet Lula", "denies"),
        ("Berg and Lula meet without result", "denies"),
        ("Berg does not meet Lula", "denies"),
        ("ベルグ外相がルラ大統領と会談", "language"),
        ("x", "length"),
        ("Berg meets Lula " * 20, "length"),
        (None, "none"),
        ("", "none"),
        (42, "none"),
    ],
)
def test_a_title_that_says_more_than_its_passages_gives_way_to_an_extract(title, lack):
    claim = only(read(meeting(title={"en": title})))
    assert claim.title_basis == "extract"
    assert claim.titles[0][1] == MEETING.rstrip(".")
    assert lack in claim.marks[0]


@pytest.mark.parametrize(
    "title",
    [
        "Berg meets Lula in Brasília",
        "Norway's foreign minister meets Lula in Brasília",  # a state and its adjective
        "Minister meets Brazilian president",  # the passage names Brazil's president
        "Lula receives Norwegian minister Anna Berg",
        '"Berg meets Lula in Brasília."',
    ],
)
def test_a_title_may_say_in_other_words_what_its_passages_say(title):
    assert (
        only(
            read(
                meeting(title={"en": title}, actors=[{"name": "Brazil", "words": "Brazil", "kind": "state"}])
            )
        ).title_basis
        == "model"
    )


def test_a_title_may_name_whom_a_pronoun_means():
    trip = {"date_words": "on 20 September", "edtf": "2024-09-20", "planned": True}
    berg = [{"name": "Anna Berg", "words": "Anna Berg", "kind": "person"}]
    told = event(
        "She will travel to Lima on 20 September.", title="Berg to travel to Lima", actors=berg, **trip
    )
    claim = only(read(told))
    assert claim.title_basis == "model" and claim.is_planned
    # Not somebody who takes no part, and not where nothing stands for a name.
    assert only(read({**told, "actors": []})).title_basis == "extract"
    assert only(read({**told, "title": {"en": "Lula to travel to Lima"}})).title_basis == "extract"


@pytest.mark.parametrize(
    ("title", "stands"),
    [
        ("Norway urges parties to end blockade", True),
        ("Norway calls for end of blockade", True),
        ("Norway ends blockade", False),
        ("Parties end blockade", False),
    ],
)
def test_what_is_demanded_is_no_title(title, stands):
    told = event(
        "The government of Norway called on all parties to end the blockade.", None, title, edtf="2024-09-06"
    )
    assert (only(read(told)).title_basis == "model") is stands


def test_a_title_of_another_passage_does_not_stand():
    """Even where those whom it names take part."""
    berg = [{"name": "Anna Berg", "words": "Anna Berg", "kind": "person"}]
    told = event(
        "She will travel to Lima on 20 September.", "on 20 September", "Berg signs forest pact", actors=berg
    )
    claim = only(read(told))
    assert claim.title_basis == "extract" and "another passage" in claim.marks[0]


def test_a_denial_is_told_as_one():
    told = event(
        "In March 2023, the Senate rejected an earlier treaty.",
        "In March 2023",
        "Senate rejects treaty",
        kind="announcement",
    )
    assert only(read(told)).title_basis == "model"


KOREAN = "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다. 그는 협상안을 거부했다."


JAPANESE = "シリアのガジ・カナン内相が12日自殺した。国連調査官5人が聴取していた。首相は関与を否定した。"


@pytest.mark.parametrize(
    ("text", "language", "passage", "title", "stands"),
    [
        (
            KOREAN,
            "ko",
            "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다",
            "이명박 대통령, 김태호 후보자 만나",
            True,
        ),
        (
            KOREAN,
            "ko",
            "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다",
            "박근혜 대통령, 김태호 후보자 만나",
            False,
        ),
        (
            KOREAN,
            "ko",
            "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다",
            "이명박 대통령, 후보자 3명 만나",
            False,
        ),
        (
            KOREAN,
            "ko",
            "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다",
            "이명박 대통령, 만남 거부",
            False,
        ),
        (
            KOREAN,
            "ko",
            "이명박 대통령은 12일 청와대에서 김태호 총리 후보자를 만났다",
            "홍길동, 김태호 후보자 만나",
            False,
        ),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "シリアのカナン内相が自殺", True),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "レバノンのカナン内相が自殺", False),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "カナン内相ら3人が自殺", False),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "シリア、カナン内相の自殺を否定", False),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "シリアのカナン内相がsuicide", False),
        (JAPANESE, "ja", "シリアのガジ・カナン内相が12日自殺した", "ハリーリー氏、シリアで自殺", False),
    ],
)
def test_titles_in_korean_and_japanese_are_held_against_the_article_too(
    text, language, passage, title, stands
):
    told = event(passage, "12일" if language == "ko" else "12日", {language: title}, kind="other")
    claim = only(read(told, text=text, language=language, published=date(2010, 8, 13)))
    assert (claim.title_basis == "model") is stands, claim.marks
    assert claim.edtf == "2010-08-12"


OTHERS = {
    "ru": (
        "Министр Анна Берг встретилась с Йенсом Хольмом в Осло 3 сентября 2024 года.",
        "3 сентября 2024 года",
    ),
    "fr": ("La ministre Anna Berg a rencontré Jens Holm à Oslo le 3 septembre 2024.", "le 3 septembre 2024"),
    "zh": ("部长安娜与李明于2024年9月3日在奥斯陆会谈。", "2024年9月3日"),
}


@pytest.mark.parametrize(
    ("language", "title", "stands"),
    [
        ("ru", "Берг встречается с Хольмом в Осло", True),
        ("ru", "Путин встречается с Хольмом", False),
        ("ru", "Берг не встречается с Хольмом", False),
        ("fr", "Berg rencontre Holm à Oslo", True),
        ("fr", "Berg rencontre Macron à Oslo", False),
        ("fr", "Berg refuse de rencontrer Holm", False),
        ("fr", "Berg rencontre 5 ministres", False),
        ("zh", "部长安娜与李明会谈", True),
        ("zh", "部长安娜否认会谈", False),
        ("zh", "王伟，与李明会谈", False),
    ],
)
def test_titles_in_other_languages_are_held_against_the_article_too(language, title, stands):
    text, words = OTHERS[language]
    claim = only(read(event(text, words, {language: title}), text=text, language=language))
    assert claim.edtf == "2024-09-03"
    assert (claim.title_basis == "model") is stands, claim.marks


def test_an_english_title_of_a_japanese_article_sounds_as_the_article_writes():
    actors = [{"name": "Ghazi Kanaan", "words": "ガジ・カナン", "kind": "person"}]
    titles = {"ja": "シリアのカナン内相が自殺", "en": "Syrian minister Ghazi Kanaan kills himself"}
    told = event("シリアのガジ・カナン内相が12日自殺した", "12日", titles, kind="other", actors=actors)
    claim = only(read(told, text=JAPANESE, language="ja", published=date(2005, 10, 12)))
    assert dict(claim.titles) == titles and [a.name for a in claim.actors] == ["ガジ・カナン"]
    told["title"] = {**titles, "en": "Syrian minister Rustum Ghazaleh kills himself"}
    claim = only(read(told, text=JAPANESE, language="ja", published=date(2005, 10, 12)))
    assert dict(claim.titles) == {"ja": titles["ja"]}
