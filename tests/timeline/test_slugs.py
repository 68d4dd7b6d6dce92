"""Slugs: however a row comes, its words and date make the same address, and no row takes another's."""

import pytest

from tests.factories import make_actor, make_citation, make_event
from tests.timeline.test_tables import import_table
from timeline.curation.merging import split
from timeline.models import Event
from timeline.slugs import FreeSlugs, event_stem, free_slug, stem_of

STEMS = [
    ("Summit at Camp David", "2023-08-18", "summit-at-camp-david-2023-08-18"),
    ("Colonial rule", "1910/1945", "colonial-rule-1910"),
    ("War", "../1945", "war-1945"),
    ("War", "2022/..", "war-2022"),
    ("Founded", "1907~", "founded-1907"),
    ("한일 정상회담", "2024-09", "event-2024-09"),
    ("a" * 200, "2024", "a" * 180 + "-2024"),
]


@pytest.mark.parametrize(("title", "edtf", "stem"), STEMS)
def test_an_event_is_addressed_by_its_title_and_where_its_date_begins(title, edtf, stem):
    assert event_stem(title, edtf) == stem


@pytest.mark.django_db
def test_a_slug_that_is_taken_gets_the_least_free_number():
    for slug in ("kishida", "kishida-2", "kishida-4", "kishida-senior"):
        make_event(slug=slug)
    assert free_slug(Event, stem_of("Kishida", "event")) == "kishida-3"
    assert free_slug(Event, stem_of("岸田", "event")) == "event"


@pytest.mark.django_db
def test_a_batch_of_new_rows_shares_its_questions_and_no_slug(django_assert_num_queries):
    make_event(slug="talks-2024")
    stems = [event_stem("Talks", "2024")] * 3 + [event_stem(f"Visit {n}", "2024") for n in range(20)]
    with django_assert_num_queries(2):
        slugs = FreeSlugs(Event, stems)
        given = [slugs.take(stem) for stem in stems]
    assert given[:3] == ["talks-2024-2", "talks-2024-3", "talks-2024-4"]
    assert len(set(given)) == len(given)


@pytest.mark.django_db
def test_tables_and_splits_make_slugs_as_ingestion_does(admin_client):
    import_table(admin_client, "event", "title,date\nColonial rule,1910/1945\n통감부,1906\n")
    assert set(Event.objects.values_list("slug", flat=True)) == {"colonial-rule-1910", "event-1906"}
    whole = make_event("회담", "2024", slug="whole", actors=[make_actor()])
    passage = make_citation(whole)
    make_citation(whole)
    assert split(whole, [passage]).slug == "event-2024"
