"""Editions of one article are one source where sources are counted; what a source says of itself is exported and read back."""

import json

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.browsing import sign_in
from tests.factories import make_citation, make_event, make_source
from timeline.curation.sources import join_editions
from timeline.data.exports import event_data
from timeline.data.schemas import event_schema
from timeline.data.tables.events import EventRecords
from timeline.models import Citation, Event, Source
from timeline.reading.evidence import Evidence
from timeline.record.ranking import explain

pytestmark = pytest.mark.django_db
SAID = {"archive_url": "https://archive.example.org/1", "reliability": "State agency."}


def test_editions_count_once_in_lists_in_disputes_and_in_the_score():
    event = make_event()
    morning, evening, other = make_source(), make_source(), make_source(publisher="The Other")
    for source in (morning, evening, other):
        make_citation(event, source)
    for source in (morning, evening):
        make_citation(event, source, edtf="2024-09-07", quote="It was on the 7th.", disputes=True)
    count = lambda: Event.objects.with_counts().get().source_count  # noqa: E731
    sides = lambda: [n for n, _, _ in Evidence(Event.objects.with_evidence().get()).sides]  # noqa: E731
    before = Event.objects.get().significance
    assert (count(), sides()) == (3, [3, 2])
    join_editions(morning, [evening])
    assert (count(), sides()) == (2, [2, 1])
    assert Event.objects.get().significance < before and "reported by 2 sources" in "; ".join(
        explain(Event.objects.get())
    )


def test_page_archive_and_reliability_are_exported_and_fit_the_schema():
    make_citation(make_event(), make_source(**SAID), page=12)
    data = event_data(Event.objects.with_evidence().get())
    assert data["citations"][0]["page"] == 12 and SAID.items() <= data["citations"][0]["source"].items()
    jsonschema.validate(json.loads(json.dumps(data)), event_schema())


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_they_come_back_by_an_import(client, suffix):
    make_citation(make_event(), make_source(url="https://paper.example.com/1", **SAID), page=12)
    sign_in(client, "Editor")
    answer = client.get(reverse("admin:timeline_event_export", args=[suffix]))
    table = b"".join(answer.streaming_content) if answer.streaming else answer.content
    Event.objects.all().delete()
    Source.objects.all().delete()
    upload = {"file": SimpleUploadedFile(f"events.{suffix}", table)}
    page = client.post(reverse("admin:timeline_event_import"), upload, follow=True)
    client.post(page.request["PATH_INFO"], {"verb": "all"})
    citation = Citation.objects.select_related("source").get()
    assert citation.page == 12
    assert {name: getattr(citation.source, name) for name in SAID} == SAID


@pytest.mark.parametrize("page", ["x", "0", "-1", "²", "9" * 30])
def test_a_page_that_is_no_number_is_an_error_in_words(page):
    record = {"title": "A", "date": "2024", "citations": [{"quote": "q", "page": page, "source": {"title": "s"}}]}  # fmt: skip
    with pytest.raises(Exception, match="is not the number of a page"):
        EventRecords().write(record)
