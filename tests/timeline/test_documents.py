"""Sources: editions, what an address tells, archived copies, and notes on reliability."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import strip_tags

from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.curation.sources import (
    EditionError,
    editions_of,
    fill_from_address,
    join_editions,
    publisher_by_address,
)
from timeline.links import archive_search, day_in_address
from timeline.models import Source

LIST = "admin:timeline_source_changelist"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2024/09/06/summit", "2024-09-06"),
        ("/world/2024/sep/06/summit", "2024-09-06"),
        ("/news/2024-09-06", "2024-09-06"),
        ("/news/20240906/", "2024-09-06"),
        ("/2024/9/6", "2024-09-06"),
        ("/2024/09/summit", None),
        ("/2024/13/06/x", None),
        ("/2024/02/30/x", None),
        ("/2024/09/06/looking-back-at-1910/08/29/", None),
        ("/AEN20240906001200315", None),
        ("/article-20240906123", None),
        ("/2024-09-06-2024", None),
        ("/?date=2024/09/06", None),
        ("", None),
    ],
)
def test_the_day_of_an_address_is_taken_only_where_it_is_sure(path, day):
    found = day_in_address(f"https://paper.example{path}")
    assert found == (date.fromisoformat(day) if day else None)


def paper(n, publisher="The Paper", **fields):
    return make_source(url=f"https://www.paper.example/{n}", publisher=publisher, **fields)


@pytest.mark.django_db
def test_the_publisher_is_taken_from_others_of_its_site_only_if_they_agree():
    paper(1)
    assert publisher_by_address("https://paper.example/new") == ""
    paper(2)
    assert publisher_by_address("https://paper.example/new") == "The Paper"
    assert publisher_by_address("https://otherpaper.example/new") == publisher_by_address("") == ""
    paper(3, "The Evening Paper")
    assert publisher_by_address("https://paper.example/new") == ""


@pytest.mark.django_db
def test_what_is_filled_in_is_marked_as_inferred_and_nothing_stated_is_touched(client):
    paper(1), paper(2)
    bare = paper("2024/09/06/x", publisher="")
    stated = make_source(url="https://mine.example/2024/09/07/x", publisher="Mine", published="2024-01-01")
    sign_in(client, "Curator")
    client.post(reverse(LIST), {"action": "fill_in", "_selected_action": [bare.pk, stated.pk]})
    bare.refresh_from_db(), stated.refresh_from_db()
    assert (bare.publisher, bare.publisher_inferred) == ("The Paper", True)
    assert (bare.published, bare.published_basis) == (date(2024, 9, 6), "inferred")
    assert (stated.publisher, stated.published, stated.published_basis) == (
        "Mine",
        date(2024, 1, 1),
        "stated",
    )
    assert fill_from_address(bare) == []
    make_citation(make_event(), bare)
    page = client.get(bare.get_absolute_url()).content.decode()
    assert "publisher inferred" in page and "day inferred" in page
    data = filled(client, reverse("admin:timeline_source_change", args=[bare.pk]), "source_form", publisher="The Paper Ltd")  # fmt: skip
    client.post(reverse("admin:timeline_source_change", args=[bare.pk]), data)
    bare.refresh_from_db()
    assert (bare.publisher, bare.publisher_inferred) == ("The Paper Ltd", False)


@pytest.mark.django_db
def test_editions_are_joined_and_lead_to_each_other(client):
    first, second, third = paper(1, published="2024-09-06"), paper(2, published="2024-09-07"), paper(3)
    for source in (first, second):
        make_citation(make_event(), source)
    sign_in(client, "Curator")
    chosen = {"action": "join_as_editions", "_selected_action": [second.pk, first.pk]}
    assert "2 sources are now editions of" in client.post(reverse(LIST), chosen, follow=True).content.decode()
    join_editions(third, [first])
    second.refresh_from_db()
    assert set(editions_of(third)) == {first, second} and set(editions_of(second)) == {first, third}
    page = client.get(first.get_absolute_url()).content.decode()
    assert "Other editions" in page and second.title in page and third.title not in page
    with pytest.raises(EditionError, match="one kind and one language"):
        join_editions(first, [make_source(language="ko")])
    with pytest.raises(EditionError, match="at least two"):
        join_editions(first, [])


@pytest.mark.django_db
def test_readers_see_the_note_and_the_archived_copy(client):
    source = paper(1, reliability="State agency <b>", archive_url="https://perma.cc/AAAA-1111")
    event = make_event()
    make_citation(event, source, page=3)
    for address in (source.get_absolute_url(), event.get_absolute_url()):
        page = client.get(address).content.decode()
        assert (
            "Note on this source: State agency &lt;b&gt;" in strip_tags(page)
            and 'href="https://perma.cc/AAAA-1111"' in page
        )
        assert "page 3" in page
    page = client.get(event.get_absolute_url(), headers={"accept-language": "ko"}).content.decode()
    assert "3쪽" in page


@pytest.mark.parametrize("address", ["http://perma.cc/A", "https://", "javascript:alert(1)", "perma.cc/A"])
def test_an_archived_copy_has_an_https_address(address):
    source = Source(title="x", archive_url=address)
    with pytest.raises(ValidationError, match="starts with https://"):
        source.clean()


def test_where_the_internet_archive_looks_for_a_copy():
    assert archive_search("https://a.example/x", date(2024, 9, 6)) == "https://web.archive.org/web/20240906/https://a.example/x"  # fmt: skip
    assert archive_search("https://a.example/x", None) == "https://web.archive.org/web/https://a.example/x"
