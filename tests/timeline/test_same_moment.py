"""Two people at the very same moment, each on a connection of their own: nothing is lost or half-written, and the second is told.

What both are about is locked until both have begun and wait for it; so they meet each time, and not now and then.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.browsing import filled
from tests.factories import make_actor, make_citation, make_event, make_timeline
from timeline.curation.proposals import waiting
from timeline.models import Actor, Change, Chapter, Citation, Event, ProposedChange

pytestmark = pytest.mark.django_db(transaction=True)
BEGIN = 10.0  # seconds until both must have come to the lock


@pytest.fixture(autouse=True)
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: asks a PostgreSQL")


@pytest.fixture
def people():
    """Two Editors, each signed in."""
    clients = []
    for name in ("ann", "bob"):
        user = User.objects.create(username=name, is_staff=True)
        user.groups.add(Group.objects.get(name="Editor"))
        client = Client()
        client.force_login(user)
        clients.append(client)
    return clients


def at(name, *args):
    return reverse(f"admin:timeline_{name}", args=args)


@contextmanager
def held(rows):
    """Nobody else can change these rows until the block ends."""
    parameters = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{key: parameters[key] for key in keys if key in parameters}) as other:
        for row in rows:
            other.execute(f"SELECT 1 FROM {row._meta.db_table} WHERE id = %s FOR UPDATE", [row.pk])
        yield


def waits():
    """How many connections of this database wait for a lock of another."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return cursor.fetchone()[0]


def at_once(rows, *deeds):
    """Do all deeds at once, while the rows are held until each of them waits; what each answered, and what it was told."""
    barrier = threading.Barrier(len(deeds))

    def work(deed):
        try:
            barrier.wait(BEGIN)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        with held(rows):
            begun = [pool.submit(work, deed) for deed in deeds]
            limit = time.monotonic() + BEGIN
            while waits() < len(deeds) and time.monotonic() < limit:
                time.sleep(0.02)
            met = waits()
        answers = [one.result(60) for one in begun]
    assert met == len(deeds), "they did not meet"
    assert all(answer.status_code in (200, 302) for answer in answers), answers
    return answers


def told(client, answer):
    """What a person reads who sent the request: messages and errors of the page it leads to."""
    page = client.get(answer["Location"]) if answer.status_code == 302 else answer
    tree = html.fromstring(page.content.decode())
    return " ".join(" ".join(tree.xpath("//*[@class='messagelist' or contains(@class, 'errorlist')]//text()")).split())  # fmt: skip


def said(people, answers):
    return [told(client, answer) for client, answer in zip(people, answers, strict=True)]


@pytest.fixture
def events():
    """Two published events with two passages each."""
    made = [make_event(title, actors=[make_actor()]) for title in ("Visit to Seoul", "Talks in Seoul")]
    for event in made:
        for number in (1, 2):
            make_citation(event, quote=f"{event.title}, passage {number}.")
    return made


def check(passages=4):
    """Nothing is lost, and nothing stands half-done."""
    assert Citation.objects.count() == passages
    for event in Event.objects.exclude(merged_into=None):
        assert event.merged_into.merged_into_id is None and event.before_merge["citations"]
        assert not event.citations.exists(), "its passages are where it leads"
    for event in Event.objects.filter(merged_into=None):
        assert event.citations.exists() and event.status == "published"
        last = Change.objects.filter(record=f"event-{event.pk}", after__has_key="title").last()
        assert last is None or last.after["title"] == event.title


def form_of(client, event, **changes):
    return filled(client, at("event_change", event.pk), "event_form", **changes)


def test_two_edits_of_one_field_keep_the_first_and_show_it_to_the_second(people, events):
    one = events[0]
    forms = [form_of(client, one, title=title) for client, title in zip(people, ("Ann's", "Bob's"), strict=True)]  # fmt: skip
    save = lambda n: people[n].post(at("event_change", one.pk), forms[n])  # noqa: E731
    answers = at_once([one], lambda: save(0), lambda: save(1))
    one.refresh_from_db()
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    second = next(n for n, answer in enumerate(answers) if answer.status_code == 200)
    assert one.title == ("Bob's", "Ann's")[second]
    words = told(people[second], answers[second])
    assert f"Saved by {('bob', 'ann')[second]} in the meantime" in words
    assert answers[second].context["adminform"].form["title"].value() == ("Ann's", "Bob's")[second]
    check()


