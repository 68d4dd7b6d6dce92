"""Whole ingestions: what is written, what is kept, and that order does not matter."""

import gc
import io
import itertools
import json
import random

import pytest
from django.core.management import CommandError, call_command

from articles.ingestion import run
from articles.models import Article, IngestFailure, IngestRun
from timeline.curation.merging import merge, withdraw
from timeline.models import Actor, Citation, Event, Participation, Source
from timeline.record.search import refresh

pytestmark = pytest.mark.django_db

TEXTS = {
    "announced.md": "---\npublished: 2024-09-03\n---\nJapanese Prime Minister Fumio Kishida will visit Seoul on September 6-7, Yoon's office announced on Tuesday. Kishida is to step down in September.",
    "arrived.md": "---\npublished: 2024-09-06\n---\nPrime Minister Fumio Kishida arrived in South Korea on Friday. Liberal Democratic Party members vote on September 27. Kishida and Yoon Suk Yeol met in Seoul on Friday.",
    "undated.txt": "Prime Minister Fumio Kishida and President Yoon Suk Yeol met in Seoul. The two leaders signed a memorandum of understanding. Liberal Democratic Party members vote on September 27.",
    "old.txt": "Leaders of South Korea, Japan and the United States held a summit at Camp David on 18 August 2023. Japan's colonial rule of Korea from 1910 to 1945 is past.",
    "vague.md": "---\npublished: 2024-01-10\n---\nSouth Korea, Japan and the United States held a summit at Camp David last year.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ingest(*paths, **options):
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("ingest", *map(str, paths), stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue().strip().splitlines()[-1], err.getvalue()


def picture():
    """The whole timeline without numbers that depend on when a row was created."""
    out = io.StringIO()
    call_command("export_events", status="all", stdout=out)
    events = json.loads(out.getvalue())["events"]
    for event in events:
        del event["id"], event["slug"]
        event["actors"].sort(key=lambda a: a["name"])
        event["citations"].sort(key=lambda c: (c["source"]["origin"], c["start"]))
    return sorted(events, key=lambda e: json.dumps(e, sort_keys=True))


def test_a_folder_becomes_events_with_exact_citations(folder):
    code, line, _ = ingest(folder)
    assert code == 0 and line.startswith("created ") and line.endswith("unchanged 0, failed 0")
    visit = Event.objects.get(kind="visit")
    assert (visit.title, visit.edtf, visit.status) == (
        "Kishida visits Seoul",
        "2024-09-06/2024-09-07",
        "proposed",
    )
    assert visit.citations.count() == 2
    for citation in Citation.objects.select_related("source__article"):
        assert citation.source.article.text[citation.start : citation.end] == citation.quote
    camp = Event.objects.get(place="Camp David")
    assert (camp.edtf, camp.citations.count()) == ("2023-08-18", 2)


def test_ingesting_again_changes_nothing(folder):
    ingest(folder, publish=True)
    before = (picture(), list(Event.objects.values_list("pk", "slug", "updated_at")))
    assert ingest(folder, publish=True)[:2] == (0, "created 0, cited 0, unchanged 5, failed 0")
    assert (picture(), list(Event.objects.values_list("pk", "slug", "updated_at"))) == before


def test_the_order_of_ingestion_does_not_matter(folder):
    paths = sorted(folder.iterdir())
    ingest(*paths)
    expected = picture()
    orders = list(itertools.permutations(paths))
    for order in random.Random(1).sample(orders, 6):
        for model in (Citation, Participation, Event, Article, Source, Actor):
            model.objects.all().delete()
        for path in order:  # one run each: the others are in the database already, or not yet
            ingest(path)
        assert picture() == expected


def test_the_day_of_an_undated_article_is_inferred_and_marked(folder):
    ingest(folder / "undated.txt")
    assert (
        Source.objects.get().published_basis == "unknown"
        and not Event.objects.filter(kind="agreement").exists()
    )
    ingest(folder / "arrived.md")
    source = Source.objects.get(origin__endswith="undated.txt")
    assert (str(source.published), source.published_basis) == ("2024-09-06", "inferred")
    assert Event.objects.get(kind="agreement").edtf == "2024-09-06"


def test_what_a_curator_decided_survives(folder):
    ingest(folder / "announced.md")
    visit = Event.objects.get(kind="visit")
    visit.title = "Farewell visit"
    visit.mark_curated(["title"])
    visit.save()
    Event.objects.filter(kind="office").reject()
    ingest(folder)
    visit.refresh_from_db()
    assert visit.title == "Farewell visit" and visit.citations.count() == 2
    assert Event.objects.get(kind="office").status == "rejected"


def test_a_changed_text_replaces_its_own_claims(folder):
    ingest(folder / "old.txt")
    (folder / "old.txt").write_text(
        "Leaders of South Korea and Japan held a summit at Camp David on 19 August 2023."
    )
    ingest(folder / "old.txt")
    (event,) = Event.objects.all()
    assert (event.edtf, event.citations.count(), Article.objects.count()) == ("2023-08-19", 1, 1)


def test_a_bad_file_stops_no_other_and_leaves_nothing(folder):
    (folder / "a-binary.txt").write_bytes(b"\x00\x01\x02")
    code, line, errors = ingest(folder)
    assert code == 1 and line.endswith("failed 1")
    assert "a-binary.txt: this is a binary file" in errors
    assert Article.objects.count() == 5 and not Source.objects.filter(origin__contains="binary").exists()
    assert IngestFailure.objects.get().run == IngestRun.objects.get()


def test_a_dry_run_says_what_would_be_and_writes_nothing(folder):
    _, line, _ = ingest(folder, dry_run=True)
    assert not line.startswith("created 0")
    assert not any(m.objects.exists() for m in (Event, Source, Article, IngestRun, Actor))


def test_more_processes_give_the_same(folder):
    ingest(folder)
    expected = picture()
    for model in (Citation, Participation, Event, Article, Source, Actor):
        model.objects.all().delete()
    ingest(folder, jobs=2)
    assert picture() == expected


def test_garbage_is_collected_after_a_batch_and_in_every_process(folder, monkeypatch):
    seen = []

    class Pool(run.ProcessPoolExecutor):
        def shutdown(self, *args, **kwargs):
            seen.extend(self.map(is_collecting, range(20)))
            super().shutdown(*args, **kwargs)

    monkeypatch.setattr(run, "ProcessPoolExecutor", Pool)
    ingest(folder, jobs=2)
    assert seen == [True] * 20
    with pytest.raises(RuntimeError), run.uncollected():
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()


def is_collecting(_):
    return gc.isenabled()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"published": "soon"}, "is not a date"),
        ({"url": "ftp://x"}, "must start with http"),
        ({"jobs": 0}, "too few"),
        ({"batch": 0}, "--batch 0 is too few"),
        ({"batch": 5001}, "--batch 5001 is too many: give 5000 or less"),
        ({"language": "a b"}, "language"),
        ({"queue": True}, "needs a broker"),
        ({"no_wait": True}, "requires --queue"),
    ],
)
def test_bad_usage_is_refused_before_any_work(folder, options, message, settings):
    settings.CELERY_BROKER_URL = ""
    with pytest.raises(CommandError, match=message) as error:
        call_command("ingest", str(folder), **options)
    assert error.value.returncode == 2 and not IngestRun.objects.exists()


