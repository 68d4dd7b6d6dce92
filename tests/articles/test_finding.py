"""Passages found for an event, and events from typed quotations."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from articles.ingestion.passages import find_passages, words_of
from articles.models import Article
from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.curation.support import where_is
from timeline.models import Event, Source

pytestmark = pytest.mark.django_db
TEXT = "The leaders talked. Fumio Kishida visited Seoul on 6 September 2024 and met “Yoon Suk Yeol”.  Nobody\nelse came."
FIVE = {"quote", "source", "title", "edtf", "kind"}


@pytest.fixture
def article():
    source = make_source(
        title="Kishida in Seoul", published=date(2024, 9, 7), url="https://example.org/seoul"
    )
    return Article.objects.create(source=source, text=TEXT, content_hash="0" * 64, rules_version="1")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("The leaders talked.", "The leaders talked."),
        ('met "Yoon Suk Yeol"', "met “Yoon Suk Yeol”"),
        ("Nobody else  came", "Nobody\nelse came"),
        ("The leader's talk", None),
        ("  ", None),
    ],
)
def test_a_quotation_is_found_whatever_its_marks_and_spaces(quote, words):
    found = where_is(TEXT, quote)
    assert (found and TEXT[slice(*found)]) == words


def test_sentences_with_most_of_the_words_come_first(article):
    Article.objects.create(source=make_source(), text="Kishida stayed at home. Seoul waited.", content_hash="1" * 64, rules_version="1")  # fmt: skip
    found = find_passages(words_of("Kishida visits Seoul"))
    assert "Kishida" in found[0].quote and "Seoul" in found[0].quote, [one.quote for one in found]
    assert TEXT[found[0].start : found[0].end] == found[0].quote
    assert find_passages(words_of("the of")) == [] and find_passages(["zzz"]) == []


def test_a_passage_is_found_from_an_event_and_added(client, article):
    event = make_event("Kishida visited Seoul", status="proposed")
    sign_in(client, "Curator")
    address = f"{reverse('admin:articles_article_find')}?event={event.pk}"
    assert address.replace("&", "&amp;") in client.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()  # fmt: skip
    page = html.fromstring(client.get(address).content.decode())
    form = page.xpath("//form[.//button[@name='to']]")[0]
    answer = client.post(form.get("action"), {**dict(form.form_values()), "to": event.pk}, follow=True)
    assert "Added to" in answer.content.decode() and event.citations.get().quote.startswith(
        "Fumio Kishida visited"
    )
    assert "Cited by this event already" in client.get(address).content.decode()
    assert "No text that we keep has these words" in client.get(address + "&q=zzz").content.decode()
    assert (
        "Choose an event first"
        in client.get(reverse("admin:articles_article_find"), follow=True).content.decode()
    )


def test_a_curator_proposes_passages_for_a_published_event(client, article):
    event = make_event("Kishida visited Seoul")
    page = sign_in(client, "Curator").get(f"{reverse('admin:articles_article_find')}?event={event.pk}")
    assert "a passage that you add waits for an Editor" in page.content.decode()


def typed(client, **fields):
    address = reverse("admin:articles_article_type")
    return client.post(address, fields, follow=True).content.decode()


def test_an_event_by_hand_takes_at_most_five_fields_and_two_suffice(client, article):
    sign_in(client, "Curator")
    form = html.fromstring(
        client.get(reverse("admin:articles_article_type")).content.decode()
    ).get_element_by_id("type-form")
    shown = {f.name for f in form.inputs if getattr(f, "type", "") not in ("hidden", "submit") and f.name}
    assert shown == FIVE
    page = typed(
        client, quote="Fumio Kishida visited Seoul on 6 September 2024", source="https://example.org/seoul"
    )
    event = Event.objects.get()
    citation = event.citations.get()
    assert f"Made “{event}”; its words stand in our copy" in page
    assert (event.kind, event.edtf, citation.source, citation.start) == ("visit", "2024-09-06", article.source, TEXT.index("Fumio"))  # fmt: skip
    assert event.actors.filter(name="Fumio Kishida").exists() and event.status == "proposed"


def test_a_kept_text_is_found_by_the_quotation_alone(client, article):
    sign_in(client, "Curator")
    typed(client, quote="Fumio Kishida visited Seoul on 6 September 2024")
    assert Event.objects.get().citations.get().source == article.source
    assert "say which document it is from" in typed(client, quote="Joe Biden visited Oslo on 1 May 2024")


def test_what_stands_in_no_kept_text_shows_the_nearest_words_and_is_marked(client, article):
    sign_in(client, "Curator")
    fields = {"quote": "Fumio Kishida visited Seoul on 7 September 2024", "source": "Kishida in Seoul"}
    page = typed(client, **fields)
    assert "The nearest there" in page and "<mark>Fumio Kishida visited Seoul on</mark>" in page
    assert not Event.objects.exists()
    assert "marked as typed by hand" in typed(client, **fields, by_hand="on")
    event = Event.objects.get()
    assert event.citations.get().is_by_hand and event.edtf == "2024-09-07"
    review = client.get(reverse("admin:timeline_event_review")).content.decode()
    assert "<strong>typed by hand</strong>" in review


def test_a_new_document_is_made_and_what_is_wrong_is_said(client):
    sign_in(client, "Curator")
    assert "gives no date that can be read" in typed(client, quote="They met.", source="A letter")
    assert "cannot be read as a date" in typed(client, quote="They met.", source="A letter", edtf="soonish")
    assert "This field is required" in typed(client, source="A letter")
    assert not Source.objects.exists()
    typed(client, quote="They met.", source="A letter", edtf="May 1965", title="They meet", kind="summit")
    event = Event.objects.get()
    assert (event.title, event.edtf, event.kind) == ("They meet", "1965-05", "summit")
    assert event.citations.get().source.title == "A letter" and event.citations.get().edtf == "1965-05"


def test_a_quotation_typed_into_the_form_of_an_event_gets_its_place(client, article):
    event = make_event(status="proposed")
    make_citation(event, article.source, quote="will be corrected")
    sign_in(client, "Editor")
    address = reverse("admin:timeline_event_change", args=[event.pk])
    client.post(
        address, filled(client, address, "event_form", **{"citations-0-quote": 'met "Yoon Suk Yeol"'})
    )
    citation = event.citations.get()
    assert citation.quote == "met “Yoon Suk Yeol”" == TEXT[citation.start : citation.end]
    client.post(address, filled(client, address, "event_form", **{"citations-0-quote": "met nobody at all"}))
    assert event.citations.get().is_by_hand
    assert "typed by hand" in client.get(address).content.decode()
