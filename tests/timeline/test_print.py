"""What stands on paper: each event of the list with its strongest passage, and with one that disputes it."""

import pytest
from lxml import html

from tests.factories import make_citation, make_event, make_source, make_timeline
from timeline.reading.passages import strongest_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_strongest_passage_stands_for_an_event_and_one_that_disputes():
    event, bare = make_event(edtf="2024-09-06"), make_event("Bare", "2024-09-07")
    make_citation(event, quote="It was somewhere in this year, 2024.", edtf="2024", date_words="2024")
    make_citation(event, make_source(kind="abstract"), quote="On 6 September.", edtf="2024-09-06", date_words="6 September")  # fmt: skip
    best = make_citation(event, quote="They met there on 6 September 2024.", edtf="2024-09-06", date_words="6 September 2024")  # fmt: skip
    make_citation(event, quote="They met.", edtf="2024-09-06", date_words="")
    against = make_citation(event, quote="In 2025.", edtf="2025", date_words="2025", disputes=True)
    make_citation(event, quote="In 2026.", edtf="2026", date_words="2026", disputes=True)
    assert strongest_of([event.pk, bare.pk]) == {event.pk: [best, against], bare.pk: []}


def test_it_takes_two_queries_however_many_there_are(django_assert_num_queries):
    events = [make_event(f"Visit {n}", f"2024-09-0{n}") for n in range(1, 9)]
    for event in events:
        make_citation(event, make_source())
    with django_assert_num_queries(2):
        found = strongest_of([event.pk for event in events])
        assert all(passage.source.publisher for (passage,) in found.values())


def test_the_list_has_its_passages_and_an_embed_has_none(client):
    timeline = make_timeline()
    make_citation(make_event(), make_source(kind="abstract"), quote="It says <so>.")
    make_citation(make_event("Vote", "2024-09-27"), quote="They voted.", disputes=True, edtf="2025")
    page = html.fromstring(client.get("/").content.decode())
    said = [" ".join(p.text_content().split()) for p in page.cssselect(".row > .said")]
    assert said[0].startswith("It says <so>.") and "Paraphrase" in said[0]
    assert said[1].startswith("“They voted.”") and said[1].endswith("This source says 2025.")
    part = client.get("/", headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    assert part.count('class="said"') == 2
    assert 'class="said"' not in client.get(f"/embed/{timeline.slug}/").content.decode()
