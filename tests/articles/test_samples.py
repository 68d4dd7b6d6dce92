"""The shipped samples produce the shipped timeline."""

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command

from timeline.models import Citation, Event, Source, Timeline

pytestmark = pytest.mark.django_db
FILES = sorted((settings.BASE_DIR / "articles" / "samples").glob("*.md"))


def test_every_sample_is_an_abstract_that_names_its_document():
    assert len(FILES) > 70
    for path in FILES:
        _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        assert fields["kind"] == "abstract" and "title" in fields and text.strip()
        assert fields.get("url", "http").startswith("http")


def test_the_timeline_runs_from_annexation_to_the_vote(samples):
    timeline = Timeline.objects.get(is_default=True)
    events = timeline.events()
    for kind, edtf in [
        ("agreement", "1910-08-22"),
        ("period", "1910/1945"),
        ("agreement", "1965-06-22"),
        ("ruling", "2018-10-30"),
        ("summit", "2023-03-16"),
        ("summit", "2023-08-18"),
        ("visit", "2024-09-06/2024-09-07"),
        ("election", "2024-09-27"),
    ]:
        assert events.filter(kind=kind, edtf=edtf).count() == 1, (kind, edtf)
    assert timeline.chapters.count() == 5 and events.filter(is_disputed=True).exists()
    assert timeline.lead and timeline.lead.edtf == "2024-09-06/2024-09-07"


def test_abstracts_are_never_shown_as_quotations(samples, client):
    assert not Source.objects.exclude(kind="abstract").exists()
    slug = Event.objects.get(place="Camp David").slug
    page = client.get("/", {"event": slug}).content.decode()
    assert "Paraphrase" in page and "<blockquote" not in page


def test_loading_again_changes_nothing(samples, capsys):
    before = list(Citation.objects.values_list("pk", "event_id"))
    Timeline.objects.update(title="Renamed")
    call_command("load_samples")
    assert f"created 0, cited 0, unchanged {len(FILES)}, failed 0" in capsys.readouterr().out
    assert list(Citation.objects.values_list("pk", "event_id")) == before
    assert Timeline.objects.get().title == "Renamed"
