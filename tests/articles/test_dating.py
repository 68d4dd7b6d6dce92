"""The publication dates of undated articles: independent of order, at the same cost however much is stored."""

import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.extraction.published import MOST_MARKS, mark_key, news_marks
from articles.ingestion import dating, run
from articles.models import Article, IngestRun, NewsMark
from articles.readers import ArticleData
from timeline.models import Source

pytestmark = pytest.mark.django_db
NAMES = "Alder Birch Cedar Dogwood Elder Fir Gorse Hazel Ivy Juniper Kapok Laurel Maple Nutmeg Olive Poplar Quince Rowan Spruce Tamarind".split()


def make_news(number, seed, day=None):
    """News among ten names of twenty-five, some of which nearly all of it has."""
    pick = random.Random(seed)
    places = [f"{pick.choice(NAMES)}ton {pick.choice(NAMES)}ville" for _ in range(6)]
    text = (
        f"Envoys of Japan and Korea met on Sept {pick.randint(1, 28)}. " + " and ".join(places) + " agreed."
    )
    published = run.date(2024, 9, day) if day else None
    return ArticleData(f"news-{number}", f"{text} Number {number}.", published=published)


def days():
    return dict(Article.objects.values_list("source__origin", "source__published"))


def test_the_order_of_arrival_does_not_matter_even_where_marks_overflow(monkeypatch):
    monkeypatch.setattr(dating, "MOST_CARRIERS", 3)
    pick = random.Random(5)
    news = [make_news(n, pick.randrange(12), pick.choice([None, *range(1, 28)])) for n in range(50)]
    news.append(ArticleData("alone", "Nobody else tells this."))
    answers = []
    for turn in range(3):
        Source.objects.all().delete()
        pick.shuffle(news)
        for start in range(0, len(news), 7 + turn):
            run.ingest(news[start : start + 7 + turn])
        answers.append(days())
        kept = set(NewsMark.objects.values_list("mark", "is_dated", "article__source__origin"))
        answers.append(kept)
    assert answers[0::2] == [answers[0]] * 3 and answers[1::2] == [answers[1]] * 3
    inferred = Source.objects.filter(published_basis="inferred").count()
    assert inferred >= 3 and Source.objects.filter(published_basis="unknown").exists()


def test_of_a_mark_that_all_carry_a_few_are_kept():
    run.ingest([make_news(n, n, n % 28 + 1) for n in range(100)])
    carriers = NewsMark.objects.filter(mark=mark_key("Japan"), is_dated=True)
    ranks = sorted(map(dating._rank, Article.objects.all()))
    assert sorted(carriers.values_list("rank", flat=True)) == ranks[: dating.MOST_CARRIERS]


def test_a_story_told_very_often_still_lends_its_day():
    run.ingest([make_news(n, 1, 6) for n in range(2 * dating.MOST_CARRIERS)])
    run.ingest([make_news(500, 1)])
    assert days()["news-500"] == run.date(2024, 9, 6)


def test_more_articles_cost_no_more_questions_nor_rows():
    costs = []
    for size in (100, 400):
        Source.objects.all().delete()
        run.ingest([make_news(n, n, n % 28 + 1) for n in range(size)])
        batch = [make_news(10_000 + n, n, None if n % 4 else 3) for n in range(20)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            run.ingest(batch)
        costs.append(len([q for q in asked if "newsmark" in q["sql"]]))
    assert costs[1] <= costs[0] * 1.2


def test_what_died_before_it_sought_the_days_is_made_good_by_the_next(monkeypatch):
    undated, dated = make_news(1, 1), make_news(2, 1, 6)
    with monkeypatch.context() as patch:
        patch.setattr(run._Ingestion, "date_undated", lambda *a: None)  # killed right there
        run.ingest([undated, dated])
    assert days()["news-1"] is None
    run.ingest([undated, dated])
    assert days()["news-1"] == run.date(2024, 9, 6)
    assert not Article.objects.filter(day_sought=True).exists()


def test_articles_from_before_marks_were_noted_are_found():
    run.ingest([make_news(2, 1, 6)])
    NewsMark.objects.all().delete()
    Article.objects.update(noted="", marks=[])
    run.ingest([make_news(1, 1)])
    assert days()["news-1"] == run.date(2024, 9, 6)


def test_a_day_given_by_a_curator_is_lent_and_taken_back():
    run.ingest([make_news(1, 1), make_news(2, 1)])
    for day in (run.date(2024, 9, 6), run.date(2024, 9, 20)):
        article = Article.objects.select_related("source").get(source__origin="news-1")
        article.source.set_published(day)
        article.source.save()
        run.read_again([article])
        assert days() == {"news-1": day, "news-2": day}


def test_reading_again_what_did_not_change_leaves_the_marks(django_assert_max_num_queries):
    news = [make_news(n, n, 6) for n in range(5)]
    run.ingest(news)
    before = list(NewsMark.objects.order_by("id").values_list("id", flat=True))
    Article.objects.update(rules_version="older")
    run.ingest(news)
    assert list(NewsMark.objects.order_by("id").values_list("id", flat=True)) == before
    assert IngestRun.objects.count() == 2


def test_a_list_of_very_many_names_has_bounded_marks():
    text = " and ".join(f"{a}{b.lower()} {c}" for a in NAMES for b in NAMES for c in NAMES[:3])
    marks = news_marks(text)
    assert len(marks) == MOST_MARKS and marks == news_marks(text + " ")
