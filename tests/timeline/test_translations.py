"""The page of translations: what is missing, proposed and stale, and two people at once."""

import pytest
from django.urls import reverse

from tests.browsing import posted_by, sign_in
from tests.factories import make_event, make_timeline
from timeline.curation.translations import lines_of, rows_of, translate
from timeline.models import Chapter, Event, Pick, Step, Timeline
from timeline.record.history import acting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def timeline():
    timeline = make_timeline("Japan and Korea", introduction="How it went.", chapters=[("1910-01-01", "1945-12-31")], picks_only=True)  # fmt: skip
    event = make_event(
        "Kishida visits Seoul", titles={"en": "Kishida visits Seoul", "ko": "기시다 서울 방문"}
    )
    Pick.objects.create(timeline=timeline, event=event)
    Step.objects.create(timeline=timeline, event=event, sentence="It begins.")
    return timeline


def address(timeline):
    return reverse("admin:timeline_timeline_translations", args=[timeline.pk])


def cells():
    rows = [*(r for t in Timeline.objects.all() for r in rows_of(t)), *Event.objects.all()]
    return {f"{line.key}_{cell.language}": cell for line in lines_of(rows) for cell in line.cells}


def send(client, timeline, **changes):
    page = client.get(address(timeline)).content.decode()
    return client.post(address(timeline), posted_by(page) | changes, follow=True).content.decode()


def test_everything_with_words_stands_with_its_translations(client, timeline):
    page = sign_in(client, "Editor").get(address(timeline)).content.decode()
    for words in ("Japan and Korea", "How it went.", "Part 1", "It begins.", "Kishida visits Seoul"):
        assert words in page
    assert "10 translations are missing on this page." in page and "기시다 서울 방문" in page


def test_translations_are_saved_row_by_row_and_readers_see_them(client, timeline):
    event = Event.objects.get()
    sign_in(client, "Editor")
    done = send(client, timeline, **{f"timeline-{timeline.pk}-introduction_ko": "이렇게 되었다.", f"event-{event.pk}-title_ja": "岸田首相、ソウル訪問"})  # fmt: skip
    assert "2 translations saved." in done and "8 translations are missing" in done
    timeline.refresh_from_db(), event.refresh_from_db()
    assert (timeline.introduction_ko, event.title_ja) == ("이렇게 되었다.", "岸田首相、ソウル訪問")
    assert "岸田首相、ソウル訪問" in client.get(event.get_absolute_url(), headers={"accept-language": "ja"}).content.decode()  # fmt: skip


def test_a_proposal_is_taken_only_if_it_is_ticked(client, timeline):
    event = Event.objects.get()
    sign_in(client, "Editor")
    send(client, timeline)
    event.refresh_from_db()
    assert event.title_ko == ""
    send(client, timeline, **{f"take-event-{event.pk}-title_ko": "1"})
    event.refresh_from_db()
    assert event.title_ko == "기시다 서울 방문"


def test_a_translation_whose_original_changed_is_stale_until_somebody_says_it_is_right(client, timeline):
    where = f"timeline-{timeline.pk}-introduction_ko"
    sign_in(client, "Editor")
    send(client, timeline, **{where: "이렇게 되었다."})
    assert not cells()[where].is_stale
    Timeline.objects.update(introduction="How it all went.")
    assert cells()[where].is_stale and cells()[where].then == "How it went."
    assert "When it was translated, the original said: “How it went.”" in client.get(address(timeline)).content.decode()  # fmt: skip
    send(client, timeline, **{f"right-{where}": "1"})
    assert not cells()[where].is_stale


def test_the_history_tells_which_was_changed_last_where_nobody_translated_here(admin_user, timeline):
    where = f"timeline-{timeline.pk}-introduction_ja"

    def save(**values):
        with acting(admin_user):
            row = Timeline.objects.get()
            for name, value in values.items():
                setattr(row, name, value)
            row.save()

    save(introduction_ja="こうなった。")
    assert not cells()[where].is_stale
    save(introduction="Otherwise.")
    assert cells()[where].is_stale
    save(introduction="Again.", introduction_ja="また。")
    assert not cells()[where].is_stale


def test_what_somebody_else_saved_meanwhile_stays_and_both_are_shown(client, timeline):
    where = f"timeline-{timeline.pk}-title_ko"
    sign_in(client, "Editor")
    page = posted_by(client.get(address(timeline)).content.decode())
    Timeline.objects.update(title_ko="한일")
    answer = client.post(address(timeline), page | {where: "일본과 한국"}).content.decode()
    assert "somebody else has changed it meanwhile to “한일”" in answer and "일본과 한국" in answer
    assert Timeline.objects.get().title_ko == "한일"
    client.post(address(timeline), posted_by(answer))
    assert Timeline.objects.get().title_ko == "일본과 한국"


def test_what_is_too_long_is_named(timeline):
    assert "has 201 characters: use at most 200" in translate(timeline, {"title_ko": ("", "가" * 201)})["title_ko"]  # fmt: skip


def test_an_original_in_korean_needs_no_korean(timeline):
    event = Event.objects.get()
    Event.objects.update(title="기시다 방한")
    assert not cells()[f"event-{event.pk}-title_ko"].is_missing
    assert cells()[f"event-{event.pk}-title_ja"].is_missing


def test_only_what_is_missing_or_stale_is_shown_if_asked(client, timeline):
    Chapter.objects.update(title_ko="일부", title_ja="一部")
    page = sign_in(client, "Editor").get(address(timeline), {"only": "missing"}).content.decode()
    assert "Part 1" not in page and "How it went." in page


def test_the_page_costs_the_same_however_many_events(client, timeline, django_assert_max_num_queries):
    for n in range(30):
        Pick.objects.create(timeline=timeline, event=make_event(f"Event {n}"))
    sign_in(client, "Editor")
    with django_assert_max_num_queries(16):
        client.get(address(timeline))


def test_the_page_speaks_the_language_of_the_curator(client, timeline):
    sign_in(client, "Editor")
    for code, words in (("ko", "번역 저장"), ("ja", "翻訳を保存")):
        assert words in client.get(address(timeline), headers={"accept-language": code}).content.decode()
