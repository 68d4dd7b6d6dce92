"""Search in three languages, on both databases: parts of words, aliases, quotes; and the text follows every change."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.models import Actor, Alias, Event
from timeline.record.search import fold, make_index, refresh, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    kishida, yoon = make_actor(), make_actor(name="Yoon Suk Yeol")
    Alias.objects.create(actor=kishida, name="岸田文雄", language="ja")
    Alias.objects.create(actor=yoon, name="윤석열", language="ko")
    summit = make_event("Yoon and Kishida meet in Seoul", actors=[kishida, yoon], place="Seoul")
    make_citation(summit, make_source(), quote="두 정상은 서울에서 만났다. １２回目の会談。")
    make_event("Treaty on Basic Relations signed", "1965-06-22", kind="agreement")
    return summit


def found(words):
    return list(search(Event.objects.all(), words).values_list("title", flat=True))


@pytest.mark.parametrize(
    "words",
    [
        "Seoul",
        "SEOUL meet",
        "eou",
        "岸田文雄",
        "岸田",
        "윤석열",
        "윤석",
        "서울",
        "정상은 서울에서",
        "12回目",
        "会談",
        "yoon kishida",
        "ｓｅｏｕｌ",
    ],
)
def test_an_event_is_found_by_any_part_of_its_words(events, words):
    assert found(words) == ["Yoon and Kishida meet in Seoul"]


@pytest.mark.parametrize(
    "words",
    [
        "Seoul Treaty",
        "Pyongyang",
        "東京",
        '"',
        "a*b",
        "NEAR(seoul)",
        "seoul OR treaty",
        "100%",
        "_____",
        "' OR 1=1 --",
    ],
)
def test_what_is_not_there_is_not_found(events, words):
    assert found(words) == []


def test_no_words_narrow_nothing(events):
    assert len(found("  ")) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40).filter(lambda t: "\x00" not in t))
def test_whatever_is_typed_is_answered(events, words):
    assert len(found(words)) <= 2


def test_the_text_follows_every_change(events):
    events.title = "Farewell"
    events.save()
    assert found("Farewell") == ["Farewell"] and found("Seoul meet") == []
    Alias.objects.create(actor=Actor.objects.get(name="Yoon Suk Yeol"), name="尹錫悦", language="ja")
    assert found("尹錫悦") == ["Farewell"]
    events.citations.all().delete()
    assert found("정상은") == []
    events.participations.get(actor__name="Fumio Kishida").delete()
    assert found("岸田文雄") == []
    events.delete()
    assert found("Farewell") == []


def test_the_index_is_made_again_where_it_is_lost(events):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER timeline_event_search_insert")
    make_index()
    make_index()
    make_event("Ishiba visits Hanoi")
    assert found("Hanoi") == ["Ishiba visits Hanoi"]


def test_refresh_writes_only_what_changed(events, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        refresh(Event.objects.values_list("pk", flat=True))


def test_folding_makes_one_spelling():
    assert fold("  ＳＥＯＵＬ　Straße ") == "seoul strasse"
