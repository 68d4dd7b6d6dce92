"""A timeline read step by step."""

import pytest
from lxml import html

from tests.factories import make_citation, make_event, make_timeline
from timeline.models import Step

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PART = {"HX-Request": "true", "HX-Target": "story"}


@pytest.fixture
def timeline():
    timeline = make_timeline(
        chapters=[("1905-01-01", "1945-12-31"), ("2022-01-01", "2024-12-31")], is_default=True
    )
    timeline.chapters.filter(slug="part-1").update(summary="How it began.")
    for n in range(9):
        event = make_event(f"Visit {n}", f"2023-0{n + 1}-11")
        for _ in range(1 + n % 2):
            make_citation(event)
    make_citation(make_event("Annexation", "1910-08-22", "agreement"))
    return timeline


def told(client, address, **options):
    page = html.fromstring(client.get(address, **options).content.decode())
    found = page.cssselect("#story")
    return (found or [None])[0]


def test_without_a_curator_it_tells_of_the_best_supported_of_each_chapter(client, timeline):
    first = told(client, "/?story=1")
    assert first.cssselect("h2")[0].text == "Annexation"
    assert first.cssselect(".sentence")[0].text == "How it began."
    assert first.cssselect(".place-of")[0].text == "1 of 10" and len(first.cssselect(".citation")) == 1


def test_a_curator_picks_and_words_the_steps(client, timeline):
    for position, title in enumerate(("Visit 4", "Annexation"), 1):
        event = timeline.events().get(title=title)
        Step.objects.create(timeline=timeline, event=event, sentence=f"So came {title}.", position=position)
    one, two = told(client, "/?story=1"), told(client, "/?story=2")
    assert (
        one.cssselect("h2")[0].text == "Visit 4" and one.cssselect(".sentence")[0].text == "So came Visit 4."
    )
    assert two.cssselect("h2")[0].text == "Annexation"
    assert [a.get("href") for a in one.cssselect(".steps a[rel]")] == ["?story=2"]
    assert [a.get("href") for a in two.cssselect(".steps a[rel]")] == ["?story=1"]


def test_what_is_not_shown_is_no_step(client, timeline):
    hidden = make_event("Hidden", "2024-01-01", status="proposed")
    shown = timeline.events().get(title="Annexation")
    for event in (hidden, shown):
        Step.objects.create(timeline=timeline, event=event)
    assert told(client, "/?story=1").cssselect(".place-of")[0].text == "1 of 1"
    assert "Hidden" not in client.get("/?story=2").content.decode()


def test_the_list_leads_to_the_story_and_the_story_back(client, timeline):
    page = html.fromstring(client.get("/").content.decode())
    assert page.cssselect("a.read")[0].get("href") == "?story=1"
    story = told(client, "/?story=1")
    assert story.cssselect("a.leave")[0].get("href").startswith("?event=annexation")
    assert told(client, "/?story=99") is None and client.get("/?story=99").status_code == 200


def test_a_step_comes_alone_for_the_page_that_asks(client, timeline):
    answer = client.get("/?story=2", headers=PART).content.decode()
    assert "<html" not in answer and 'id="story"' in answer and "<svg" not in answer