def test_reading_again_by_newer_rules_keeps_what_a_curator_settled(folder):
    ingest(folder, publish=True)
    visit = Event.objects.get(kind="visit")
    citation = visit.citations.first()
    Citation.objects.filter(pk=citation.pk).update(edtf="2024-09-07", disputes=True, is_pinned=True)
    Article.objects.update(rules_version="older")
    code, line, _ = ingest(folder, publish=True)
    # The other report of the visit gives its date now.
    assert (code, line) == (0, "created 0, cited 0, unchanged 0, failed 0")
    assert IngestRun.objects.first().changed == 1
    visit.refresh_from_db()
    citation.refresh_from_db()
    assert visit.is_disputed and (citation.edtf, citation.event_id) == ("2024-09-07", visit.pk)


def test_a_sentence_that_gives_two_dates_keeps_both(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(
            f"---\npublished: 2024-09-01\n---\nKishida plans to step down in September 2024, {name} says."
        )
    text = "Kishida will visit Seoul on 6 September 2024. This visit comes about one year before Kishida's resignation, though others put his resignation in September 2024."
    (tmp_path / "c.md").write_text(f"---\npublished: 2024-09-02\n---\n{text}")
    ingest(tmp_path)
    event = Event.objects.get(kind="office")
    assert event.is_disputed and set(
        event.citations.filter(disputes=True).values_list("edtf", flat=True)
    ) == {"2025~"}
    assert event.citations.count() == 4
    Article.objects.update(rules_version="older")
    assert ingest(tmp_path)[1] == "created 0, cited 0, unchanged 0, failed 0"


def test_a_batch_that_reaches_over_a_thousand_years_apart_is_written(tmp_path):
    texts = "\n\n".join(
        f"Norway's troops attacked the harbour of Oslo on {day} May {year}."
        for year in range(1600, 2000)
        for day in (1, 11, 21)
    )
    (tmp_path / "raids.md").write_text(f"---\npublished: 2024-09-06\n---\n{texts}")
    assert ingest(tmp_path)[1].startswith("created 1200, cited 1200,")
    (tmp_path / "again.md").write_text(f"---\npublished: 2024-09-06\n---\nAgain.\n\n{texts}")
    assert ingest(tmp_path / "again.md")[1].startswith("created 0, cited 1200,")


def test_the_timeline_is_the_same_in_whatever_batches_articles_come(tmp_path, settings):
    gold = sorted((settings.BASE_DIR / "tests/articles/gold").glob("*.md"))
    for number, path in enumerate(gold):  # two outlets tell each story
        (tmp_path / f"{number}-a.md").write_text(path.read_text())
        (tmp_path / f"{number}-b.md").write_text(path.read_text() + "\nThis was told twice.\n")
    paths = sorted(tmp_path.glob("*.md"))
    ingest(*paths)
    whole = picture()
    assert max(len(event["citations"]) for event in whole) >= 2
    Source.objects.all().delete()
    Event.objects.all().delete()
    random.Random(3).shuffle(paths)
    for n in range(0, len(paths), 7):
        ingest(*paths[n : n + 7])
    assert picture() == whole


def test_what_a_curator_merged_stays_merged_and_gathers_what_is_told_later(tmp_path):
    first = "---\npublished: 2024-09-06\n---\nPrime Minister Fumio Kishida arrived in South Korea on Friday. Kishida and Yoon Suk Yeol met in Seoul on Friday."
    (tmp_path / "a.md").write_text(first)
    ingest(tmp_path / "a.md")
    visit, summit = Event.objects.get(kind="visit"), Event.objects.get(kind="summit")
    merge(visit, [summit])
    assert ingest(tmp_path / "a.md")[1] == "created 0, cited 0, unchanged 1, failed 0"
    (tmp_path / "b.md").write_text(
        "---\npublished: 2024-09-07\n---\nPresident Yoon Suk Yeol and Fumio Kishida met in Seoul on Friday. It was told again."
    )
    assert ingest(tmp_path / "b.md")[1] == "created 0, cited 1, unchanged 0, failed 0"
    visit.refresh_from_db()
    assert Event.objects.filter(merged_into=None).get() == visit
    assert (visit.title, visit.citations.count()) == ("Kishida visits South Korea", 3)
    (tmp_path / "a.md").write_text(first + " More was said.")
    ingest(tmp_path / "a.md")
    assert Event.objects.filter(merged_into=None).get().citations.count() == 3


def test_a_citation_that_a_curator_took_back_does_not_return(tmp_path):
    text = "---\npublished: 2024-09-06\n---\nPrime Minister Fumio Kishida arrived in South Korea on Friday."
    (tmp_path / "a.md").write_text(text)
    ingest(tmp_path / "a.md")
    withdraw(Citation.objects.get())
    (tmp_path / "a.md").write_text(text + " More was said.")
    ingest(tmp_path / "a.md")
    assert not Citation.objects.exists()


def test_what_ingestion_writes_is_found_as_what_is_written_anew(folder):
    ingest(folder)
    before = dict(Event.objects.values_list("pk", "search_text"))
    assert all(before.values())
    Event.objects.update(search_text="")
    refresh(before)
    assert dict(Event.objects.values_list("pk", "search_text")) == before
