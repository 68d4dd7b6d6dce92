"""A published event has a passage found in its source, or a reason for having none."""

import io

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from articles.models import Article
from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.curation.support import astray, locate, nearest
from timeline.models import Change, Event

pytestmark = pytest.mark.django_db
TEXT = "The prime minister landed at noon.\nKishida met the president in Seoul on 6 September 2024, his office said."


def cited(quote, text=TEXT, **fields):
    source = make_source(title="A report")
    Article.objects.create(source=source, text=text, content_hash="0" * 64, rules_version="1")
    event = make_event("Visit", status="proposed")
    return make_citation(event, source, quote=quote, **fields)


@pytest.mark.parametrize(
    "quote",
    [
        "Kishida met the president in Seoul",
        "landed at noon. Kishida met",  # across a line
        "The prime minister … met the president",
        "The prime minister [...] in Seoul on 6 September",
    ],
)
def test_a_quotation_of_the_text_is_found_there(quote):
    assert astray(cited(quote)) == ""


@pytest.mark.parametrize("quote", ["It’s “so” – he said", 'It\'s "so" - he said'])
def test_signs_that_keyboards_and_printers_write_otherwise_are_the_same(quote):
    assert astray(cited(quote, "“It’s “so” – he said.”")) == ""


def test_one_that_stands_nowhere_is_told_with_the_nearest_words():
    citation = cited("The king met the president in Seoul on 7 September")
    words = astray(citation)
    start = TEXT.index("met the president")
    assert f"at characters {start} to {TEXT.index(' 6 September')}" in words
    assert (
        "does not appear in our copy of “A report”" in words
        and "Kishida met the president in Seoul on 6" in words
    )
    assert "nor do any of its words" in astray(cited("Rien de tout cela"))


def test_a_quotation_that_changes_stays_where_it_stands():
    text = "He came. Then he left.\nAgain: He came. Then he left."
    second = text.rindex("He came.")
    citation = cited("He came. Then", text, start=second, end=second + 13)
    article = citation.source.article
    article.pages = [0, text.index("Again")]
    assert locate(citation) and citation.start == second, "not the first that reads so"
    citation.quote = "He came."
    assert locate(citation) and (citation.start, citation.end, citation.page) == (second, second + 8, 2)
    citation.quote = "He  came. Then he"
    assert locate(citation) and citation.quote == "He came. Then he" and citation.start == second
    citation.quote = "Nobody came."
    assert not locate(citation) and (citation.start, citation.end, citation.page) == (None, None, None)


def test_of_a_text_that_is_not_kept_nothing_is_said():
    assert astray(make_citation(make_event(), quote="Anything.")) == ""


@pytest.mark.parametrize(
    ("text", "quote", "place"),
    [
        ("岸田首相は六日、ソウルを訪問した。", "岸田氏はソウルを訪問した", "ソウルを訪問した"),
        ("기시다 총리가 서울을 방문했다.", "총리가 도쿄를 방문했다", "를 방문했다"),
    ],
)
def test_words_are_compared_where_no_space_parts_them(text, quote, place):
    start, end = nearest(text, quote)
    assert place[-3:] in text[start:end]


def test_the_nearest_words_of_a_long_text_are_found_at_once():
    text = "The minister said that the talks would go on. " * 20_000 + "He left Seoul at dawn."
    assert text[slice(*nearest(text, "They left Seoul at dawn"))] == "left Seoul at dawn"


def publish(client, event, way, reason=""):
    """Publish an event in one of the possible ways; returns the page that follows."""
    address = reverse("admin:timeline_event_change", args=[event.pk])
    if way == "form":
        form = filled(client, address, "event_form", status="published", no_passage_reason=reason)
        return client.post(address, form, follow=True)
    if way == "queue":
        seen = {
            "event": event.pk,
            "seen": event.updated_at.isoformat(),
            "decision": "approve",
            "reason": reason,
        }
        return client.post(reverse("admin:timeline_event_review"), seen, follow=True)
    if way == "action":
        chosen = {"action": "approve", "_selected_action": [event.pk]}
        return client.post(reverse("admin:timeline_event_changelist"), chosen, follow=True)
    if way == "import":
        file = io.BytesIO(f"slug,title,date,status,no_passage_reason\n{event.slug},{event},2024-09-06,published,{reason}\n".encode())  # fmt: skip
        file.name = "t.csv"
        looked = client.post(reverse("admin:timeline_event_import"), {"file": file}, follow=True)
        return client.post(looked.redirect_chain[-1][0], {"verb": "right"}, follow=True)
    Event.objects.filter(pk=event.pk).update(status="published")
    client.post(address, filled(client, address, "event_form", status="proposed"))
    change = Change.objects.filter(before__status="published").first()
    return client.post(
        reverse("admin:timeline_event_put_back", args=[event.pk]), {"change": change.pk}, follow=True
    )


