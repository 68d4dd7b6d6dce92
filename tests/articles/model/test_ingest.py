"""Ingesting with a model: asked once, several at once, in parts, by whomever the settings name."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, IngestRun, ModelAnswer, ModelNote
from tests.model_server import article_in, event, serving
from timeline.models import Event

from .stories import answer, exported, ingest, story

pytestmark = pytest.mark.django_db


def test_both_read_by_default_once_a_model_is_configured(folder, model):
    with serving(answer) as server:
        model(server)
        told, lines = ingest(folder(2))
        assert (
            told
            == "read by model 2, claims kept 4, claims dropped 2, tokens 2200\ncreated 4, cited 4, unchanged 0, failed 0"
        )
        assert not lines
        first = exported()
        assert {e["title"]: (e["read_by"], e["title_basis"]) for e in first} == {
            "Berg visits Oslo": ("both", "model"),
            "Holm visits Oslo": ("both", "model"),
            "Mayor gives keys to 3 guests": ("model", "model"),
            "Mayor opens stamp exhibition for 4": ("model", "model"),
        }
        assert first[0]["titles"] == {"en": first[0]["title"]}
        # Again: nobody is asked, nothing changes.
        told, _ = ingest(folder(2))
        assert told == "created 0, cited 0, unchanged 2, failed 0" and len(server.bodies) == 2
        Article.objects.update(rules_version="older")  # new rules read again, with the answers that are kept
        told, _ = ingest(folder(2))
        assert told.startswith("read by model 2") and told.endswith(
            "created 0, cited 0, unchanged 0, failed 0"
        )
        assert len(server.bodies) == 2 and exported() == first
    run = IngestRun.objects.order_by("pk").first()
    assert (run.read_by_model, run.claims_kept, run.claims_dropped, run.tokens) == (2, 4, 2, 2200)
    notes = ModelNote.objects.filter(article__source__origin__endswith="story-000.md")
    assert [(n.reason, n.title, n.is_fault) for n in notes] == [
        ("no passage of it stands in the article", "Mayor sleeps", False)
    ]
    assert {a.reader for a in Article.objects.all()} == {f"stub {ModelAnswer.objects.first().version}"}


@pytest.mark.parametrize(
    ("reader", "titles"),
    [
        ("rules", {"Anna Berg visits Oslo": "rules"}),
        ("model", {"Berg visits Oslo": "model", "Mayor gives keys to 3 guests": "model"}),
        ("both", {"Berg visits Oslo": "both", "Mayor gives keys to 3 guests": "model"}),
    ],
)
def test_who_reads_can_be_chosen(folder, model, reader, titles):
    with serving(answer) as server:
        model(server)
        ingest(folder(1), "--reader", reader)
    assert {e["title"]: e["read_by"] for e in exported()} == titles
    assert bool(server.bodies) == (reader != "rules")


def test_the_order_of_articles_and_the_number_of_processes_are_of_no_account(folder, model):
    paths = sorted(folder(12).glob("*.md"))
    with serving(answer) as server:
        model(server, MODEL_CONCURRENCY=6)
        ingest(*paths)
        there = sorted(exported(), key=lambda e: e["title"])
        Event.objects.all().delete()
        Article.objects.all().delete()
        ingest(*reversed(paths), "--batch", "5")
    assert sorted(exported(), key=lambda e: e["title"]) == there
    assert len(server.bodies) == 12  # the answers outlive what was made of them


def test_several_are_asked_at_once_and_no_more_than_set(folder, model):
    with serving(answer, delay=0.05) as server:
        model(server, MODEL_CONCURRENCY=3)
        ingest(folder(9))
    assert server.most_at_once == 3


def test_a_long_article_is_asked_about_in_parts(tmp_path, model):
    text = story(0) + "\nNothing else happened there, as far as anybody knows.\n" * 400 + story(1)
    (tmp_path / "long.md").write_text(f"---\npublished: 2024-09-06\n---\n{text}")

    def of_part(body):
        lines = article_in(body).strip().splitlines()
        told = [n for n, line in enumerate(lines) if line.startswith("Foreign")]
        events = []
        for n in told:
            part = {
                "messages": [
                    {
                        "content": "----- article 0 -----\n"
                        + "\n".join(lines[n : n + 2])
                        + "\n----- end of article 0 -----"
                    }
                ]
            }
            events += json.loads(answer(part))["events"][:2] if n + 1 < len(lines) else []
        return json.dumps({"events": events})

    with serving(of_part) as server:
        model(server, MODEL_WINDOW=6000)
        ingest(tmp_path / "long.md")
        parts = len(server.bodies)
        assert parts > 2 and ModelAnswer.objects.count() == parts
        assert len(exported()) == 4
        # One part without an answer, and the whole is read by rules: nothing by halves.
        ModelAnswer.objects.all().delete()
        Article.objects.update(rules_version="older")
        server.fault = lambda body, turn: "empty" if "Holm" in article_in(body) else None
        told, lines = ingest(tmp_path / "long.md")
    assert "read by rules alone: the answer is empty" in lines
    assert {e["read_by"] for e in exported()} == {"rules"}


def test_a_window_too_small_is_said(folder, model):
    with serving(answer) as server:
        model(server, MODEL_WINDOW=1000)
        _, lines = ingest(folder(1))
    assert "a window of 1000 tokens has no room" in lines and not server.bodies


def test_a_dry_run_asks_nobody_and_keeps_nothing(folder, model):
    with serving(answer) as server:
        model(server)
        told, _ = ingest(folder(1), "--dry-run")
    assert not server.bodies and not ModelAnswer.objects.exists() and not Event.objects.exists()
    assert "created 1" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--reader", "model"], "MODEL_URL"),
        (["--reader", "both"], "MODEL_URL"),
        (["--answers", "none.jsonl"], "cannot be read"),
        (["--answers", __file__], "no object with a custom_id"),
        (["--most-tokens", "0"], "too few"),
    ],
)
def test_bad_usage_is_refused_before_any_work(folder, options, told):
    with pytest.raises(CommandError, match=told) as refused:
        call_command("ingest", str(folder(1)), *options)
    assert refused.value.returncode == 2 and not Article.objects.exists()


def test_an_article_without_a_day_is_read_again_when_its_day_is_known(tmp_path, model):
    """With the answer that is kept, in which what needs the day was left open."""
    text = "Foreign Minister Anna Berg visited Oslo on Tuesday.\nThe mayor handed the keys of the city to the 3 guests."
    (tmp_path / "undated.md").write_text(text)

    def open_answer(body):
        assert "Day of publication: not known" in body["messages"][1]["content"]
        visit, keys = text.splitlines()
        return json.dumps(
            {
                "events": [
                    event(visit, "on Tuesday", "Berg visits Oslo"),
                    event(keys, None, "Mayor gives keys to 3 guests", kind="other"),
                ]
            }
        )

    with serving(open_answer) as server:
        model(server)
        ingest(tmp_path / "undated.md")
        assert not Event.objects.exists()
        article = Article.objects.select_related("source").get()
        article.source.published, article.source.published_basis = date(2024, 9, 6), "stated"
        article.source.save()
        from articles.ingestion.run import read_again

        read_again([article])
    assert {(e.title, e.edtf, e.read_by) for e in Event.objects.all()} == {
        ("Berg visits Oslo", "2024-09-03", "both"),
        ("Mayor gives keys to 3 guests", "2024-09-06", "model"),
    }
    assert len(server.bodies) == 1


def test_workers_ask_too(folder, model, monkeypatch):
    from articles.ingestion.queue import queue_articles, read_here
    from articles.readers import read_articles

    monkeypatch.setattr("articles.ingestion.queue._send", lambda pk: None)
    with serving(answer) as server:
        model(server)
        run = queue_articles(read_articles([str(folder(10))]), publish=False)
        assert run.batches.count() == 2  # fewer a message, for each takes its time
        read_here(run.pk)
    run.refresh_from_db()
    assert (run.read_by_model, run.claims_kept, run.tokens, run.failed) == (10, 20, 11_000, 0)


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({}, []),
        ({"MODEL_URL": "http://127.0.0.1:1/v1", "MODEL_NAME": "x", "READER": "both"}, []),
        ({"MODEL_URL": "http://127.0.0.1:1/v1"}, ["articles.E001"]),
        ({"MODEL_URL": "127.0.0.1:1", "MODEL_NAME": "x"}, ["articles.E002"]),
        ({"READER": "both"}, ["articles.E003"]),
    ],
)
def test_settings_that_cannot_be_meant_are_told(settings, fields, ids):
    from articles.checks import check_reader

    for name, value in {"MODEL_URL": "", "MODEL_NAME": "", "READER": "", **fields}.items():
        setattr(settings, name, value)
    assert [error.id for error in check_reader(None)] == ids


def test_what_no_database_bears_is_taken_out_of_an_answer(folder, model):
    def odd(body):
        told = json.loads(answer(body))
        for one in told["events"]:
            one["title"]["en"] = one["title"]["en"].replace(" ", "\0 \ud800", 1)
            one["edtf"] = "2024\0\ud800"
        return json.dumps(told)

    with serving(odd) as server:
        model(server)
        told, lines = ingest(folder(1))
    assert told.startswith("read by model 1") and told.endswith("failed 0") and not lines
    assert {e["title"] for e in exported()} >= {"Berg visits Oslo"}
