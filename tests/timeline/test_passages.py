"""A passage shown where it stands in its article."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.factories import make_citation, make_event, make_source
from timeline.admin.forms import CONTEXT, passage_in_article

pytestmark = [pytest.mark.django_db, pytest.mark.once]
QUOTE = "Kishida <b>visited</b> Seoul."


def cite(text, quote=QUOTE):
    source = make_source()
    apps.get_model("articles", "Article").objects.create(
        source=source, text=text, content_hash="0" * 64, rules_version="1"
    )
    start = text.index(quote) if quote in text else 0
    return make_citation(make_event(), source, quote=quote, start=start, end=start + len(quote), rule="visit")


def test_a_new_event_is_curated_whole(admin_client):
    data = {"title": "Talks", "slug": "talks", "edtf": "2024-07", "kind": "summit", "status": "proposed"}
    for prefix in ("participations", "citations"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert admin_client.post(reverse("admin:timeline_event_add"), data).status_code == 302
    event = apps.get_model("timeline", "Event").objects.get(slug="talks")
    assert event.precision == "month" and "edtf" in event.curated_fields


def test_a_passage_is_marked_among_the_words_around_it(admin_client):
    citation = cite("A" * 500 + QUOTE + "<script>" + "Z" * 500)
    shown = passage_in_article(citation)
    assert "<mark>Kishida &lt;b&gt;visited&lt;/b&gt; Seoul.</mark>&lt;script&gt;" in shown
    assert shown.startswith("… " + "A" * CONTEXT + "<mark>") and shown.endswith("Z …")
    page = admin_client.get(reverse("admin:timeline_event_change", args=[citation.event_id]))
    assert shown in page.content.decode()


def test_the_words_around_a_passage_are_whole():
    shown = passage_in_article(cite("flag.govt.nz " * 40 + QUOTE + " parliament" * 40))
    assert shown.startswith("… flag.govt.nz ") and shown.endswith(" parliament …")
    assert " <mark>" in shown and "</mark> parliament" in shown


def test_a_passage_at_the_edges_needs_no_dots():
    assert passage_in_article(cite(QUOTE)) == "<mark>Kishida &lt;b&gt;visited&lt;/b&gt; Seoul.</mark>"


def test_what_cannot_be_found_is_not_marked_elsewhere():
    assert passage_in_article(cite("The text has changed since.")) == ""
    assert passage_in_article(make_citation(make_event())) == ""
