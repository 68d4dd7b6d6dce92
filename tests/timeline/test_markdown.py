"""Introductions in Markdown: what is read, and that nothing harmful becomes HTML."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.factories import make_timeline
from timeline.markdown import to_html, to_plain

pytestmark = pytest.mark.once

READ = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("*how* and **why**", "<p><em>how</em> and <strong>why</strong></p>\n"),
        (
            "[a page](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2">a page</a></p>\n',
        ),
        ("[here](/events/a/)", '<p><a href="/events/a/">here</a></p>\n'),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("# No heading", "<p># No heading</p>\n"),
        ("<b onclick='x'>raw</b>", "<p>&lt;b onclick='x'&gt;raw&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](&#106;avascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](//evil.example)", "<p>[x](//evil.example)</p>\n"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>\n"),
        ("![x](https://example.org/a.png)", '<p>!<a href="https://example.org/a.png">x</a></p>\n'),
        ("", ""),
    ],
)
def test_what_is_read_and_what_is_shown_as_typed(text, expected):
    assert to_html(text) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab[]()<>\"'&:/\\\n *_`!#-javscripthreonlickdt=;"), max_size=60))
def test_no_text_becomes_anything_but_the_known_marks(text):
    page = html.fragment_fromstring(to_html(text), create_parent="div")
    for element in page.iterdescendants():
        assert element.tag in READ
        assert set(element.attrib) <= {"href", "title", "start"}
        assert (
            not element.get("href", "/")
            .lower()
            .lstrip()
            .startswith(("javascript:", "data:", "//", "vbscript:"))
        )


def test_without_its_marks():
    assert to_plain("*How* it\nwent: [a & b](https://example.org).\n\nTwo") == "How it went: a & b. Two"


@pytest.mark.django_db
def test_a_timeline_shows_its_introduction_with_paragraphs_and_links(client):
    timeline = make_timeline(introduction="How it *went*.\n\nSee [the treaty](https://example.org/t).")
    page = client.get(timeline.get_absolute_url()).content.decode()
    assert '<a href="https://example.org/t">the treaty</a>' in page and "<em>went</em>" in page
    assert '<meta name="description" content="How it went. See the treaty.">' in page
