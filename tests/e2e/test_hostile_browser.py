"""Articles and tables with scripts: none runs on any page, and no text changes the direction of the page around it."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, IngestRun
from tests.factories import make_citation, make_event, make_source, make_timeline
from timeline.models import Actor, Alias, Event, Participation, Source, TableUpload

pytestmark = pytest.mark.django_db(transaction=True)

RUN = "window.top.__ran = 1; alert(1)"
BAD = (
    f"</script><script>{RUN}</script><img src=x onerror='{RUN}'><svg/onload='{RUN}'>"
    f"<a href='javascript:{RUN}'>y</a>{{{{7*7}}}}{{% debug %}}\"' onfocus='{RUN}' autofocus x=\"-->]]>"
)
SHORT = "</script><img src=x onerror=alert(1)>{{7*7}}\"'"
STORY = "Prime Minister Fumio Kishida met President Yoon Suk Yeol in Seoul on Friday"


def hostile_files(folder):
    """The same story in every form, each with scripts wherever words can stand."""
    front = json.dumps(BAD)
    escaped = BAD.replace("&", "&amp;").replace("<", "&lt;")
    pages = {
        "a.md": f"---\ntitle: {front}\npublisher: {front}\npublished: 2024-09-06\n---\n{STORY} {BAD}.\n",
        "b.html": f"<html><head><title>{escaped}</title><meta name=date content=2024-09-06><link rel=canonical "
        f"href='javascript:{RUN}'><script>{RUN}</script></head><body onload='{RUN}'><article><p>{STORY}. {escaped} was said "
        f"on 5 September 2024.</p>{BAD}<p>The two leaders signed a treaty on trade on 4 September 2024.</p></article></body></html>",
        "c.jsonl": json.dumps(
            {"text": f"{STORY}: {BAD}.", "title": BAD, "publisher": BAD, "published": "2024-09-06"}
        ),
        "d.atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><title>{escaped}</title><entry><id>{escaped}</id><title>{escaped}"
        f"</title><link href='javascript:{RUN}'/><updated>2024-09-06T00:00:00Z</updated><content type='html'>{STORY}. "
        f"{escaped}</content></entry></feed>",
        "e.md": f"---\nurl: 'javascript:{RUN}'\n---\n{STORY}.\n",
    }
    for name, content in pages.items():
        (folder / name).write_text(content)


def make_hostile_rows():
    """What a table or a curator could bring, written past every check."""
    event = make_event(
        f"Visit {SHORT}", place=SHORT, summary=BAD, dispute_note=BAD, is_disputed=True, slug="bad"
    )
    actor = Actor.objects.create(name=SHORT, slug="bad", kind="person", description=SHORT, is_proposed=True)
    Alias.objects.create(actor=actor, name=f"Alias {SHORT}")
    Participation.objects.create(event=event, actor=actor)
    for n, url in enumerate((f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>")):
        source = make_source(title=BAD, publisher=SHORT, url=url)
        make_citation(event, source, quote=f"{BAD} in 2024", date_words="2024", disputes=bool(n), edtf="2025")
    timeline = make_timeline(f"Story {SHORT}", chapters=[("2024-01-01", "2024-12-31")], introduction=BAD)
    timeline.chapters.update(title=SHORT, summary=BAD)
    return timeline


@pytest.fixture
def watched(page, context, complaints):
    """Fails at the end where a script of the texts ran, was about to run, or could be made to by a click."""
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    def look(address):
        page.goto(address)
        if "/embed/" not in address and page.locator("#timeline-chart").count():
            page.wait_for_selector("#timeline-chart[data-ready=true]")
        page.wait_for_timeout(50)  # what comes later still is seen with the next address
        assert page.evaluate("window.__ran") is None, address
        assert page.locator("[onerror], [onload], [onfocus]").count() == 0, address
        for scheme in ("javascript", "data"):
            links = page.locator(
                f"a[href^='{scheme}:' i], area[href^='{scheme}:' i], form[action^='{scheme}:' i]"
            )
            assert links.count() == 0, address
        assert dialogs == [] and complaints == [], (address, complaints)

    return look


def test_no_script_of_an_article_runs_anywhere(live_server, client, page, context, watched, tmp_path):
    hostile_files(tmp_path)
    with pytest.raises(SystemExit):  # of the one whose address is a script
        call_command("ingest", str(tmp_path), verbosity=0)
    assert Article.objects.count() == 4 and not Source.objects.filter(url__startswith="javascript").exists()
    timeline = make_hostile_rows()
    proposed = Event.objects.filter(status="proposed").first()
    for event in Event.objects.exclude(pk=proposed.pk):
        event.status = "published"
        event.save()
    pages = ["/", timeline.get_absolute_url(), f"/embed/{timeline.slug}/", f"/timelines/{timeline.slug}/share/", "/embed/events/bad/", "/embed/actors/bad/", "/?event=bad", "/?lanes=actor", "/actors/", "/actors/bad/", "/sources/"]  # fmt: skip
    pages += [
        row.get_absolute_url() for row in (*Event.objects.filter(status="published"), *Source.objects.shown())
    ]
    pages += [
        f"/?{name}={BAD.replace('%', '%25').replace('&', '%26')}"
        for name in ("q", "chapter", "from", "actor")
    ]
    for address in pages:
        watched(live_server.url + address)
    page.goto(f"{live_server.url}/")
    page.wait_for_selector("#timeline-chart[data-ready=true]")
    page.click(".rail a[data-slug='bad']")
    page.wait_for_selector("#evidence .citation.disputes")
    assert "{{7*7}}" in page.inner_text("body")
    assert page.evaluate("window.__ran") is None
    for ending in ("json", "csv", "ics", "atom"):
        answer = client.get(f"/timelines/{timeline.slug}.{ending}")
        assert answer["X-Content-Type-Options"] == "nosniff" and "html" not in answer["Content-Type"]

    editor = User.objects.create_superuser("editor")
    client.force_login(editor)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    bad = Event.objects.get(slug="bad")
    table = json.dumps({"events": [{"title": BAD[:200], "date": BAD[:50]}, {"title": SHORT, "date": "2024", "actors": [{"name": SHORT}]}]})  # fmt: skip
    csv = f'title,date,place\n"=HYPERLINK(""{SHORT.replace(chr(34), "")}"")",2024,"{SHORT.replace(chr(34), "")}"\n'
    uploads = [
        TableUpload.objects.create(
            user=editor, kind="events", name=f"{SHORT}.{ending}", content=content.encode()
        )
        for ending, content in (("json", table), ("csv", csv))
    ]
    at = lambda name, *rows: reverse(f"admin:{name}", args=[row.pk for row in rows])  # noqa: E731
    desk = [
        at("index"),
        at("timeline_event_review"),
        at("timeline_event_disputes"),
        at("timeline_event_dispute", bad),
    ]
    desk += [at("timeline_event_split", bad), at("timeline_event_history", bad), at("timeline_actor_unknown")]
    desk += [
        at("articles_article_undated"),
        at("timeline_source_without_address"),
        at("timeline_change_changelist"),
    ]
    desk += [
        at("articles_ingestrun_change", IngestRun.objects.first()),
        at("articles_ingestfailure_changelist"),
    ]
    desk += [at("timeline_event_check", upload) for upload in uploads]
    desk += [at("timeline_timeline_events", timeline)]
    for rows in (
        [bad, proposed],
        Source.objects.all(),
        Actor.objects.filter(slug="bad"),
        [timeline],
        Article.objects.all(),
    ):
        for row in rows:
            name = f"{row._meta.app_label}_{row._meta.model_name}"
            desk += [at(f"{name}_changelist"), at(f"{name}_change", row)]
    for address in dict.fromkeys(desk):
        watched(live_server.url + address)


TURNING = "\u202eab"  # an override that is not ended
MEETING = "שלום"


# The words of an element from left to right, as the reader sees them: each text node's first sign by where it is drawn.
SEEN = """element => { const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = []; let node;
    while ((node = walk.nextNode())) for (const match of node.data.matchAll(/[^ \\s·]+/g)) {
        const range = document.createRange(); range.setStart(node, match.index); range.setEnd(node, match.index + 1);
        found.push([range.getBoundingClientRect().left, match[0]]); }
    return found.sort((a, b) => a[0] - b[0]).map(each => each[1]); }"""


def test_a_text_of_another_direction_turns_nothing_beside_it(live_server, page):
    for title in (TURNING, MEETING):
        event = make_event(title, place=title, slug=f"turning-{title == MEETING}")
        source = make_source(title=title, publisher=title, published="2024-09-06", published_basis="stated")
        make_citation(event, source, quote=title)
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{live_server.url}/")
    for meta in page.locator(".rail .meta").all():
        words = meta.evaluate(SEEN)
        assert words[0] == "Visit" and words[-2:] == ["1", "source"], words
    for slug in ("turning-False", "turning-True"):
        page.goto(f"{live_server.url}/events/{slug}/")
        assert page.locator("figcaption span").first.evaluate(SEEN)[-3:] == [
            "6",
            "September",
            "2024",
        ]
    assert page.locator(".passage").evaluate("e => getComputedStyle(e).unicodeBidi") == "plaintext"
