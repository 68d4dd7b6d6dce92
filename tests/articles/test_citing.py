"""Citing by selecting: what words propose, and the events and passages made of them."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from articles.extraction.gazetteer import shipped_gazetteer
from articles.ingestion.selection import SelectionError, marks_of, propose, shortened, whole_words
from articles.models import Article
from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source
from timeline.curation.citing import CitingError, add_passage
from timeline.curation.deciding import accept
from timeline.curation.merging import merge
from timeline.curation.proposals import waiting
from timeline.models import Citation, Event

TEXT = (
    "Kishida in Seoul\n\nJapanese Prime Minister Fumio Kishida visited Seoul on 6 September 2024 and met Yoon Suk Yeol. "
    "Talks about the mines went on 😀 for hours.\r\nThey met again in June 2023 in Hiroshima, officials said <b>there</b>."
)
DAY = date(2024, 9, 7)


def at(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def proposed(words, **changes):
    given = {"published": DAY, "language": "en", "gazetteer": shipped_gazetteer(), **changes}
    return propose(TEXT, *at(words), **given)


@pytest.fixture
def article(db):
    source = make_source(title="Kishida in Seoul", published=DAY)
    return Article.objects.create(source=source, text=TEXT, content_hash="0" * 64, rules_version="1")


def test_words_that_a_rule_reads_propose_an_event():
    found = proposed("Japanese Prime Minister Fumio Kishida visited Seoul on 6 September 2024")
    assert (found.kind, found.edtf, found.place, found.date_words) == ("visit", "2024-09-06", "Seoul", "6 September 2024")  # fmt: skip
    names = [name for name, _, _ in found.actors]
    assert "Kishida" in found.title and {"Fumio Kishida", "Japan"} <= set(names) and "Hiroshima" not in names


def test_words_that_no_rule_reads_propose_themselves_and_their_own_date():
    found = proposed("Talks about the mines went on")
    assert (found.title, found.kind, found.edtf, found.is_read) == (
        "Talks about the mines went on",
        "other",
        "",
        False,
    )
    assert proposed("in June 2023").edtf == "2023-06"


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("ishida visited Seo", "Kishida visited Seoul"),
        ("  Talks about", "Talks about"),
        ("hours.\r\n", "hours."),
    ],
)
def test_a_selection_grows_to_whole_words(words, whole):
    text = TEXT.replace("Yoon Suk Yeol. Talks", "Yoon Suk Yeol.   Talks")
    start, end = whole_words(text, *at(words, text))
    assert text[start:end] == whole
    assert whole_words(text, end, start) == (start, end), "selected backwards"


def test_a_selection_of_korean_is_taken_as_it_is():
    text = "기시다 총리가 서울을 방문했다."
    assert whole_words(text, 4, 7) == (4, 7)


def test_nothing_and_too_much_are_refused():
    for text, start, end in (("a  b", 1, 3), ("", 0, 0), ("word " * 900, 0, 4500)):
        with pytest.raises(SelectionError):
            whole_words(text, start, end)


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("“They met in Seoul,” he said.", "“They met in Seoul,” he said"),
        ("「会談した」", "会談した"),
        ("The two leaders, " + "who had met many times before in other places and on other days, " * 3, "The two leaders, who had met many times before in other places and on other days"),
        ("word " * 60, " ".join(["word"] * 24)),
    ],
)  # fmt: skip
def test_a_title_is_cut_only_between_words(quote, title):
    assert shortened(quote) == title


def test_marks_never_overlap():
    marks = marks_of(TEXT, DAY, "en", shipped_gazetteer())
    assert all(a.end <= b.start for a, b in zip(marks, marks[1:], strict=False))
    assert {"date", "name"} == {mark.kind for mark in marks}


def cite(article, words="", **query):
    start, end = at(words) if words else (query.pop("start"), query.pop("end"))
    return f"{reverse('admin:articles_article_cite', args=[article.pk])}?start={start}&end={end}"


def test_the_page_of_an_article_holds_its_text_whole(client, article):
    event = make_event("Cited")
    make_citation(event, article.source, quote="Talks", start=at("Talks")[0], end=at("Talks")[1])
    page = html.fromstring(sign_in(client, "Curator").get(reverse("admin:articles_article_change", args=[article.pk])).content.decode())  # fmt: skip
    pieces = page.xpath("//*[@id='kept-text']//span[@data-start]")
    assert "".join(p.text or "" for p in pieces) == TEXT.replace("\r\n", "\n")
    for piece in pieces:
        assert TEXT[int(piece.get("data-start")) :].replace("\r\n", "\n").startswith(piece.text)
    titles = " ".join(p.get("title") or "" for p in pieces)
    assert "2024-09-06" in titles and "Fumio Kishida" in titles and "cited by Cited" in titles
    assert len(page.xpath("//a[@class='cite-link']")) >= 3


def test_words_become_an_event(client, article):
    address = cite(article, "Japanese Prime Minister Fumio Kishida visited Seoul on 6 September 2024")
    sign_in(client, "Curator")
    form = filled(client, address, "cite-form")
    assert (
        form["edtf"] == ["2024-09-06"] and form["kind"] == ["visit"] and "Fumio Kishida" in form["people"][0]
    )
    page = client.post(address.partition("?")[0], form, follow=True)
    event = Event.objects.get()
    assert f"Made “{event}”" in page.content.decode() and page.redirect_chain[0][0].endswith(
        f"#at-{at('Japanese')[0]}"
    )
    citation = event.citations.get()
    assert TEXT[citation.start : citation.end] == citation.quote and citation.edtf == "2024-09-06"
    assert (event.status, citation.is_pinned, citation.source) == ("proposed", True, article.source)
    kishida = event.actors.get(name="Fumio Kishida")
    assert kishida.kind == "person" and not kishida.is_proposed and kishida.represents.name == "Japan"
    assert "actors" in event.curated_fields


def test_what_is_wrong_in_the_form_is_said_there(client, article):
    address = cite(article, "Talks about the mines went on")
    sign_in(client, "Curator")
    form = filled(client, address, "cite-form")
    page = client.post(address.partition("?")[0], form | {"people": ["Nobody Known"]}).content.decode()
    assert "This field is required" in page and "“Nobody Known” is not a known actor" in page
    assert not Event.objects.exists()


def test_a_passage_is_added_to_an_event(client, article):
    event = make_event(status="proposed", actors=[make_actor()])
    public = make_event("Kishida in Korea", actors=[make_actor()])
    address = cite(article, "Fumio Kishida visited Seoul on 6 September 2024")
    page = sign_in(client, "Curator").get(address).content.decode()
    assert event.title in page and "waits for an Editor" in page
    form = filled(client, address, "cite-form")
    where = address.partition("?")[0]
    assert f"Added to “{event}”" in client.post(where, form | {"to": event.pk}, follow=True).content.decode()
    assert (
        "cites these words already"
        in client.post(where, form | {"to": event.pk}, follow=True).content.decode()
    )
    assert event.citations.get().start == at("Fumio")[0]
    for _ in range(2):
        page = client.post(where, form | {"to": public.pk}, follow=True).content.decode()
        assert "1 change waits for an Editor" in page and not public.citations.exists()
    change = waiting().get()
    assert (change.what, change.event, change.proposer.username) == ("add", public, "curator")
    accept(change, change.proposer)
    assert public.citations.get().start == at("Fumio")[0]
    sign_in(client, "Editor").post(where, form | {"to": public.pk})
    assert public.citations.count() == 1, "it was cited already"
    for nonsense in ("", "x", "999999"):
        assert "Choose an event" in client.post(where, form | {"to": nonsense}, follow=True).content.decode()


def test_nothing_is_added_to_an_event_merged_meanwhile(article):
    event, kept = make_event(), make_event("Kept", slug="kept")
    words = Citation(source=article.source, quote="Fumio Kishida", start=0, end=13)
    merge(kept, [Event.objects.get(pk=event.pk)])
    with pytest.raises(CitingError, match="has not been merged"):
        add_passage(event, words)
    assert not Citation.objects.exists()


def test_any_event_is_found_by_words_to_add_to(client, article):
    make_event("Gathering of mayors", "1999", status="proposed")
    address = cite(article, "Talks about the mines")
    page = sign_in(client, "Curator").get(f"{address}&q=gathering").content.decode()
    assert "Gathering of mayors" in page
    assert "No event has all these words" in client.get(f"{address}&q=zzz").content.decode()


@pytest.mark.parametrize("query", ["", "?start=x&end=y", "?start=5", "?start=3&end=3", "?start=99999999&end=999999999", "?start=-1&end=4"])  # fmt: skip
def test_an_address_without_words_leads_back(client, article, query):
    sign_in(client, "Curator")
    page = client.get(reverse("admin:articles_article_cite", args=[article.pk]) + query, follow=True)
    assert page.redirect_chain and "elect" in page.content.decode()
