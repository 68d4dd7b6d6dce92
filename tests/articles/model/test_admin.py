"""What staff see of a model's reading, and what they may ask it at their desk."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, IngestRun, ModelNote
from tests.factories import make_actor, make_citation, make_event, make_source
from tests.model_server import article_in, completion, event, serving
from timeline.admin.forms import dropped_of
from timeline.models import Actor, Event

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TEXT = "Anna Berg visited Oslo on 3 September 2024.\nThe mayor gave a dinner for her guests.\n"


@pytest.fixture
def editor(client):
    user = User.objects.create_user("editor", is_staff=True)
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    return client


def configure(settings, server):
    settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_TIMEOUT = server.url, "stub", 2


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def read(tmp_path, settings):
    """An article that a model has read: one claim stands with a mark, one is dropped."""

    def told(body):
        visit, dinner = TEXT.splitlines()
        return json.dumps(
            {
                "events": [
                    event(visit, "on 3 September 2024", "Putin visits Oslo", edtf="2024-09-02"),
                    event("The mayor <b>resigned</b>.", None, "Mayor <b>resigns</b>", edtf="2024-09-06"),
                    event(dinner, None, "Mayor gives dinner for guests", kind="other", edtf="2024-09-06"),
                ]
            }
        )

    (tmp_path / "oslo.md").write_text(f"---\npublished: 2024-09-06\n---\n{TEXT}")
    with serving(told) as server:
        configure(settings, server)
        call_command("ingest", str(tmp_path), verbosity=0)
    return Article.objects.get()


def test_the_run_and_the_article_say_what_was_not_taken_and_why(editor, read):
    for shown in (
        page(editor, "admin:articles_ingestrun_change", IngestRun.objects.get().pk),
        page(editor, "admin:articles_article_change", read.pk),
    ):
        assert "no passage of it stands in the article" in shown
        assert "Mayor &lt;b&gt;resigns&lt;/b&gt;" in shown or "Mayor resigns" in shown
        assert "<b>resign" not in shown
    run = page(editor, "admin:articles_ingestrun_change", IngestRun.objects.get().pk)
    assert "a model read 1 article: 2 claims kept, 1 dropped, 1100 tokens" in run
    assert "stub " in page(editor, "admin:articles_article_change", read.pk)


def test_each_proposal_says_who_read_it_what_to_look_at_and_what_was_dropped(editor, read):
    visit = Event.objects.get(kind="visit")
    Event.objects.exclude(pk=visit.pk).delete()
    shown = page(editor, "admin:timeline_event_review")
    assert "Anna Berg visited Oslo" in shown and "read by rules and a model" in shown
    assert "read by the rules and a model (stub " in shown and "the model means 2024-09-02" in shown
    assert "Not taken from the answers of the model about these articles: " in shown
    assert "no passage of it stands in the article" in shown


def test_what_was_dropped_is_asked_for_at_once(read, django_assert_num_queries):
    event = Event.objects.get(kind="visit")
    other = Article.objects.create(source=make_source(), text="x", content_hash="1" * 64, rules_version="1")
    ModelNote.objects.create(article=other, reason="no answer", is_fault=True)
    make_citation(event, other.source)
    event = Event.objects.with_evidence("source__article").get(pk=event.pk)
    with django_assert_num_queries(1):
        notes = dropped_of(event)
    assert len(notes) > 1 and notes[0].reason == "no answer", "those first that gave no answer"


def test_an_event_that_only_a_model_tells_is_marked_so(editor, read):
    Event.objects.filter(kind="visit").delete()
    shown = page(editor, "admin:timeline_event_review")
    assert "Mayor gives dinner for guests" in shown and "read by a model" in shown


def test_the_method_page_says_who_reads(client, read, settings):
    assert "it is never the source of a fact" in page(client, "timeline:method")
    Event.objects.update(status="published")
    shown = page(client, "timeline:method")
    assert "0 were found by rules, 1 by a model and 1 by both" in shown


@pytest.fixture
def undated():
    text = "Ada Lund left on Monday.\n\nPrinted on 9 October 2024 in Bergen."
    source = make_source(title="Undated", published=None)
    return Article.objects.create(source=source, text=text, content_hash="1" * 64, rules_version="1")


UNDATED = "admin:articles_article_undated"


def ask(client, article):
    return client.post(reverse(UNDATED), {"ask": article.pk}).content.decode()


def test_the_desk_for_undated_articles_asks_only_where_there_is_a_model(editor, undated, settings):
    assert "Ask the model" not in page(editor, UNDATED)
    settings.MODEL_URL, settings.MODEL_NAME = "http://127.0.0.1:9/v1", "stub"
    assert "Ask the model" in page(editor, UNDATED)


def test_a_proposed_day_stands_in_the_article_is_marked_and_saved_by_nobody_but_the_curator(
    editor, undated, settings
):
    answer = {"words": "Printed on 9 October 2024", "published": "2031-01-01"}
    with serving(lambda body: json.dumps(answer)) as server:
        configure(settings, server)
        shown = ask(editor, undated)
        assert "Proposed by the model, from “Printed on 9 October 2024”" in shown
        assert 'value="2024-10-09"' in shown
        undated.source.refresh_from_db()
        assert undated.source.published is None
        assert article_in(server.bodies[0]) == undated.text
        for words in ("on Monday", "Printed on 1 May 1999", None, 7):
            answer["words"] = words
            assert "finds no words in it that give its day" in ask(editor, undated)


def test_a_server_that_fails_is_told_at_the_desk(editor, undated, settings):
    with serving(lambda body: completion("")) as server:
        configure(settings, server)
        assert "asked in vain: the answer is empty" in ask(editor, undated)


@pytest.fixture
def unknown():
    name = Actor.objects.create(name="Ada Lund", slug="ada-lund", kind="person", is_proposed=True)
    make_actor("Ada Karin Lund")
    make_citation(make_event("Lund visits Oslo", actors=[name]), quote="Ada Lund visited Oslo.")
    return name


NAMES = "admin:timeline_actor_unknown"


def test_the_desk_for_unknown_names_shows_what_a_model_takes_a_name_for(editor, unknown, settings):
    assert "Ask the model" not in page(editor, NAMES)
    answer = {"kind": "person", "same_as": "Ada Karin Lund"}
    with serving(lambda body: json.dumps(answer)) as server:
        configure(settings, server)
        assert "Ask the model" in page(editor, NAMES)
        asked = {"name": unknown.pk, "ask": "1"}
        shown = editor.post(reverse(NAMES), asked).content.decode()
        assert "Proposed by the model: another name of Ada Karin Lund." in shown
        assert '<option value="alias" selected>' in shown
        answer |= {"same_as": "Somebody Else", "kind": "organisation"}
        shown = editor.post(reverse(NAMES), asked).content.decode()
        assert "Proposed by the model: an actor of the kind organisation." in shown
        answer |= {"kind": "wizard"}
        assert "does not know either" in editor.post(reverse(NAMES), asked).content.decode()
    unknown.refresh_from_db()
    assert unknown.is_proposed and Actor.objects.count() == 2
