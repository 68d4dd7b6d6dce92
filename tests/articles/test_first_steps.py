"""The first day at an empty desk: from the samples to a first timeline."""

import pytest
from django.urls import reverse

from articles.ingestion import web
from articles.models import IngestRun
from tests.browsing import filled, sign_in
from timeline.models import Event, Timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_first_page_leads_from_the_samples_to_a_timeline(client, monkeypatch):
    monkeypatch.setattr(web, "start", lambda pk: None)
    home = reverse("admin:index")
    page = sign_in(client, "Editor").get(home).content.decode()
    assert "Your first timeline" in page and "Read five sample articles" in page
    samples = reverse("admin:articles_ingestrun_samples")
    assert client.get(samples).status_code == 405
    client.post(samples)
    web.read_run(IngestRun.objects.get().pk)
    run = IngestRun.objects.get()
    assert (run.articles_read, run.failed) == (5, 0) and Event.objects.count() > 3
    page = client.get(home).content.decode()
    assert f"Review {Event.objects.count()} events, article by article" in page
    Event.objects.all().approve()
    page = client.get(home).content.decode()
    assert "nothing is left to review" in page
    add = page.partition("Your first timeline")[2].partition("/timeline/timeline/add/?")[2].partition('"')[0]
    address = f"{reverse('admin:timeline_timeline_add')}?{add}"
    client.post(address, filled(client, address, "timeline_form"))
    assert Timeline.objects.get().events().count() == Event.objects.count()
    assert "Your first timeline" not in client.get(home).content.decode()


def test_who_may_not_hand_in_articles_is_shown_no_first_steps(client):
    assert "Your first timeline" not in sign_in(client).get(reverse("admin:index")).content.decode()
    assert client.post(reverse("admin:articles_ingestrun_samples")).status_code == 403
