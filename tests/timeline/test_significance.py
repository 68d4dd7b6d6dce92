"""What makes an event matter, and what is chosen of many."""

import io
import json
import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Event, Pick
from timeline.record.ranking import explain, refresh
from timeline.record.significance import Candidate, Facts, Report, choose, pauses, reasons, score, weights

DAY = date(2024, 9, 6)


def facts(*reports, kind="visit", precision="day", **others):
    return Facts(kind, precision, DAY, DAY, tuple(reports), **others)


def report(source=1, publisher="", after=0, **others):
    return Report(source, publisher, DAY + timedelta(days=after), **others)


class TestScore:
    def test_more_sources_count_more_and_one_source_counts_once(self):
        assert score(facts(report(1))) < score(facts(report(1), report(2)))
        assert score(facts(report(1))) == score(facts(report(1), report(1)))

    def test_what_is_recalled_later_counts_more(self):
        days = [0, 8, 31, 366]
        assert [score(facts(report(after=n))) for n in days] == sorted(
            {score(facts(report(after=n))) for n in days}
        )

    def test_publishers_count_before_repeats_of_one(self):
        one = facts(report(1, "a"), report(2, "a", 1))
        two = facts(report(1, "a"), report(2, "b", 1))
        weeks = facts(report(1, "a"), report(2, "a", 7))
        assert score(one) < score(two) == score(weeks)

    def test_who_disputes_it_does_not_support_it(self):
        assert score(facts(report(1), report(2, disputes=True))) == score(facts(report(1)))
        assert score(facts(report(1, disputes=True))) == 0

    @pytest.mark.parametrize(
        ("less", "more"),
        [
            ({"kind": "statement"}, {"kind": "agreement"}),
            ({"precision": "year"}, {"precision": "day"}),
            ({"is_planned": True}, {}),
            ({"is_disputed": True}, {}),
            ({}, {"is_picked": True}),
        ],
    )
    def test_other_things_being_equal(self, less, more):
        assert score(facts(report(), **less)) < score(facts(report(), **more))

    def test_the_order_of_the_reports_makes_no_difference(self):
        reports = [report(n, f"p{n % 3}", n * 5, is_main=n % 2 == 0, disputes=n % 5 == 4) for n in range(12)]
        scores = set()
        for seed in range(20):
            random.Random(seed).shuffle(reports)
            scores.add(score(facts(*reports)))
        assert len(scores) == 1

    def test_every_weight_names_what_exists(self):
        assert set(weights()["kind"]) <= set(Event.Kind.values)
        assert all(factor >= 1 for _days, factor in weights()["later"])

    def test_it_is_explained(self):
        said = reasons(facts(*(report(n, f"paper {n}", n) for n in range(14)), is_disputed=True))
        assert said[0] == "reported by 14 sources of 14 publishers, 6 of them later than a week after"
        assert "its date is disputed" in said
        assert reasons(facts()) == ["reported by no source"]


class TestChoose:
    def test_the_best_are_chosen_and_given_by_day(self):
        events = [Candidate(n, DAY + timedelta(days=10 * n), float(n)) for n in range(10)]
        assert choose(events, 3) == [7, 8, 9]
        assert choose(events, 99) == list(range(10)) and choose([], 3) == []

    def test_no_day_takes_all(self):
        crowded = [Candidate(n, DAY, 10.0) for n in range(8)]
        others = [Candidate(100 + n, DAY + timedelta(days=5 * n), 4.0) for n in range(1, 5)]
        chosen = choose([*crowded, *others], 5)
        assert len([key for key in chosen if key < 100]) == 1

    def test_who_takes_part_in_much_counts(self):
        main = [Candidate(n, DAY + timedelta(days=9 * n), 1.0, frozenset({1})) for n in range(9)]
        other = [Candidate(50, DAY + timedelta(days=400), 1.0, frozenset({2}))]
        assert choose([*main, *other], 9) == list(range(9))

    def test_ties_go_to_the_earlier_day(self):
        events = [Candidate(1, DAY + timedelta(days=30), 1.0), Candidate(2, DAY, 1.0)]
        assert choose(events, 1) == [2]


