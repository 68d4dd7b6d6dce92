"""The evaluation command: what it counts, its errors for bad gold files, and how our own articles score."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.evaluation import propose, score
from articles.extraction import extract_claims
from articles.extraction.gazetteer import shipped_gazetteer
from articles.gold import GoldError, load_gold
from articles.models import Article
from articles.readers import read_articles
from timeline.models import Event

pytestmark = pytest.mark.once

GOLD = Path(__file__).parent / "gold"
TEXT = "Emmanuel Macron met Olaf Scholz in Berlin on Thursday. Macron will visit Norway on 20 September."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "berlin.md").write_text(f"---\npublished: 2024-09-06\n---\n{TEXT}")
    return tmp_path


def write_gold(folder, *events, doc="berlin"):
    (folder / "events.jsonl").write_text(json.dumps({"doc": doc, "events": events}))


def evaluate(folder, *options):
    out = StringIO()
    call_command("evaluate", str(folder), *options, stdout=out, stderr=out)
    return out.getvalue()


SUMMIT = {
    "about": "talks in Berlin",
    "edtf": ["2024-09-05"],
    "kind": ["summit"],
    "actors": [["Emmanuel Macron", "France"], ["Olaf Scholz"], ["Nobody"]],
    "quotes": ["met Olaf Scholz in Berlin"],
}
VISIT = {"about": "Norway", "edtf": ["2024-09-21"], "kind": ["visit"], "quotes": ["Macron will visit Norway"]}
OTHER = {"about": "no claim", "edtf": ["2020"], "at": [[0, 5]], "need": False}


@pytest.mark.django_db
def test_each_figure_counts_what_it_says(folder):
    write_gold(folder, SUMMIT, VISIT, OTHER)
    figures = json.loads(evaluate(folder, "--json"))
    counts = {
        n: [figures[n][k] for k in ("right", "proposed", "found", "wanted")]
        for n in ("events", "dates", "actors")
    }
    assert counts == {"events": [1, 2, 1, 2], "dates": [1, 2, 1, 2], "actors": [2, 2, 2, 3]}
    assert (figures["events"]["precision"], figures["events"]["recall"], figures["events"]["f1"]) == (
        0.5,
        0.5,
        0.5,
    )
    assert figures["kinds_right"] == 1
    assert not Article.objects.exists() and not Event.objects.exists()


@pytest.mark.django_db
def test_the_table_and_the_list_are_for_people(folder):
    write_gold(folder, SUMMIT, VISIT)
    shown = evaluate(folder, "--list")
    assert "precision" in shown and "50.0" in shown
    assert "missed berlin 2024-09-21: Norway" in shown
    assert "wrong  berlin 2024-09-20: Macron visits Norway" in shown


BAD = [
    ('{"doc": "x", "events": []}', "line 1: there is no article 'x'"),
    ('{"doc": "berlin", "events": [{"kind": []}]}', "line 1: 'edtf' is missing"),
    ("{broken", "line 1:"),
    ('{"doc": "berlin", "events": [{"edtf": ["soon"], "quotes": ["Macron"]}]}', "line 1:"),
    ('{"doc": "berlin", "events": [{"edtf": ["2024"], "quotes": ["Putin"]}]}', "does not contain 'Putin'"),
    ('{"doc": "berlin", "events": [{"edtf": ["2024"], "at": [[5, 9999]]}]}', "[5, 9999] is outside"),
    ('{"doc": "berlin", "events": [{"edtf": ["2024"]}]}', "give 'at' or 'quotes'"),
    ("", "contains no events"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "reason"), BAD, ids=[b[1] for b in BAD])
def test_a_bad_gold_file_is_explained(folder, line, reason):
    (folder / "events.jsonl").write_text(line)
    with pytest.raises(CommandError, match=r".+") as caught:
        evaluate(folder)
    assert reason in str(caught.value) and caught.value.returncode == 2


@pytest.mark.django_db
def test_a_folder_without_gold_and_one_that_is_none_are_explained(folder):
    with pytest.raises(CommandError, match="contains no gold file"):
        evaluate(folder)
    with pytest.raises(CommandError, match="is not a folder"):
        evaluate(folder / "none")


def test_our_own_articles_are_read_well():
    articles = {
        Path(item.origin).stem: item
        for item in read_articles([str(GOLD)])
        if Path(item.origin).suffix != ".jsonl"
    }
    gold = load_gold(GOLD / "events.jsonl", {doc: a.text for doc, a in articles.items()})
    scores = score(gold, propose(articles, shipped_gazetteer()))
    assert len(articles) == 20
    assert scores.events.precision >= 0.95 and scores.events.recall >= 0.95
    assert scores.dates.f1 >= 0.95 and scores.actors.recall >= 0.8
    assert scores.citations.precision == 1.0
    with pytest.raises(GoldError):
        load_gold(GOLD / "none.jsonl", {})


def test_one_passage_is_counted_once_as_an_ingestion_stores_it(folder, db):
    def twice(doc, article, day):
        claims = extract_claims(article.text, published=day, gazetteer=shipped_gazetteer())
        return [*(replace(c, actors=(), titles=(("en", "Something else"),)) for c in claims), *claims]

    articles = {"berlin": next(iter(read_articles([str(folder)])))}
    once = [p.event.title for p in propose(articles, shipped_gazetteer())]
    assert once and [p.event.title for p in propose(articles, shipped_gazetteer(), read=twice)] == once
