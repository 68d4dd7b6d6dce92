"""The list of sources without an address."""

import pytest
from django.urls import reverse

from tests.browsing import filled, sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.models import Source

pytestmark = pytest.mark.django_db
ADDRESS = "admin:timeline_source_without_address"


def test_addresses_are_given_row_by_row_and_what_is_wrong_waits_on(client):
    seen, taken, empty = make_source(title="Seen"), make_source(title="Taken"), make_source(title="Empty")
    make_source(url="https://example.org/other")
    make_citation(make_event(), seen)
    sign_in(client, "Curator")
    page = client.get(reverse(ADDRESS)).content.decode()
    assert page.index("Seen") < page.index("Taken") and "3 waiting" in page
    data = filled(client, reverse(ADDRESS))
    data[f"source-{seen.pk}-url"] = "example.org/seen"
    data[f"source-{taken.pk}-url"] = "https://example.org/other"
    page = client.post(reverse(ADDRESS), data).content.decode()
    assert (
        "Saved 1 address." in page
        and "Another source has this address." in page
        and f'name="source-{seen.pk}-url"' not in page
    )
    assert set(Source.objects.exclude(url="").values_list("title", "url")) >= {
        ("Seen", "https://example.org/seen")
    }
    data = filled(client, reverse(ADDRESS)) | {f"source-{taken.pk}-url": "no address"}
    assert "Enter a valid URL" in client.post(reverse(ADDRESS), data).content.decode()
    assert Source.objects.get(pk=empty.pk).url == ""


def test_rows_that_are_none_are_passed_over(client):
    sign_in(client, "Curator")
    data = {
        "source-abc-url": "https://example.org/",
        "source-999999999999999999999-url": "x",
        "source-7-url": "x",
    }
    assert client.post(reverse(ADDRESS), data, follow=True).status_code == 200


def test_who_may_not_change_sources_gives_none(client):
    assert client.get(reverse(ADDRESS)).status_code == 302
    assert sign_in(client).get(reverse(ADDRESS)).status_code == 403
