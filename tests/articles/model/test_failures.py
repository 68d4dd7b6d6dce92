"""Whatever goes wrong ends in an article read by rules, and nothing is lost."""

import json

import pytest

from articles.models import Article, IngestRun, ModelAnswer, ModelNote
from tests.model_server import FAULTS, article_in, serving
from timeline.models import Citation, Event

from .stories import answer, exported, ingest, story

pytestmark = [pytest.mark.django_db, pytest.mark.once]


UNUSABLE = sorted(FAULTS.keys() - {"hang", "drip", "stream-cut"})


@pytest.mark.parametrize("fault", [*UNUSABLE, "drip"])
def test_whatever_goes_wrong_ends_in_an_article_read_by_rules(folder, model, fault):
    with serving(answer, lambda body, turn: fault if "Berg" in article_in(body) else None) as server:
        model(server, MODEL_TIMEOUT=1)
        told, lines = ingest(folder(2))
    assert told.startswith("read by model 1") and told.endswith("failed 0")
    assert lines.count("\n") == 1 and "story-000.md: read by rules alone: " in lines and "sk-" not in lines
    assert {e["title"]: e["read_by"] for e in exported()} == {
        "Anna Berg visits Oslo": "rules",
        "Holm visits Oslo": "both",
        "Mayor opens stamp exhibition for 4": "model",
    }
    [note] = ModelNote.objects.filter(is_fault=True)
    assert note.reason in lines and note.article.read_by == "rules"
    assert ModelAnswer.objects.count() == 1  # what is no answer is not kept, and asked for again
    with serving(answer) as server:
        model(server)
        told, lines = ingest(folder(2))
    assert "unchanged 1" in told and not lines and len(server.bodies) == 1
    assert Event.objects.get(title="Berg visits Oslo").read_by == "both"
    assert not ModelNote.objects.filter(is_fault=True).exists()


def test_a_server_that_dies_midway_is_not_asked_for_each_article_in_vain(folder, model):
    asked = []

    def dies(body, turn):
        asked.append(turn)
        return "drop" if len(asked) > 5 else None

    with serving(answer, dies) as server:
        model(server, MODEL_CONCURRENCY=1)
        told, lines = ingest(folder(40))
    assert (
        told.startswith("read by model 5")
        and told.endswith("failed 0")
        and lines.count("read by rules alone") == 35
    )
    assert len(server.bodies) == 5 + 3 * 4  # three articles, four times each
    assert Article.objects.count() == 40


def test_a_budget_stops_cleanly(folder, model):
    with serving(answer) as server:
        model(server)
        told, lines = ingest(folder(30), "--most-tokens", "12000")
        run = IngestRun.objects.get()
        assert run.tokens <= 12_000 and 0 < run.read_by_model < 30
        assert f"read by model {run.read_by_model}" in told
        assert lines.count("the budget of 12,000 tokens is spent") == 30 - run.read_by_model
        asked = len(server.bodies)
        ingest(folder(30), "--most-tokens", "9000000")
    assert len(server.bodies) == 30 and asked == run.read_by_model  # the rest, and none twice


def test_no_key_of_ours_is_kept_or_told(folder, model, caplog):
    with (
        caplog.at_level("DEBUG"),
        serving(answer, lambda body, turn: "key" if "Berg" in article_in(body) else None) as server,
    ):
        model(server)
        told, lines = ingest(folder(3), "--verbosity", "3")
    kept = [
        str(list(rows.objects.values())) for rows in (ModelAnswer, ModelNote, IngestRun, Article, Citation)
    ]
    assert "sk-hidden" not in told + lines + caplog.text + "".join(kept) + json.dumps(server.bodies)


WAYS = [*UNUSABLE, "drip"]


def test_two_hundred_articles_of_which_a_tenth_is_answered_badly_lose_nothing(folder, model):
    """Each way to fail once and again; every article is kept, and read by rules where there was no answer."""
    broken = {story(n).strip(): WAYS[k % len(WAYS)] for k, n in enumerate(range(0, 200, 10))}
    with serving(answer, lambda body, turn: broken.get(article_in(body).strip())) as server:
        model(server, MODEL_CONCURRENCY=4, MODEL_TIMEOUT=1)
        told, lines = ingest(folder(200), "--batch", "60")
    assert set(broken.values()) == set(WAYS)
    assert "read by model 180, claims kept 360, claims dropped 180" in told and told.endswith("failed 0")
    assert lines.count("read by rules alone") == 20 == ModelNote.objects.filter(is_fault=True).count()
    assert Article.objects.count() == 200
    by_rules = Article.objects.filter(read_by="rules")
    assert by_rules.count() == 20
    # The dated visit of each article is cited, whoever read it, and the rest of each that the model read.
    assert Citation.objects.filter(quote__startswith="Foreign Minister").count() == 200
    assert Citation.objects.filter(quote__startswith="The mayor").count() == 180
    assert not Citation.objects.filter(
        source__in=by_rules.values("source"), quote__startswith="The mayor"
    ).exists()
