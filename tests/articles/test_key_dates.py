"""How well the days that matter are found among the articles of one made-up story."""

import io
import json
import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from articles.evaluation import read_events
from articles.extraction.gazetteer import shipped_gazetteer
from articles.ingestion.run import Options, ingest
from articles.key_dates import ReferenceError, key_dates, read_reference
from articles.readers import ArticleData
from timeline.curation.composing import Scope, best

pytestmark = pytest.mark.once

# What happened, as those who look back on it would list it.
STORY = {
    date(2023, 3, 16): "President Yoon Suk-yeol met Prime Minister Fumio Kishida in Tokyo",
    date(2023, 4, 26): "President Yoon Suk-yeol visited Washington",
    date(2023, 5, 7): "Prime Minister Fumio Kishida visited Seoul",
    date(2023, 5, 19): "Japan hosted the G7 summit in Hiroshima",
    date(2023, 7, 12): "President Yoon Suk-yeol met Prime Minister Fumio Kishida in Vilnius",
    date(
        2023, 8, 18
    ): "President Joe Biden hosted President Yoon Suk-yeol and Prime Minister Fumio Kishida at Camp David",
    date(2023, 8, 24): "China banned imports of Japanese seafood",
    date(2023, 11, 16): "President Xi Jinping met Prime Minister Fumio Kishida in San Francisco",
    date(2024, 1, 1): "An earthquake struck Ishikawa",
    date(2024, 4, 10): "Prime Minister Fumio Kishida visited Washington",
    date(
        2024, 5, 27
    ): "Premier Li Qiang met President Yoon Suk-yeol and Prime Minister Fumio Kishida in Seoul",
    date(2024, 9, 27): "The Liberal Democratic Party elected Shigeru Ishiba as its leader",
}
ASIDES = [
    "Foreign Minister Park Jin met Ambassador Koichi Aiboshi in Seoul",
    "Foreign Minister Yoko Kamikawa visited Manila",
    "Defence Minister Lee Jong-sup visited Canberra",
    "Foreign Minister Cho Tae-yul met Antony Blinken in Munich",
    "Prime Minister Han Duck-soo visited Prague",
]


def written(day):
    return f"{day.day} {day:%B %Y}"


def make_story(count=300, seed=5):
    """Articles as an archive has them: news of the day, some of it large, and what the large things looked back on."""
    made = random.Random(seed)
    days = sorted(STORY)
    articles = {}
    for number in range(count):
        looks_back = made.random() < 0.5
        published = (
            made.choice(days) + timedelta(days=made.randrange(3))
            if looks_back
            else date(2023, 3, 1) + timedelta(days=made.randrange(600))
        )
        lead = f"{made.choice(ASIDES)} on {written(published)}."
        past = [day for day in days if day <= published]
        recalled = made.sample(
            past, min(len(past), made.randrange(1, 3) if looks_back else made.randrange(2))
        )
        sentences = [lead, *(f"{STORY[day]} on {written(day)}." for day in recalled)]
        made.shuffle(sentences)
        name = f"{number:03}"
        articles[name] = ArticleData(
            f"{name}.txt", "\n\n".join(sentences), published=published, publisher=f"Paper {number % 7}"
        )
    return articles


def test_the_days_of_a_known_story_are_chosen():
    articles = make_story()
    events, days = read_events(articles, shipped_gazetteer())
    found = key_dates(events, articles, days, STORY)
    assert len(found.chosen) == len(STORY)
    assert found.f1 >= 0.9, sorted(set(STORY) - set(found.chosen))


@pytest.mark.django_db
def test_the_known_story_is_composed_of_what_was_ingested():
    ingest(make_story().values(), Options(batch=100))
    chosen = {event.earliest for event in best(Scope(), len(STORY))}
    assert len(chosen & set(STORY)) >= 11, sorted(set(STORY) - chosen)


def test_the_common_form_of_reference_timelines_is_read():
    text = "\ufeff2010-04-20\nA rig exploded.\nEleven died.\n--------------------------------\n\n2010-04-22T00:00:00\nIt sank.\n----\n"
    assert read_reference(text) == {
        date(2010, 4, 20): ["A rig exploded.", "Eleven died."],
        date(2010, 4, 22): ["It sank."],
    }
    for bad, told in (
        ("No day.\n", "it has no day"),
        ("2010-02-31\nX.\n", "line 1: there is no day 2010-02-31"),
    ):
        with pytest.raises(ReferenceError, match=told):
            read_reference(bad)


@pytest.mark.django_db
def test_the_command_measures_a_folder(tmp_path):
    for name, article in make_story(60).items():
        head = f"---\npublished: {article.published}\npublisher: {article.publisher}\n---\n"
        (tmp_path / f"{name}.md").write_text(head + article.text)
    reference = tmp_path / "reference.timeline"
    reference.write_text("".join(f"{day}\n{said}.\n--------\n" for day, said in STORY.items()))
    out = io.StringIO()
    call_command("evaluate", str(tmp_path), timeline=reference, json=True, stdout=out, stderr=io.StringIO())
    figures = json.loads(out.getvalue())
    assert figures["wanted"] == 12 and figures["date_f1"] > 0.7
    with pytest.raises(CommandError, match="is not a reference timeline"):
        call_command(
            "evaluate", str(tmp_path), timeline=tmp_path / "none", stdout=io.StringIO(), stderr=io.StringIO()
        )
