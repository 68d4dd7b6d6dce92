"""The small map of an event's place."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import make_event
from timeline.places import find_place
from timeline.reading.map import HEIGHT, WIDTH, clip, locate, states

pytestmark = pytest.mark.once


@pytest.mark.parametrize("words", ["Seoul", "Camp David", "Wellington", "Reykjavik", "Honolulu"])
def test_a_city_is_a_dot_near_the_middle(words):
    found = locate(words)
    assert found.land and not found.lit
    assert found.dot[0] == WIDTH / 2 and abs(found.dot[1] - HEIGHT / 2) < 12


@pytest.mark.parametrize("words", ["Japan", "대한민국", "Russia", "United States", "New Zealand"])
def test_a_state_is_lit_whole(words):
    found = locate(words)
    assert found.lit and found.dot is None


def test_a_place_that_is_not_known_has_no_map():
    assert locate("a room") is None and locate("") is None
    assert locate("Monaco") is None and find_place("Monaco")  # known, and too small


def test_all_that_is_drawn_lies_within(monkeypatch):
    for words in ("Seoul", "Russia", "Reykjavik"):
        for path in re.findall(r"M[^z]+", locate(words).land + locate(words).lit):
            x = y = 0
            numbers = [int(n) for n in re.findall(r"-?\d+", path)]
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                assert 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def test_an_outline_is_cut_at_the_edges():
    around = [(-10.0, -10.0), (110.0, -10.0), (110.0, 60.0), (-10.0, 60.0)]
    assert set(clip(around, 100, 50)) == {(0, 0), (100, 0), (100, 50), (0, 50)}
    assert clip([(-3.0, 1.0), (-1.0, 1.0), (-1.0, 4.0)], 100, 50) == []


def test_the_outlines_are_few_kilobytes_and_say_whence_they_come():
    text = (Path(__file__).resolve().parents[2] / "timeline/reading/map.json").read_text()
    assert len(text) < 20_000 and "Natural Earth" in text and "public domain" in text
    assert {"JP", "KR", "KP", "CN", "US"} <= states().keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Map: Seoul"), ("ko", "지도: 서울"), ("ja", "地図: ソウル")]
)
def test_the_page_and_the_evidence_show_it_with_words(client, language, words):
    event = make_event(place="Seoul")
    for address in (event.get_absolute_url(), reverse("timeline:home")):
        page = client.get(address, {"lang": language}).content.decode()
        assert f'role="img" aria-label="{words}"' in page and 'class="pin"' in page
    make_event("Elsewhere", "1990", place="a room", slug="elsewhere")
    assert 'class="map"' not in client.get("/events/elsewhere/").content.decode()
