"""Readings of articles change nothing published until an Editor accepts it."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, ArticleVersion, IngestRun
from articles.shipped import load_samples
from tests.browsing import sign_in
from timeline.curation.deciding import ProposalError, accept, refuse
from timeline.curation.proposals import waiting
from timeline.models import Change, Citation, Comment, Event, FormerSlug, ProposedChange, Source

pytestmark = pytest.mark.django_db

ADDRESS = "https://wire.example.com/2024/visit"
FIRST = "Prime Minister Fumio Kishida arrived in South Korea on September 6, 2024. Kishida and Yoon Suk Yeol met in Seoul on September 6, 2024."


def ingest(*paths, **options) -> str:
    out = io.StringIO()
    call_command("ingest", *map(str, paths), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().strip()


def write(folder, name: str, text: str, published="2024-09-07", **front) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in {"published": published, **front}.items())
    (folder / name).write_text(f"---\n{lines}---\n{text}\n")
    return str(folder / name)


def shown() -> list:
    """All that readers see of events and their passages, and of the documents."""
    events = [
        (e.slug, e.title, e.edtf, e.kind, e.place, e.is_disputed, sorted(e.participations.values_list("actor__name", "role")), sorted(e.citations.values_list("quote", "edtf", "disputes")))
        for e in Event.objects.published().order_by("slug")
    ]  # fmt: skip
    return [events, sorted(Source.objects.shown().values_list("title", "publisher", "url", "published"))]


@pytest.fixture
def published(tmp_path):
    """Two published events that one article reports."""
    ingest(write(tmp_path, "wire.md", FIRST, url=ADDRESS, publisher="Wire", title="A visit"), publish=True)
    assert Event.objects.published().count() == 2
    return tmp_path


RSS = """<rss version="2.0"><channel><title>Stranger</title><link>https://stranger.example.net/</link>
<item><title>Nothing happened</title><link>{link}</link><pubDate>Sun, 08 Sep 2024 08:00:00 +0900</pubDate>
<description>Prime Minister Fumio Kishida stayed at home, and no one arrived anywhere at all, said a stranger.</description></item></channel></rss>"""


def test_a_feed_cannot_speak_for_the_address_of_another_site(published):
    before = shown()
    (published / "stranger.rss").write_text(RSS.format(link=ADDRESS))
    ingest(published / "stranger.rss")
    assert shown() == before and Article.objects.get(source__url=ADDRESS).text.startswith(
        "Prime Minister Fumio Kishida arrived"
    )
    source = Source.objects.get(publisher="Stranger")
    assert (source.url, source.links_to) == ("", ADDRESS)


def test_a_feed_speaks_for_its_own_site(published):
    (published / "own.rss").write_text(RSS.format(link="https://news.stranger.example.net/1"))
    ingest(published / "own.rss")
    assert Source.objects.get(publisher="Stranger").url == "https://news.stranger.example.net/1"


@pytest.mark.parametrize(
    "text",
    [
        "Nothing of the kind took place.",
        FIRST.replace("September 6", "September 8"),
        f"Correction: a name was misspelt. {FIRST}",
        FIRST.replace("South Korea", "Busan").replace("in Seoul", "in Busan"),
    ],
)
def test_a_new_version_changes_nothing_that_readers_see(published, text):
    before = shown()
    line = ingest(write(published, "copy.md", text, url=ADDRESS, publisher="Somebody", title="Otherwise"))
    assert shown() == before
    article = Article.objects.get(source__url=ADDRESS)
    kept = article.versions.get()
    assert article.edition == 2 and article.text.strip() == text and kept.text.strip() == FIRST
    assert article.text_of(1) == kept.text and article.text_of(2) == article.text
    assert waiting().exists() and f"withheld {waiting().count()}" in line
    assert IngestRun.objects.first().withheld == waiting().count()


def test_a_shifted_text_moves_its_passages_silently(published):
    write(published, "copy.md", f"A word before. {FIRST}", url=ADDRESS, publisher="Wire", title="A visit")
    line = ingest(published / "copy.md")
    assert line == "created 0, cited 0, unchanged 0, failed 0" and not waiting().exists()
    text = Article.objects.get(source__url=ADDRESS).text
    for citation in Citation.objects.all():
        assert (citation.edition, text[citation.start : citation.end]) == (2, citation.quote)


def test_reading_the_same_again_proposes_it_once(published):
    corrected = write(published, "copy.md", FIRST.replace("September 6", "September 8"), url=ADDRESS)
    ingest(corrected)
    proposed = sorted(waiting().values_list("key", flat=True))
    assert ingest(corrected, published / "wire.md") == "created 0, cited 0, unchanged 2, failed 0"
    Article.objects.update(rules_version="older")
    assert "withheld" not in ingest(corrected)
    assert sorted(waiting().values_list("key", flat=True)) == proposed
    assert ArticleVersion.objects.count() == 1


def test_new_passages_of_published_events_wait_and_are_accepted(published, admin_user):
    before = shown()
    other = write(published, "other.md", FIRST, published="2024-09-08", publisher="Other", title="Again")
    assert ingest(other) == "withheld 2\ncreated 0, cited 0, unchanged 0, failed 0"
    assert shown() == before
    for change in waiting():
        accept(change, admin_user)
    assert Citation.objects.filter(source__publisher="Other").count() == 2
    assert not waiting().exists() and Event.objects.count() == 2
    Article.objects.update(rules_version="older")
    assert ingest(other) == "created 0, cited 0, unchanged 0, failed 0"


def test_a_refused_passage_does_not_come_again(published, admin_user):
    other = write(published, "other.md", FIRST, published="2024-09-08", publisher="Other", title="Again")
    ingest(other)
    for change in waiting():
        refuse(change, admin_user)
    Article.objects.update(rules_version="older")
    ingest(other)
    write(
        published, "other.md", f"Once more. {FIRST}", published="2024-09-08", publisher="Other", title="Again"
    )
    ingest(other)
    assert not waiting().exists() and not Citation.objects.filter(source__publisher="Other").exists()


def test_a_withdrawn_article_withdraws_its_events_by_an_editors_hand(published, client, admin_user):
    event = Event.objects.get(kind="visit")
    ingest(write(published, "gone.md", "Nothing of the kind took place.", url=ADDRESS))
    drops = waiting().filter(what="drop")
    assert drops.count() == 2 and client.get(event.get_absolute_url()).status_code == 200
    for change in drops:
        accept(change, admin_user)
    answer = client.get(event.get_absolute_url())
    assert answer.status_code == 410 and "Its sources no longer report it." in answer.content.decode()
    assert event.title not in answer.content.decode()
    assert not Event.objects.published().exists()


def test_a_refused_withdrawal_keeps_the_passage_for_good(published, admin_user):
    before = shown()
    gone = write(published, "gone.md", "Nothing of the kind took place.", url=ADDRESS)
    ingest(gone)
    for change in waiting():
        refuse(change, admin_user)
    Article.objects.update(rules_version="older")
    ingest(gone)
    assert shown() == before and not waiting().exists()


def test_a_better_date_waits(published, admin_user):
    text = "Prime Minister Fumio Kishida visited South Korea on September 6-7, 2024."
    ingest(write(published, "more.md", text, published="2024-09-09", publisher="Other"))
    date = waiting().get(field="edtf")
    assert (date.before, date.after) == ("2024-09-06", "2024-09-06/2024-09-07")
    accept(date, admin_user)
    assert Event.objects.get(kind="visit").edtf == "2024-09-06/2024-09-07"
    with pytest.raises(ProposalError, match="decided by someone else"):
        accept(date, admin_user)


def test_what_a_curator_changed_meanwhile_is_not_overwritten(published, admin_user):
    text = "Prime Minister Fumio Kishida visited South Korea on September 6-7, 2024."
    ingest(write(published, "more.md", text, published="2024-09-09", publisher="Other"))
    event = Event.objects.get(kind="visit")
    event.edtf = "2024-09-05"
    event.save()
    with pytest.raises(ProposalError, match="changed since"):
        accept(waiting().get(field="edtf"), admin_user)
    event.refresh_from_db()
    assert event.edtf == "2024-09-05"


def test_what_waits_describes_no_other_event(published):
    """A passage that waits is still known when the next article comes, and draws it to the same event."""
    ingest(write(published, "b.md", FIRST, published="2024-09-08", publisher="B"))
    ingest(write(published, "c.md", FIRST, published="2024-09-08", publisher="C"))
    assert waiting().filter(what="cite").count() == 4 and Event.objects.count() == 2


def test_proposed_events_change_freely_and_the_summary_says_so(tmp_path):
    ingest(write(tmp_path, "a.md", FIRST, url=ADDRESS))
    line = ingest(write(tmp_path, "b.md", FIRST.replace("September 6", "September 8"), url=ADDRESS))
    assert "withdrawn 2" in line and "withheld" not in line
    assert {e.edtf for e in Event.objects.all()} == {"2024-09-08"} and not FormerSlug.objects.exists()


def test_two_versions_in_one_batch_are_both_kept(tmp_path):
    write(tmp_path, "a.md", FIRST, url=ADDRESS)
    write(tmp_path, "b.md", FIRST.replace("September 6", "September 8"), url=ADDRESS)
    ingest(tmp_path)
    assert ArticleVersion.objects.count() == 1 and {e.edtf for e in Event.objects.all()} == {"2024-09-08"}
    assert ingest(tmp_path) == "created 0, cited 0, unchanged 2, failed 0"


def test_with_an_editors_hand_a_moved_event_leaves_its_address(published, client):
    """The same event under another slug, and one that is told no longer: neither address is lost."""
    old = dict(Event.objects.values_list("kind", "slug"))
    text = FIRST.replace("September 6", "September 8").partition(".")[0] + "."
    line = ingest(write(published, "copy.md", text, url=ADDRESS), publish=True)
    assert "withdrawn 2" in line
    assert FormerSlug.objects.count() == 2
    assert set(Change.objects.values_list("author_name", "author")) == {("ingestion, publishing", None)}
    for slug in old.values():
        assert client.get(f"/events/{slug}/").status_code in (301, 410)


def test_a_slug_that_a_curator_changes_leads_on(published, client):
    event = Event.objects.get(kind="visit")
    old = event.get_absolute_url()
    event.slug = "another-address"
    event.save()
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, "/events/another-address/")


def test_a_deleted_event_says_that_it_was(published, client):
    one, two = (e.get_absolute_url() for e in Event.objects.order_by("kind"))
    Event.objects.order_by("kind").first().delete()
    Event.objects.all().delete()
    assert client.get(one).status_code == client.get(two).status_code == 410
    assert client.get("/events/never-there/").status_code == 404


def test_editors_decide_in_the_admin_one_by_one_and_in_bulk(published, client):
    ingest(write(published, "other.md", FIRST, published="2024-09-08", publisher="Other", title="Again"))
    ingest(write(published, "third.md", FIRST, published="2024-09-08", publisher="Third", title="Again"))
    sign_in(client, "Curator")
    change = waiting().first()
    page = client.get(reverse("admin:timeline_proposedchange_change", args=[change.pk])).content.decode()
    assert "Both versions" in page and "September 6, 2024" in page and 'value="accept"' not in page
    decide = reverse("admin:timeline_proposedchange_decide", args=[change.pk])
    assert client.post(decide, {"decision": "accept"}).status_code == 403
    client.logout()
    sign_in(client, "Editor")
    client.post(decide, {"note": "typed, and Enter pressed"})
    assert waiting().count() == 4
    client.post(decide, {"decision": "accept"})
    change.refresh_from_db()
    assert (change.state, change.decided_by.username) == ("accepted", "editor")
    keys = list(waiting().values_list("pk", flat=True))
    for action, some in (("refuse_selected", keys[:1]), ("accept_selected", keys[1:])):
        client.post(
            reverse("admin:timeline_proposedchange_changelist"), {"action": action, "_selected_action": some}
        )
    assert not waiting().exists()
    assert Citation.objects.count() == 2 + 3


def test_samples_are_loaded_again_over_rows_of_older_rules(client, samples):
    """An upgrade: stored readings of rules that put other words, kinds and dates together."""
    before = shown()
    Article.objects.update(rules_version="older")
    for number, citation in enumerate(Citation.objects.order_by("pk")):
        if number % 3 == 0:
            citation.reading = {**citation.reading, "action": "older"}
            citation.save()
        elif number % 3 == 1 and citation.event.citations.count() > 1:
            citation.event = Event.objects.exclude(pk=citation.event_id).order_by("pk").first()
            citation.save()
    Event.objects.update(rules_version="older")
    slugs = list(Event.objects.published().values_list("slug", flat=True))
    result = load_samples()
    assert result.failed == 0
    assert sorted(e[1:5] for e in shown()[0]) == sorted(e[1:5] for e in before[0])
    for slug in slugs:
        assert client.get(f"/events/{slug}/").status_code in (200, 301)


def test_what_people_wrote_about_an_event_that_nothing_tells_any_longer_is_kept(tmp_path, client):
    """A new version of the article tells something else: an event with a comment stays, one without goes."""
    path = write(tmp_path, "wire.md", FIRST, url=ADDRESS, publisher="Wire", title="A visit")
    ingest(path)
    said, silent = Event.objects.order_by("pk")
    Comment.objects.create(event=said, author_name="Ann", text="Ask the embassy.")
    ingest(write(tmp_path, "wire.md", "Nothing happened.", url=ADDRESS, publisher="Wire", title="A visit"))
    assert list(Event.objects.all()) == [said] and not said.citations.exists()
    assert Comment.objects.get().event == said and not Event.objects.filter(pk=silent.pk).exists()


def test_a_published_one_with_a_proposal_is_withdrawn_and_the_proposal_stays(published, client):
    event = Event.objects.first()
    curator = User.objects.create_user("curator")
    ProposedChange.objects.create(event=event, what="field", field="title", before="a", after="b", key="1", origin="person", proposer=curator)  # fmt: skip
    ingest(write(published, "wire.md", "Nothing happened.", url=ADDRESS, publisher="Wire", title="A visit"), publish=True)  # fmt: skip
    assert client.get(event.get_absolute_url()).status_code == 410
    assert ProposedChange.objects.get().event == event
