"""The panel that shows who says so."""

import pytest
from lxml import html

from tests.factories import make_citation, make_event, make_source, make_timeline
from timeline.reading import page_drawings, pages
from timeline.reading.evidence import EXCERPT, Evidence, begin_of_excerpt, girth, needs_reading

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true", "HX-Target": "evidence"}


@pytest.fixture
def event():
    event = make_event("Kishida steps down", "2024-09", "office", is_disputed=True)
    for n in range(4):
        make_citation(
            event, quote=f"He will step down in September 2024, said paper {n}.", date_words="September 2024"
        )
    make_citation(event, quote="He steps down in 2025.", date_words="2025", edtf="2025", disputes=True)
    return event


def panel(client, address="/", **options):
    return html.fromstring(client.get(address, **options).content.decode()).cssselect("[data-evidence]")


def test_the_best_supported_event_is_open_when_a_reader_comes(client, event):
    make_citation(make_event("A vote", "2024-09-27", "election"))
    (shown,) = panel(client)
    assert shown.cssselect("h2")[0].text == "Kishida steps down"
    assert shown.cssselect(".place-of")[0].text == "1 of 2"
    assert shown.getparent().getparent().get("data-event-id") == str(event.pk), (
        "it stands in the row of its event"
    )


def test_the_curators_lead_comes_first(client, event):
    vote = make_event("A vote", "2024-09-27", "election")
    make_timeline(is_default=True, lead=vote)
    (shown,) = panel(client)
    assert shown.cssselect("h2")[0].text == "A vote"
    (shown,) = panel(client, "/?kind=office")
    assert shown.cssselect("h2")[0].text == "Kishida steps down", "a lead that was filtered away is not shown"


def test_sources_that_disagree_are_set_side_by_side_and_never_counted_as_agreeing(client, event):
    (shown,) = panel(client)
    sides = [" ".join(side.text_content().split()) for side in shown.cssselect(".sides li")]
    assert sides == ["4 say September 2024", "1 says 2025"]
    assert len(shown.cssselect(".citation")) == 3 and shown.cssselect(".citation.disputes")
    assert "2 more passages" in shown.text_content()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "4 passages say so" in page


def test_the_strongest_passage_is_the_finest_that_agrees_in_its_own_words(event):
    vague = make_citation(event, quote="He went in 2024.", date_words="2024", edtf="2024")
    abstract = make_citation(
        event, make_source(kind="abstract"), quote="He went in September 2024.", date_words="September 2024"
    )
    order = Evidence(event).passages
    assert order[0].quote.startswith("He will step down") and order[-1].disputes
    assert order.index(abstract) < order.index(vague)


def test_a_word_that_names_no_year_is_shown_with_the_day_that_it_was_read_against(client):
    event = make_event()
    source = make_source(published="2024-09-06", published_basis="stated")
    friday = make_citation(event, source, quote="He arrived on Friday.", date_words="Friday")
    (shown,) = panel(client)
    assert "“Friday”, published 6 September 2024: 6 September 2024" in shown.text_content()
    friday.date_words = "6 September 2024"
    assert not needs_reading(friday)


def test_it_steps_through_what_was_asked_for(client, event):
    vote = make_event("A vote", "2024-09-27", "election")
    late = make_event("A late visit", "2024-12-01")
    (shown,) = panel(client, f"/?event={vote.slug}")
    steps = {link.get("rel"): link.get("href") for link in shown.cssselect(".steps a[rel]")}
    assert steps == {
        "prev": f"?event={event.slug}#event-{event.pk}",
        "next": f"?event={late.slug}#event-{late.pk}",
    }
    (shown,) = panel(client, f"/?event={vote.slug}&kind=election")
    assert not shown.cssselect(".steps a[rel]") and shown.cssselect(".place-of")[0].text == "1 of 1"


def test_an_event_that_is_not_in_the_list_opens_above_it(client, event):
    vote = make_event("A vote", "2024-09-27", "election")
    (shown,) = panel(client, f"/?kind=office&event={vote.slug}")
    assert shown.cssselect("h2")[0].text == "A vote" and shown.getparent().get("class") == "hold"
    assert shown.getparent().getparent().get("id") == "columns"


def test_whoever_asks_for_evidence_has_no_drawing_laid_out(client, event, monkeypatch):
    monkeypatch.setattr(pages, "fan", lambda *args: pytest.fail("columns were cut"))
    for name in ("build_ribbon", "build_dense_ribbon", "build_chart", "build_figure"):
        monkeypatch.setattr(
            page_drawings, name, lambda *args, name=name, **kwargs: pytest.fail(f"{name} was called")
        )
    (shown,) = panel(client, f"/?event={event.slug}", headers=PART)
    assert "Kishida steps down" in shown.text_content()


@pytest.mark.parametrize(
    ("before", "begins"),
    [
        ("", "On 6 September"),
        ("They met. " * 10, "They met."),  # the date is among the first lines
        ("They met again and spoke. " * 12, "and spoke. They met again"),
        ("両国の代表は文言をめぐって話し合った。" * 10, "両国の代表は"),
    ],
)
def test_an_embed_begins_a_long_passage_just_before_its_date(before, begins):
    quote = f"{before}On 6 September 2024 they parted, as the log records. {before}"
    citation = make_citation(make_event(), quote=quote, date_words="6 September 2024")
    begin = begin_of_excerpt(citation)
    assert quote[begin:].startswith(begins)
    assert girth(quote[begin : quote.index("6 September")]) <= EXCERPT // 2


def test_a_sign_of_a_wide_script_counts_twice():
    assert girth("Seoul 서울") == 6 + 4


@pytest.mark.parametrize("words", ["", "Tuesday", "last “May” & June"])
@pytest.mark.parametrize("page", ["/", "/embed/japan-and-korea/"])
def test_the_signs_of_a_passage_are_shown_as_they_are(client, words, page):
    make_timeline()
    quote = 'The "host\'s" aide said R&D <talks> began last “May” & June.'
    make_citation(make_event(), quote=quote, date_words=words)
    (passage,) = html.fromstring(client.get(page).content.decode()).cssselect("[data-evidence] .passage")
    assert passage.text_content() == f"“{quote}”"
