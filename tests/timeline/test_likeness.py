"""How alike names are, and which form a cluster."""

import pytest

from timeline.curation.likeness import JOINED, Index, Named, clusters, likeness


def alike(one, other, kind="person"):
    return likeness(Named(1, one, kind), Named(2, other, kind))


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Gil-dong Hong", "Gildong Hong", "the same letters"),
        ("Emmanuel Macron", "Emmanuel MACRON", "the same letters"),
        ("José Pérez", "Jose Perez", "the same letters"),
        ("Hong Gil-dong", "Gil-dong Hong", "another order"),
        ("F. Kishida", "Fumio Kishida", "initials"),
        ("Kishida F.", "Fumio Kishida", "initials"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "one letter"),
        ("Fumio Kishdia", "Fumio Kishida", "one letter"),
        ("윤석열", "Yoon Suk Yeol", "sounds the same"),
        ("박진", "Park Jin", "sounds the same"),
        ("이재명", "Lee Jae-myung", "sounds the same"),
        ("노무현", "Roh Moo-hyun", "sounds the same"),
        ("バイデン", "Biden", "sounds the same"),
        ("ジョー・バイデン", "Joe Biden", "sounds the same"),
        ("블링컨", "ブリンケン", "sounds the same"),
    ],
)
def test_names_that_are_one(one, other, why):
    for found in (alike(one, other), alike(other, one)):
        assert why in found.why and found.score >= JOINED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "Kim Jong-il"),
        ("North Korea", "South Korea"),
        ("Group of 7", "Group of 20"),
        ("Taro Yamada", "Jiro Yamada"),
        ("T. Yamada", "Jiro Yamada"),
        ("윤석열", "Fumio Kishida"),
        ("岸田文雄", "Fumio Kishida"),
        ("Kim", "Park"),
        ("岸田文雄", "安倍晋三"),
    ],
)
def test_names_that_differ(one, other):
    assert alike(one, other).score < JOINED


def test_a_name_of_another_kind_is_another_unless_written_the_same():
    bank, person = Named(1, "Taro Bank", "organisation"), Named(2, "Taro Bankk", "person")
    assert likeness(bank, person).score == 0
    assert likeness(bank, Named(3, "Taro bank", "person")).score > 90


def test_a_family_name_alone_is_a_part_and_forms_no_cluster():
    assert alike("Kishida", "Fumio Kishida").why == "a part of the name"
    assert alike("岸田", "岸田文雄").why == "a part of the name"
    assert len(clusters([Named(1, "Kishida", "person"), Named(2, "Fumio Kishida", "person")])) == 2


def test_two_people_are_not_joined_by_initials_that_fit_both():
    names = [
        Named(n, t, "person")
        for n, t in enumerate(["J. Yamada", "Jiro Yamada", "Jun Yamada", "윤석열", "Yoon Suk-yeol"])
    ]
    found = sorted(sorted(name.text for name in group) for group in clusters(names))
    assert found == [["J. Yamada", "Jiro Yamada"], ["Jun Yamada"], ["Yoon Suk-yeol", "윤석열"]]


def test_the_index_finds_what_comparing_with_all_would_find():
    texts = ["Fumio Kishida", "Kishida Fumio", "F. Kishida", "岸田", "岸田文雄", "윤석열", "Yoon Suk Yeol", "Biden", "バイデン", "Antony Blinken"]  # fmt: skip
    known = [Named(n, text, "person") for n, text in enumerate(texts)]
    for name in known:
        all_of_them = {other.key: likeness(name, other).score for other in known}
        assert {k: v.score for k, v in Index(known).like(name).items()} == {
            k: v for k, v in all_of_them.items() if v
        }
