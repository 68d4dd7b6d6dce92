"""Timelines composed of the events that matter most."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.recomposing import composed_again
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.curation.composing import Scope, compose, settle
from timeline.models import Event, Pick, Timeline

pytestmark = pytest.mark.django_db
LANDMARKS = {
    "2020-01-10": 9,
    "2020-03-01": 7,
    "2021-06-15": 8,
    "2021-06-20": 6,
    "2023-02-02": 9,
    "2023-02-09": 7,
}


@pytest.fixture
def story():
    """Six landmarks that many sources report, among thirty asides that one does."""
    for day, sources in LANDMARKS.items():
        event = make_event(f"Landmark of {day}", day, kind="agreement", status="proposed")
        for n in range(sources):
            published = date.fromisoformat(day) + timedelta(days=4 * n)
            make_citation(event, make_source(publisher=f"Paper {n}", published=published))
    for n in range(30):
        make_citation(
            make_event(f"Aside {n}", f"2021-06-{n % 28 + 1:02}", kind="statement", status="proposed")
        )


def titles(timeline):
    return [event.title for event in timeline.events(status=None)]


def run(*words, **options):
    out = io.StringIO()
    call_command("compose_timeline", *words, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_a_draft_of_the_landmarks_with_chapters(story):
    said = run("The story", "--events", "6")
    timeline = Timeline.objects.get()
    assert titles(timeline) == [f"Landmark of {day}" for day in LANDMARKS]
    assert not timeline.is_published and "10 January 2020: Landmark of 2020-01-10" in said
    assert timeline.lead.title in ("Landmark of 2020-01-10", "Landmark of 2023-02-02")
    assert [step.event.title for step in timeline.story.all()] == titles(timeline)
    made = compose("In three", Scope(), events=6, chapters=3).timeline
    spans = [(str(c.earliest), str(c.latest)) for c in made.chapters.order_by("earliest")]
    assert spans == [("2020-01-10", "2020-03-01"), ("2021-06-15", "2021-06-20"), ("2023-02-02", "2023-02-09")]
    assert made.chapters.order_by("earliest").first().title == "Landmark of 2020-01-10"


def test_composing_again_proposes_and_undoes_nothing(story):
    timeline = compose("The story", Scope(), events=4).timeline
    gone = Pick.objects.filter(timeline=timeline).earliest("pk")
    gone.delete()  # by a curator
    mine = Event.objects.get(title="Aside 3")
    Pick.objects.create(timeline=timeline, event=mine)
    timeline.title, timeline.introduction = "The story", "In my own words."
    timeline.save()
    before = set(Pick.objects.values_list("event", "is_composed"))
    fresh = make_event("News", "2024-01-01", kind="agreement", status="proposed")
    for n in range(12):
        make_citation(
            fresh, make_source(publisher=f"Paper {n}", published=date(2024, 1, 2) + timedelta(days=9 * n))
        )
    again = compose("The story", Scope(), events=4)
    assert (
        not again.is_new
        and fresh in again.added
        and gone.event not in again.added
        and mine not in again.dropped
    )
    assert set(Pick.objects.values_list("event", "is_composed")) == before
    timeline.refresh_from_db()
    assert timeline.introduction == "In my own words." and Timeline.objects.count() == 1
    changed = settle(timeline, add=[fresh.pk])
    assert changed == 1 and "News" in titles(timeline) and mine.title in titles(timeline)
    assert compose("The story", Scope(), events=4).added == []


def test_what_is_left_out_by_the_scope_is_not_chosen(story):
    yoon = make_actor("Yoon Suk-yeol")
    mine = make_event("His visit", "2021-07-01", actors=[yoon])
    make_citation(mine)
    assert "His visit" in run("Of Yoon", "--actors", "Yoon Suk-yeol")
    said = run("Of 2021", "--from", "2021-01-01", "--to", "2021-12-31", "--events", "2")
    assert "2021-06-15" in said and "2020" not in said and "2023" not in said
    year = run("Of the year", "--from", "2021", "--to", "2021", "--events", "2")
    assert year.splitlines()[:-1] == said.splitlines()[:-1]


def test_bad_usage_is_explained(story):
    for words, told in [
        (("T", "--from", "soon"), "is not a date"),
        (("T", "--actors", "Nobody"), "no actor named"),
        (("T", "--events", "0"), "give 1 to"),
        (("T", "--chapters", "-1"), "give 0 or more"),
        (("T", "--from", "1800-01-01", "--to", "1800-01-02"), "no event fits"),
    ]:
        with pytest.raises(CommandError, match=told):
            run(*words)
    assert not Timeline.objects.exists()


def test_articles_are_read_first_and_chosen_from(story, tmp_path):
    (tmp_path / "a.txt").write_text(
        "Prime Minister Fumio Kishida arrived in Seoul on 6 September 2024 for a summit with Yoon Suk-yeol."
    )
    said = run("Read", "--articles", str(tmp_path), "--events", "3")
    assert "6 September 2024" in said and "Landmark" not in said


def test_the_shipped_timeline_is_composed_again_of_its_samples():
    found = composed_again()
    assert len(found.shipped) == len(found.composed) > 60
    assert len(found.again) >= 0.8 * len(found.shipped), found.missed
    assert len(found.again) + len(found.missed) == len(found.shipped) and found.instead
    assert not Event.objects.exists() and not Timeline.objects.exists()
