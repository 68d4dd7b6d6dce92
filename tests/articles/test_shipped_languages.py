"""The shipped timeline is complete in English, Korean and Japanese, and its titles are short."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from timeline.models import Actor, Timeline
from timeline.wording import HAN, HANGUL, KANA, name_of, worded

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WRITTEN = {"ko": HANGUL, "ja": re.compile(f"{KANA.pattern}|{HAN.pattern}")}
SIGNS = re.compile(f"{HANGUL.pattern}|{KANA.pattern}|{HAN.pattern}")


@pytest.fixture
def timeline(samples):
    return Timeline.objects.get(is_default=True)


def in_all(row, name):
    """The words of a field by language."""
    return {language: worded(row, name, language) for language in ("en", "ko", "ja")}


def assert_complete(words):
    assert words["en"] and not SIGNS.search(words["en"]), words
    for language, signs in WRITTEN.items():
        assert signs.search(words[language]), words


def test_every_title_is_there_in_each_language_and_short(timeline):
    events = list(timeline.events())
    assert len(events) > 60
    for event in events:
        words = in_all(event, "title")
        assert_complete(words)
        assert max(map(len, words.values())) <= 60, words


def test_every_place_is_known_in_each_language(timeline):
    places = [event for event in timeline.events() if event.place]
    assert len(places) > 20 and not any(event.place == "Takeshima Day" for event in places)
    for event in places:
        assert_complete(in_all(event, "place"))


def test_title_introduction_chapters_and_story_are_translated(timeline):
    assert_complete(in_all(timeline, "introduction"))
    title = in_all(timeline, "title")
    assert all(signs.search(title[language]) for language, signs in WRITTEN.items())
    for chapter in timeline.chapters.all():
        assert_complete(in_all(chapter, "title"))
        assert_complete(in_all(chapter, "summary"))
    assert timeline.story.count() >= 10
    for step in timeline.story.all():
        assert_complete(in_all(step, "sentence"))


def test_everyone_has_a_name_in_each_language(timeline):
    actors = Actor.objects.shown().prefetch_related("aliases")
    assert len(actors) > 30
    for actor in actors:
        assert_complete({language: name_of(actor, language) for language in ("en", "ko", "ja")})


def test_the_title_names_the_span_that_is_shown(timeline):
    first, last = (
        timeline.events().order_by("earliest").first(),
        timeline.events().order_by("-latest").first(),
    )
    span = f"{first.earliest.year}–{last.latest.year}"
    assert all(span in text for text in in_all(timeline, "title").values())


def test_what_is_told_in_our_own_words_is_not_promised_as_a_quotation(timeline):
    words = in_all(timeline, "introduction")
    assert "our paraphrases" in words["en"] and "요약" in words["ko"] and "要約" in words["ja"]


OTHERS = re.compile(
    r"<(\w+)[^>]*\slang=\"en\"[^>]*>.*?</\1>|<(select|textarea|cite|details)\b.*?</\2>|<bdi.*?</bdi>",
    re.DOTALL,
)


@pytest.mark.parametrize("language", ["ko", "ja"])
@pytest.mark.parametrize(
    "address",
    ["/", "/?lanes=actor", "/?actor=fumio-kishida&story=2", "/actors/", "/actors/fumio-kishida/", "EVENT", "EMBED", "/embed/actors/japan/"],
)  # fmt: skip
def test_what_stands_on_a_page_in_another_language_says_so(timeline, client, language, address):
    event = timeline.events().get(place="Camp David").get_absolute_url()
    address = {"EVENT": event, "EMBED": f"/embed{event}"}.get(address, address)
    page = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}").content.decode()
    main = (
        page.partition("<main ")[2].partition(">")[2].partition("<footer")[0].partition('<p class="data">')[0]
    )
    left = re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]+)*", strip_tags(OTHERS.sub("", unescape(main))))
    assert main and set(left) <= {"Entente"}, left