WAYS = ["form", "queue", "action", "import", "put back"]


@pytest.mark.parametrize("way", WAYS)
def test_without_a_passage_nothing_is_published_unless_readers_are_told_why(client, way):
    sign_in(client, "Editor")
    event = make_event("Visit", status="proposed")
    page = publish(client, event, way).content.decode()
    event.refresh_from_db()
    assert event.status == "proposed" and ("no passage" in page or way == "import")
    if way in ("form", "queue", "import"):
        publish(client, event, way, "The ministry told us by telephone.")
        event.refresh_from_db()
        assert event.status == "published"
        assert "The ministry told us by telephone." in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_with_a_quotation_that_stands_nowhere_it_is_published_and_the_place_told(client, way):
    sign_in(client, "Editor")
    citation = cited("The king met the president in Seoul")
    page = publish(client, citation.event, way).content.decode()
    citation.event.refresh_from_db()
    assert citation.event.status == "published"
    assert "does not appear in our copy of" in page and "The nearest text, at characters" in page


def test_the_queue_and_the_form_tell_it_before_it_is_published(client):
    sign_in(client, "Editor")
    citation = cited("The king met the president in Seoul")
    for address in (
        reverse("admin:timeline_event_review"),
        reverse("admin:timeline_event_change", args=[citation.event.pk]),
    ):
        assert "does not appear in our copy of" in client.get(address).content.decode()
    citation.delete()
    assert "It has no passage." in client.get(reverse("admin:timeline_event_review")).content.decode()


def test_the_last_passage_of_what_is_published_is_not_taken_away_without_a_reason(client):
    sign_in(client, "Editor")
    event = make_event()
    make_citation(event)
    address = reverse("admin:timeline_event_change", args=[event.pk])
    form = filled(client, address, "event_form", place="Tokyo", **{"citations-0-DELETE": "on"})
    response = client.post(address, form)
    page = response.content.decode()
    assert response.status_code == 200 and "it has no passage" in page and 'value="Tokyo"' in page
    assert client.post(address, {**form, "no_passage_reason": "The paper took it back."}).status_code == 302
    event.refresh_from_db()
    assert not event.citations.exists() and event.no_passage_reason and event.place == "Tokyo"


def test_an_added_passage_is_not_taken_out_if_nothing_would_be_left(client):
    sign_in(client, "Editor")
    event = make_event("Visit", status="proposed")
    address = reverse("admin:timeline_event_change", args=[event.pk])
    row = {
        "citations-TOTAL_FORMS": "1",
        "citations-0-source": str(make_source().pk),
        "citations-0-quote": "So.",
    }
    client.post(address, filled(client, address, "event_form", status="published", **row))
    added = Change.objects.get(record__startswith="citation")
    back = reverse("admin:timeline_event_put_back", args=[event.pk])
    assert "no passage" in client.post(back, {"change": added.pk}, follow=True).content.decode()
    assert event.citations.exists()


def test_what_was_published_so_before_may_be_edited_and_comes_back_as_proposed(client):
    sign_in(client, "Editor")
    event = make_event()
    address = reverse("admin:timeline_event_change", args=[event.pk])
    assert client.post(address, filled(client, address, "event_form", place="Tokyo")).status_code == 302
    client.post(reverse("admin:timeline_event_delete", args=[event.pk]), {"post": "yes"})
    gone = Change.objects.get(verb="removed")
    page = client.post(
        reverse("admin:timeline_change_put_back", args=[gone.pk]), follow=True
    ).content.decode()
    assert "has been restored as proposed" in page and Event.objects.get().status == "proposed"


def test_readers_are_told_the_reason_and_no_count_of_nothing(client):
    event = make_event(no_passage_reason="Told by telephone.")
    page = strip_tags(client.get(event.get_absolute_url()).content.decode())
    assert "Published without a passage: Told by telephone." in page and "0 passages" not in page
    assert "Told by telephone." in client.get("/", {"event": event.slug}).content.decode()
    make_citation(event)
    assert "Told by telephone." not in client.get(event.get_absolute_url()).content.decode()
