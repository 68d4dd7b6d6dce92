"""Answers are kept, and go through files in the form of batches."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from articles.ingestion.asking.kept import hash_of
from articles.models import Article, ModelAnswer
from tests.model_server import article_in, completion, serving
from timeline.models import Event

from .stories import answer, batch, exported, ingest, results, story

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_new_version_of_the_request_is_asked_only_when_told_to(folder, model, monkeypatch):
    with serving(answer) as server:
        model(server)
        ingest(folder(1))
        for module in ("asker", "kept", "readers"):
            monkeypatch.setattr(f"articles.ingestion.asking.{module}.request_version", lambda: "2999.1")
        assert "unchanged 1" in ingest(folder(1))[0]
        Article.objects.update(rules_version="older")
        ingest(folder(1))
        assert len(server.bodies) == 1
        for _ in range(2):  # told to, it asks once
            ingest(folder(1), "--ask-again")
            assert len(server.bodies) == 2
    assert sorted(ModelAnswer.objects.values_list("version", flat=True))[-1] == "2999.1"
    assert Article.objects.get().reader == "stub 2999.1"


def test_a_file_of_new_answers_is_read_when_told_to(folder, settings, tmp_path):
    settings.MODEL_NAME = "large"
    requests = batch(folder(1))
    ingest(folder(1), "--answers", results(tmp_path / "one.jsonl", requests))
    other = results(
        tmp_path / "two.jsonl", requests, lambda request: {**completion('{"events": []}'), "model": "better"}
    )
    assert "unchanged 1" in ingest(folder(1), "--answers", other)[0]
    assert "unchanged 0" in ingest(folder(1), "--answers", other, "--ask-again")[0]
    assert Article.objects.get().reader.startswith("better ")


def test_an_archive_goes_through_a_batch(folder, settings, tmp_path):
    settings.MODEL_NAME = "large"
    requests = batch(folder(3))
    assert [(r["custom_id"], r["method"], r["url"], r["body"]["model"]) for r in requests] == [
        (f"story-{n:03}", "POST", "/v1/chat/completions", "large") for n in range(3)
    ]
    file = results(tmp_path / "results.jsonl", requests[:2])
    with file.open("a") as more:
        more.write(
            json.dumps(
                {
                    "custom_id": "story-002",
                    "response": None,
                    "error": {"code": "expired", "message": "too late"},
                }
            )
            + "\n"
        )
    told, lines = ingest(folder(3), "--answers", file)
    assert "created 5, cited 5" in told and "read by model 2" in told
    assert lines == f"{folder(3)}/story-002.md: read by rules alone: the batch gave no answer: too late\n"
    # Kept, so that neither the file nor a server is needed again.
    Article.objects.update(rules_version="older")
    told, _ = ingest(
        *sorted(folder(3).glob("story-00[01].md")),
        "--reader",
        "both",
        "--answers",
        results(tmp_path / "other.jsonl", [{**requests[0], "custom_id": "x"}]),
    )
    assert "read by model 2" in told


def test_parts_and_names_that_are_taken_have_names_of_their_own(tmp_path, settings):
    settings.MODEL_WINDOW = 6000
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "news.md").write_text(f"---\npublished: 2024-09-06\n---\n{story(ord(place))}")
    (tmp_path / "long.md").write_text(
        "---\npublished: 2024-09-06\n---\n"
        + "".join(f"Nothing happened in place {n}.\n" for n in range(1500))
    )
    requests = batch(tmp_path)
    names = [r["custom_id"] for r in requests]
    assert len(names) == len(set(names)) and sum(n.startswith("long~") for n in names) > 2
    news = [r for r in requests if r["custom_id"].startswith("news")]
    assert [r["custom_id"] for r in news] == [
        "news",
        f"news~{hash_of(article_in(news[1]['body']), 'en')[:12]}",
    ]


def test_kept_answers_are_written_and_read(folder, model, tmp_path):
    with serving(answer) as server:
        model(server)
        ingest(folder(2))
        there = exported()
        out = StringIO()
        call_command("model_answers", stdout=out)
        (tmp_path / "kept.jsonl").write_text(out.getvalue())
        for rows in (Event, Article, ModelAnswer):
            rows.objects.all().delete()
        out = StringIO()
        call_command("model_answers", "--load", str(tmp_path / "kept.jsonl"), stdout=out)
        assert out.getvalue() == "kept 2\n"
        ingest(folder(2))
        assert len(server.bodies) == 2 and exported() == there
        # And as a file of answers.
        for rows in (Event, Article, ModelAnswer):
            rows.objects.all().delete()
        ingest(folder(2), "--answers", tmp_path / "kept.jsonl")
        assert exported() == there
