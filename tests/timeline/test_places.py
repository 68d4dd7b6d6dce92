"""Places by name, in each language."""

import pytest

from timeline.places import find_place, place_in


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("Seoul", "ko", "서울"),
        ("서울", "en", "Seoul"),
        ("Peking", "en", "Peking"),  # as it was spelled
        ("peking", "ja", "北京"),
        ("the Hague", "ko", "헤이그"),
        ("South Korea", "ja", "韓国"),
        ("Seoul, South Korea", "ja", "ソウル、韓国"),
        ("Seoul, somewhere", "ja", "Seoul, somewhere"),
        ("Atlantis", "ko", "Atlantis"),
        ("", "ko", ""),
        ("Seoul", "fr", "Seoul"),
    ],
)
def test_a_place_is_named_in_a_language_where_all_of_it_is_known(words, language, found):
    assert place_in(words, language) == found


def test_a_place_is_found_by_a_part_of_its_words():
    assert find_place("Camp David, Maryland").position == (39.65, -77.46)
    assert find_place("Japan").code == "JP" and find_place("Japan").position is None
    assert find_place("a room") is None
