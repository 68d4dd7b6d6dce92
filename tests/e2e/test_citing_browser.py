"""An event, and a passage for one, by selecting words in a real browser; keys and clicks are counted."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article
from tests.e2e.axe import violations_by_scheme
from tests.factories import make_actor, make_event, make_source
from timeline.models import Citation, Event

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 6  # keys and clicks for an event by selection
TEXT = (
    "Kishida in Seoul 😀\n\nJapanese Prime Minister Fumio Kishida visited Seoul on 6 September 2024 and met Yoon Suk Yeol. "
    "Talks about the mines 😀 went on for hours. They had met in Hiroshima in May 2023, officials said."
)


@pytest.fixture
def article(transactional_db):
    source = make_source(title="Kishida in Seoul", published=date(2024, 9, 7))
    return Article.objects.create(source=source, text=TEXT, content_hash="0" * 64, rules_version="1")


@pytest.fixture
def at_the_article(live_server, client, context, page, article):
    client.force_login(User.objects.create_superuser("editor"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    return page


RANGE = """words => {
  const spans = [...document.querySelectorAll("#kept-text [data-start]")];
  const whole = spans.map((span) => span.textContent).join("");
  const point = (at) => { for (const span of spans) { if (at <= span.textContent.length) return [span.firstChild, at]; at -= span.textContent.length; } };
  const from = whole.indexOf(words), range = document.createRange();
  range.setStart(...point(from)); range.setEnd(...point(from + words.length));
  const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
  const first = boxes[0], last = boxes.at(-1);
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


def drag(page, words):
    """Select words with the mouse, from their first letter to their last: a press and a release."""
    page.locator("#kept-text").scroll_into_view_if_needed()
    x, y, to_x, to_y = page.evaluate(RANGE, words)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=6)
    page.mouse.up()
    return 2


def test_selected_words_become_an_event_in_few_keys(at_the_article, article, complaints):
    page = at_the_article
    words = "Fumio Kishida visited Seoul on 6 September 2024"
    count = drag(page, words)
    page.get_by_text(f"“{words}”").wait_for()
    with page.expect_navigation():
        page.keyboard.press("n")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    count += 2
    print(f"keys and clicks for an event by selection: {count}")
    event, citation = Event.objects.get(), Citation.objects.get()
    assert count <= MOST
    assert citation.quote == words == TEXT[citation.start : citation.end]
    assert (event.kind, event.edtf, event.place) == ("visit", "2024-09-06", "Seoul")
    assert "Fumio Kishida" in event.actors.values_list("name", flat=True)
    assert page.get_by_text(f"Made “{event}”").count() and complaints == []


def test_a_sentence_is_chosen_and_added_by_keys_alone(at_the_article, article, complaints):
    event = make_event("Talks on mines", "2024-09-06", kind="summit", actors=[make_actor()])
    page = at_the_article
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.get_by_text("“Talks about the mines 😀 went on for hours.”").wait_for()
    with page.expect_navigation():
        page.keyboard.press("p")
    page.fill("#q", "talks mines")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("1")
    citation = event.citations.get()
    assert (
        citation.quote == "Talks about the mines 😀 went on for hours." == TEXT[citation.start : citation.end]
    )
    assert complaints == []


def test_words_are_cited_without_script(live_server, new_context, client, article):
    client.force_login(User.objects.create_superuser("editor"))
    context = new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])  # fmt: skip
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    with page.expect_navigation():
        page.get_by_label("Cite this sentence").nth(1).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Make the event").click()
    assert Event.objects.count() == 1 and "6 September 2024" in Citation.objects.get().quote


def test_axe_finds_nothing_where_words_are_cited(at_the_article, live_server, article):
    make_event("Seoul", "2024-09-06", actors=[make_actor()])
    page = at_the_article
    start = TEXT.index("Fumio")
    for address in (
        reverse("admin:articles_article_change", args=[article.pk]),
        f"{reverse('admin:articles_article_cite', args=[article.pk])}?start={start}&end={start + 47}",
    ):
        page.goto(live_server.url + address)
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_timeout(50)
            assert violations_by_scheme(page) == {}, (width, address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, address)