def test_two_edits_of_different_fields_both_stand(people, events):
    one = events[0]
    forms = [form_of(people[0], one, title="Ann's"), form_of(people[1], one, place="Busan")]
    answers = at_once([one], *(lambda n=n: people[n].post(at("event_change", one.pk), forms[n]) for n in (0, 1)))  # fmt: skip
    one.refresh_from_db()
    assert [a.status_code for a in answers] == [302, 302] and (one.title, one.place) == ("Ann's", "Busan")
    check()


def test_two_merges_in_opposite_directions_do_not_swallow_both(people, events):
    one, two = events
    keys = f"{one.pk},{two.pk}"
    answers = at_once(
        events,
        lambda: people[0].post(at("event_merge"), {"events": keys, "target": one.pk}),
        lambda: people[1].post(at("event_merge"), {"events": keys, "target": two.pk}),
    )
    words = said(people, answers)
    assert sum("Merged 2 events." in w for w in words) == 1
    assert sum("has already been merged" in w for w in words) == 1
    assert Event.objects.filter(merged_into=None).count() == 1
    check()


def test_a_merge_and_an_edit_at_once_both_count(people, events):
    one, two = events
    form = form_of(people[1], two, title="Bob's")
    answers = at_once(
        events,
        lambda: people[0].post(at("event_merge"), {"events": f"{one.pk},{two.pk}", "target": one.pk}),
        lambda: people[1].post(at("event_change", two.pk), form),
    )
    words = said(people, answers)
    two.refresh_from_db()
    assert two.merged_into == one and "Merged 2 events." in words[0]
    is_saved = two.title == "Bob's"
    assert is_saved or "Bob's" in answers[1].content.decode(), "what was typed is saved, or shown again"
    check()


def test_a_merge_and_a_split_at_once_lose_no_passage(people, events):
    one, two = events
    moved = two.citations.first()
    answers = at_once(
        events,
        lambda: people[0].post(at("event_merge"), {"events": f"{one.pk},{two.pk}", "target": one.pk}),
        lambda: people[1].post(at("event_split", two.pk), {"citation": [moved.pk]}),
    )
    words = said(people, answers)
    assert "Merged 2 events." in words[0]
    assert "Split off a new event" in words[1] or "at least one citation" in words[1]
    check()


@pytest.mark.parametrize("verbs", [("accept", "accept"), ("accept", "refuse")])
def test_a_proposal_is_decided_once_and_the_second_is_told(people, events, verbs):
    one = events[0]
    proposer = User.objects.create(username="curator")
    change = ProposedChange.objects.create(event=one, record=f"event-{one.pk}", what="field", field="title", before=one.title, after="Proposed", key="1", origin="person", proposer=proposer)  # fmt: skip
    address = at("proposedchange_decide", change.pk)
    deeds = [lambda n=n: people[n].post(address, {"decision": verbs[n], "note": verbs[n]}) for n in (0, 1)]
    words = said(people, at_once([change, one], *deeds))
    change.refresh_from_db()
    one.refresh_from_db()
    second = next(n for n in (0, 1) if "has been decided by someone else" in words[n])
    first = verbs[1 - second]
    assert change.note == first and change.state == {"accept": "accepted", "refuse": "refused"}[first]
    assert (one.title == "Proposed") == (first == "accept")
    assert not waiting().exists()
    check()