class TestPauses:
    def test_a_story_is_cut_where_it_pauses_at_any_scale(self):
        years = [
            date(1910, 1, 1),
            date(1919, 3, 1),
            date(1945, 8, 15),
            date(1965, 6, 22),
            date(2024, 9, 1),
            date(2024, 9, 3),
        ]
        assert pauses(years, 1) == [4]
        days = [DAY + timedelta(days=n) for n in (0, 1, 2, 20, 21, 22)]
        assert pauses(days, 1) == [3]

    def test_chapters_have_two_events_at_least_and_no_day_is_cut(self):
        assert pauses([DAY] * 9, 4) == []
        for seed in range(50):
            made = random.Random(seed)
            days = sorted(DAY + timedelta(days=made.randrange(400)) for _ in range(made.randrange(2, 30)))
            cuts = [0, *pauses(days, 5), len(days)]
            assert cuts == sorted(cuts) and len(cuts) <= 7
            assert len(cuts) == 2 or min(b - a for a, b in zip(cuts, cuts[1:], strict=False)) >= 2


@pytest.mark.django_db
class TestStored:
    def test_it_follows_every_change_of_what_it_rests_on(self):
        event = make_event("Summit at Camp David", "2023-08-18", kind="summit")
        scores = []

        def note():
            event.refresh_from_db()
            scores.append(event.significance)

        note()
        first = make_citation(event, make_source(publisher="A", published=date(2023, 8, 19)))
        note()
        make_citation(event, make_source(publisher="B", published=date(2023, 9, 19)))
        note()
        Pick.objects.create(timeline=make_timeline(), event=event)
        note()
        assert scores == sorted(set(scores)) and scores[0] == 0
        first.source.published = date(2024, 9, 1)
        first.source.save()
        note()
        assert scores[-1] > scores[-2]
        first.delete()
        note()
        assert scores[-1] < scores[-2]
        assert explain(event) == [
            "reported by 1 source, 1 of them later than a week after",
            "main news of 1",
            "chosen by a curator",
        ]

    def test_a_score_that_stays_is_not_written(self, django_assert_num_queries):
        events = [make_event(edtf=f"2024-09-{n:02}") for n in range(1, 20)]
        for event in events:
            make_citation(event)
        with django_assert_num_queries(3):
            refresh(event.pk for event in events)

    def test_the_best_come_first(self):
        low, high = make_event("Low"), make_event("High")
        for _ in range(3):
            make_citation(high)
        make_citation(low)
        assert list(Event.objects.by_significance()) == [high, low]
        make_actor()


@pytest.mark.django_db
class TestTop:
    @pytest.fixture
    def timeline(self):
        for number in range(1, 7):
            event = make_event(f"Event {number}", f"2024-0{number}-01")
            for _ in range(number):
                make_citation(event)
        return make_timeline(slug="story")

    def test_the_command_writes_the_events_that_matter_most(self, timeline):
        out = io.StringIO()
        call_command("export_events", top=2, stdout=out)
        assert [e["title"] for e in json.loads(out.getvalue())["events"]] == ["Event 5", "Event 6"]
        with pytest.raises(CommandError, match="give 1 or more"):
            call_command("export_events", top=0, stdout=out)

    @pytest.mark.parametrize("ending", ["json", "csv", "ics", "atom", "timelinejs"])
    def test_every_format_of_a_timeline_can_be_asked_for_its_best(self, client, timeline, ending):
        body = b"".join(client.get(f"/timelines/story.{ending}?top=2")).decode()
        assert "Event 6" in body and "Event 5" in body and "Event 4" not in body
        assert "Event 1" in b"".join(client.get(f"/timelines/story.{ending}")).decode()

    @pytest.mark.parametrize("asked", ["0", "-1", "x", "1001", "²", "9" * 400])
    def test_what_is_no_number_of_events_is_not_found(self, client, timeline, asked):
        assert client.get("/timelines/story.json", {"top": asked}).status_code == 404
