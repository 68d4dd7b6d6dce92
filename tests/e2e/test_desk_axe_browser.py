"""The desk's own pages at three widths, light and dark: axe-core finds nothing, and nothing is wider than the screen.

SCREENSHOTS=FOLDER keeps a picture of each.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.e2e.axe import violations_by_scheme
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation.drafts import save_or_propose
from timeline.curation.proposals import Proposer, waiting
from timeline.curation.reviews import assign, comment, mark_ready
from timeline.models import Step
from timeline.record.history import acting

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = os.environ.get("SCREENSHOTS", "")
TEXT = "Japanese Prime Minister Fumio Kishida visited Seoul on 6 September 2024 and met Yoon Suk Yeol."


@pytest.fixture
def addresses(transactional_db):
    """The pages by name, with something on each."""
    curator = User.objects.create_user("curator", is_staff=True)
    curator.groups.add(Group.objects.get(name="Curator"))
    boss = User.objects.get_or_create(username="editor", is_staff=True, is_superuser=True)[0]
    kishida, yoon = make_actor(), make_actor("Yoon Suk Yeol")
    event = make_event("Kishida visits Seoul for the last time", actors=[kishida, yoon])
    source = make_source(title="Kishida in Seoul", published=date(2024, 9, 7))
    make_citation(event, source)
    make_citation(event, make_source(), quote="They met.", edtf="2024-09")
    article = Article.objects.create(source=source, text=TEXT, content_hash="0" * 64, rules_version="1")
    unknown = make_actor("Hong Gil-dong", is_proposed=True)
    proposed = make_event("Hong visits Busan", "2024-09-05", status="proposed", actors=[unknown])
    make_citation(proposed, source, quote="Hong Gil-dong arrived in Busan.", reading={"kind": "visit", "actors": [{"name": "Hong Gil-dong", "kind": "person"}]})  # fmt: skip
    timeline = make_timeline(introduction="How it *came about*.", chapters=[("2024-09-01", "2024-09-30")])
    timeline.actors.add(kishida)
    Step.objects.create(timeline=timeline, event=event, sentence="It began in Seoul.")

    def change():
        event.title, event.place = "Kishida visits Seoul", "Seoul"
        event.save()

    with acting(curator):
        save_or_propose(change, Proposer(curator, "Shorter"))
    with acting(boss):
        event.summary = "A farewell."
        event.save()
    comment(proposed, curator, "@editor is this a visit?")
    assign(proposed, boss)
    mark_ready(proposed, curator)
    at = lambda name, *args: reverse(f"admin:{name}", args=args)  # noqa: E731
    return {
        "index": at("index"),
        "queue": at("timeline_event_review"),
        "by-article": f"{at('timeline_event_review')}?by=article",
        "proposals": at("timeline_proposedchange_changelist"),
        "proposal": at("timeline_proposedchange_change", waiting().first().pk),
        "of": at("timeline_proposedchange_of", "event", event.pk),
        "preview": at("timeline_timeline_preview", timeline.pk),
        "since": at("timeline_timeline_since", timeline.pk),
        "unknown": at("timeline_actor_unknown"),
        "merge-actors": f"{at('timeline_actor_merge')}?actors={kishida.pk},{yoon.pk}",
        "split-actor": at("timeline_actor_split", kishida.pk),
        "translations": at("timeline_timeline_translations", timeline.pk),
        "choose": at("timeline_timeline_events", timeline.pk),
        "find": f"{at('articles_article_find')}?event={event.pk}",
        "type": at("articles_article_type"),
        "event": at("timeline_event_change", event.pk),
        "history": at("timeline_event_history", event.pk),
        "article": at("articles_article_change", article.pk),
        "submit": at("articles_ingestrun_add"),
    }


def test_axe_finds_nothing_on_the_pages_of_the_desk(live_server, context, page, addresses):
    client = Client()
    client.force_login(User.objects.get(username="editor"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip
    found = []
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        page.wait_for_timeout(150)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(50)
            for scheme in ("dark", "light") if FOLDER else ():
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=Path(FOLDER, f"{name}-{scheme}-{width}.png"), full_page=True)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((name, width, "wider than the screen"))
            if width != 768 and (wrong := violations_by_scheme(page)):
                found.append((name, width, wrong))
    assert found == []