def test_what_is_proposed_and_edited_at_once_is_not_replaced_unseen(people, events):
    """Whoever comes second is shown what the first did: the Editor who accepts, or the one who saves."""
    one = events[0]
    change = ProposedChange.objects.create(event=one, record=f"event-{one.pk}", what="field", field="title", before=one.title, after="Proposed", key="1", origin="person", proposer=User.objects.create(username="curator"))  # fmt: skip
    form = form_of(people[1], one, title="Bob's")
    answers = at_once(
        [one],
        lambda: people[0].post(at("proposedchange_decide", change.pk), {"decision": "accept"}),
        lambda: people[1].post(at("event_change", one.pk), form),
    )
    words = said(people, answers)
    one.refresh_from_db()
    assert one.title in ("Proposed", "Bob's")
    if one.title == "Proposed":
        assert "in the meantime" in words[1]
    else:
        assert "has changed since" in words[0] and waiting().count() == 1
    check()


def test_two_approvals_publish_once(people, events):
    one = events[0]
    Event.objects.filter(pk=one.pk).update(status="proposed")
    one.refresh_from_db()
    seen = {"event": one.pk, "seen": one.updated_at.isoformat(), "decision": "approve"}
    answers = at_once([one], *(lambda n=n: people[n].post(at("event_review"), seen) for n in (0, 1)))
    words = said(people, answers)
    assert sum("Published “Visit to Seoul”" in w for w in words) == 1
    assert sum("was changed after you opened it" in w for w in words) == 1
    assert Change.objects.filter(record=f"event-{one.pk}", after__status="published").count() == 1
    check()


def test_two_merges_of_actors_in_opposite_directions_leave_one(people, events):
    kept, other = make_actor("Han Duck-soo"), make_actor("Han Duk-su")
    for event, actor in zip(events, (kept, other), strict=True):
        event.participations.create(actor=actor)
    keys = f"{kept.pk},{other.pk}"
    answers = at_once(
        [kept, other],
        lambda: people[0].post(at("actor_merge"), {"actors": keys, "kept": kept.pk}),
        lambda: people[1].post(at("actor_merge"), {"actors": keys, "kept": other.pk}),
    )
    words = said(people, answers)
    left = Actor.objects.get(name__startswith="Han")
    assert sum("is now an alias of" in w for w in words) == 1
    assert sum("is no longer there" in w for w in words) == 1
    assert left.events.count() == 2 and left.aliases.count() == 1
    check()


def test_two_new_chapters_of_one_timeline_both_stand(people, events):
    timeline = make_timeline(chapters=[("2024-01-01", "2024-12-31")])
    address = at("timeline_change", timeline.pk)
    forms = []
    for client, name in zip(people, ("ann", "bob"), strict=True):
        data = filled(client, address, "timeline_form")
        row = {"title": name, "slug": name, "earliest": "2024-02-01", "latest": "2024-03-01"}
        data |= {"chapters-TOTAL_FORMS": "2"} | {f"chapters-1-{key}": value for key, value in row.items()}
        forms.append(data)
    answers = at_once([timeline], *(lambda n=n: people[n].post(address, forms[n]) for n in (0, 1)))
    assert [answer.status_code for answer in answers] == [302, 302], said(people, answers)
    assert set(Chapter.objects.values_list("slug", flat=True)) == {"part-1", "ann", "bob"}
    check()


def test_an_import_and_an_edit_at_once_are_both_on_record(people, events):
    one = events[0]
    table = f"slug,title,date,place\n{one.slug},{one.title},{one.edtf},Busan\n".encode()
    preview = people[0].post(at("event_import"), {"file": SimpleUploadedFile("t.csv", table)})
    form = form_of(people[1], one, place="Daegu")
    answers = at_once(
        [one],
        lambda: people[0].post(preview["Location"], {"verb": "all"}),
        lambda: people[1].post(at("event_change", one.pk), form),
    )
    words = said(people, answers)
    one.refresh_from_db()
    assert one.place in ("Busan", "Daegu")
    if one.place == "Busan" and not Change.objects.filter(after__place="Daegu").exists():
        assert "in the meantime" in words[1]
    else:
        assert {c.after["place"] for c in Change.objects.filter(after__has_key="place")} == {"Busan", "Daegu"}
    check()
