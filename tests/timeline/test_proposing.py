"""What Curators change of something published waits: readers see the live version until an Editor accepts the other."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.models import Article
from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.curation import versions as versioning
from timeline.curation.deciding import accept_all, propose_settling
from timeline.curation.differences import differences
from timeline.curation.proposals import Proposer, waiting
from timeline.curation.versions import in_words
from timeline.models import Change, Citation, Event, Participation, Pick, ProposedChange, Step, Timeline
from timeline.record.history import acting

pytestmark = pytest.mark.django_db


def form_of(row):
    name = row._meta.model_name
    return reverse(f"admin:timeline_{name}_change", args=[row.pk]), f"{name}_form"


def save(client, row, follow=False, **changes):
    address, form = form_of(row)
    answer = client.post(address, filled(client, address, form, **changes), follow=follow)
    assert follow or answer.status_code == 302, answer.context["errors"]
    row.refresh_from_db()
    return answer


def desk_of(row):
    return reverse("admin:timeline_proposedchange_of", args=[row._meta.model_name, row.pk])


def decide(client, row, decision, labels=None, **fields):
    """Tick what is so labelled on the page of what waits, or all, and decide."""
    page = html.fromstring(client.get(desk_of(row)).content.decode())
    data = {n: v for n, v in page.forms[-1].form_values() if n != "csrfmiddlewaretoken" and n != "change"}
    boxes = {box.getparent().text_content().strip(): box.get("value") for box in page.xpath("//fieldset//input[@name='change']")}  # fmt: skip
    data["change"] = [boxes[label] for label in labels] if labels else list(boxes.values())
    answer = client.post(desk_of(row), {**data, "decision": decision, **fields}, follow=True)
    row.refresh_from_db()
    return answer.content.decode()


def labels(client, row):
    page = html.fromstring(client.get(desk_of(row)).content.decode())
    return {h.text_content().strip() for h in page.xpath("//fieldset[contains(@class, 'proposal')]/h2")}


@pytest.fixture
def event():
    event = make_event(actors=[make_actor()], place="Seoul", title_ko="")
    make_citation(event, quote="Kishida arrived in Seoul.")
    make_citation(event, quote="He met Yoon.")
    return event


def test_readers_see_the_published_version_until_an_editor_accepts(client, event):
    sign_in(client, "Curator")
    answer = save(client, event, follow=True, title="Farewell visit", title_ko="고별 방문", edtf="6-7 September 2024", remark="As the ministry has it")  # fmt: skip
    text = answer.content.decode()
    assert "3 changes wait for an Editor" in text and "was changed successfully" not in text
    seen = Client().get(event.get_absolute_url()).content.decode()
    assert "Kishida visits Seoul" in seen and "Farewell" not in seen
    assert not Change.objects.exists() and event.curated_fields == []
    assert {(c.proposer.username, c.origin, c.remark) for c in waiting()} == {("curator", "person", "As the ministry has it")}  # fmt: skip
    assert labels(client, event) == {"Title", "Title in Korean", "Date"}
    assert client.post(desk_of(event), {"decision": "accept"}).status_code == 403
    sign_in(client, "Editor")
    assert "Accepted 2 changes" in decide(client, event, "accept", ["Title", "Date"])
    assert (event.title, event.edtf, event.title_ko) == ("Farewell visit", "2024-09-06/2024-09-07", "")
    assert event.curated_fields == ["edtf", "title"]
    assert "Farewell visit" in Client().get(event.get_absolute_url()).content.decode()
    change = Change.objects.filter(record=f"event-{event.pk}").first()
    assert change.author_name == "editor" and "proposed by curator" in change.reason


def test_passages_and_actors_are_proposed_one_by_one(client, event):
    kept, gone = event.citations.order_by("pk")
    source, yoon = make_source(), make_actor("Yoon Suk Yeol")
    sign_in(client, "Curator")
    save(client, event, **{
        "citations-TOTAL_FORMS": "3", "citations-1-DELETE": "on", "citations-0-edtf": "September 2024",
        "citations-2-source": str(source.pk), "citations-2-quote": "The visit ended.", "citations-2-edtf": "2024-09-07",
        "participations-TOTAL_FORMS": "2", "participations-0-role": "visitor",
        "participations-1-actor": str(yoon.pk), "participations-1-role": "host",
    })  # fmt: skip
    assert event.citations.count() == 2 and event.participations.count() == 1
    found = labels(client, event)
    assert found == {
        "Passage “Kishida arrived in Seoul.”: date", "New passage", "Passage removed",
        "Actor “Fumio Kishida (Participant)”: role", "New actor",
    }  # fmt: skip
    sign_in(client, "Editor")
    decide(
        client,
        event,
        "refuse",
        ["Passage removed", "Actor “Fumio Kishida (Participant)”: role"],
        note="It stays.",
    )
    decide(client, event, "accept")
    assert not waiting().exists()
    assert {(c.quote, c.edtf) for c in event.citations.all()} == {
        ("Kishida arrived in Seoul.", "2024-09"), ("He met Yoon.", event.edtf), ("The visit ended.", "2024-09-07"),
    }  # fmt: skip
    assert event.is_disputed and Citation.objects.get(quote="The visit ended.").disputes
    assert set(event.participations.values_list("actor__name", "role")) == {("Fumio Kishida", "participant"), ("Yoon Suk Yeol", "host")}  # fmt: skip
    refused = ProposedChange.objects.filter(state="refused")
    assert {(c.note, c.is_told) for c in refused} == {("It stays.", False)} and gone in event.citations.all()


def test_the_editors_note_goes_back_to_whoever_proposed_it(client, event):
    save(sign_in(client, "Curator"), event, title="Farewell visit")
    decide(sign_in(client, "Editor"), event, "refuse", note="The ministry does not call it so.")
    assert "Decided of what you proposed" not in client.get(reverse("admin:index")).content.decode()
    page = sign_in(client, "Curator").get(reverse("admin:index")).content.decode()
    assert (
        "The ministry does not call it so." in page
        and "Farewell visit" in page
        and "Refused by editor" in page
    )
    keys = html.fromstring(page).xpath("//*[@id='answers']//input[@name='change']/@value")
    client.post(reverse("admin:timeline_proposedchange_told"), {"change": keys})
    assert "ministry" not in client.get(reverse("admin:index")).content.decode()


def test_a_timeline_with_all_its_parts_waits_too(client):
    timeline = make_timeline(chapters=[("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31")])
    lead, step = make_event("Lead"), Step.objects.create(timeline=timeline, event=make_event("Step"))
    sign_in(client, "Curator")
    save(client, timeline, introduction="How it went.", introduction_ja="経緯", lead=str(lead.pk), actors=[str(make_actor().pk)], **{
        "chapters-0-title": "The thaw", "chapters-0-earliest": "2023-03-01", "story-0-sentence": "First,",
        "chapters-TOTAL_FORMS": "3", "chapters-2-title": "After", "chapters-2-slug": "after",
        "chapters-2-earliest": "2025-01-01", "chapters-2-latest": "2025-12-31",
    })  # fmt: skip
    assert timeline.introduction == "" and timeline.chapters.count() == 2 and not timeline.actors.exists()
    assert labels(client, timeline) == {
        "Introduction", "Introduction in Japanese", "Lead event", "Actors", "New chapter",
        "Chapter “Part 1”: title", "Chapter “Part 1”: earliest", f"Step of the story “{timeline}: Step”: sentence",
    }  # fmt: skip
    sign_in(client, "Editor")
    decide(client, timeline, "accept")
    assert (timeline.introduction, timeline.introduction_ja, timeline.lead) == ("How it went.", "経緯", lead)
    assert [c.title for c in timeline.chapters.all()] == ["The thaw", "Part 2", "After"]
    step.refresh_from_db()
    assert step.sentence == "First," and timeline.actors.get().name == "Fumio Kishida"
    assert str(timeline.chapters.first().earliest) == "2023-03-01"


def test_choosing_events_of_a_published_timeline_waits(client):
    timeline, event = make_timeline(picks_only=True), make_event()
    address = reverse("admin:timeline_timeline_events", args=[timeline.pk])
    sign_in(client, "Curator").post(address, {"verb": "show", "event": event.pk})
    assert not Pick.objects.exists() and waiting().get().what == "add"
    sign_in(client, "Editor")
    decide(client, timeline, "accept")
    assert list(timeline.events()) == [event]


def test_what_is_not_published_changes_at_once(client):
    event, timeline = make_event(status="proposed"), make_timeline(is_published=False)
    sign_in(client, "Curator")
    save(client, event, title="Farewell visit")
    save(client, timeline, introduction="How it went.")
    assert (event.title, timeline.introduction) == (
        "Farewell visit",
        "How it went.",
    ) and not waiting().exists()


def test_an_editor_saves_straight(client, event):
    save(sign_in(client, "Editor"), event, title="Farewell visit")
    assert event.title == "Farewell visit" and not waiting().exists()


def test_undoing_a_published_change_waits_as_well(client, event):
    save(sign_in(client, "Editor"), event, title="Farewell visit")
    change = Change.objects.get(record=f"event-{event.pk}")
    sign_in(client, "Curator").post(
        reverse("admin:timeline_event_put_back", args=[event.pk]), {"change": change.pk}
    )
    event.refresh_from_db()
    assert event.title == "Farewell visit" and waiting().get().after == "Kishida visits Seoul"


def test_the_form_shows_a_curator_what_they_proposed_and_takes_back_what_they_undo(client, event):
    sign_in(client, "Curator")
    save(client, event, title="Farewell visit", place="Tokyo")
    address, form = form_of(event)
    shown = filled(client, address, form)
    assert (shown["title"], shown["place"]) == (["Farewell visit"], ["Tokyo"])
    save(client, event, title="Farewell visit of Kishida", place="Seoul")
    assert [(c.field, c.after) for c in waiting()] == [("title", "Farewell visit of Kishida")]
    assert ProposedChange.objects.get(field="place").state == "taken back"
    client.post(reverse("admin:timeline_proposedchange_take_back", args=[waiting().get().pk]))
    assert not waiting().exists()


def test_nobody_takes_back_what_another_proposed(client, event):
    save(sign_in(client, "Curator"), event, title="Farewell visit")
    sign_in(client, "Editor").post(
        reverse("admin:timeline_proposedchange_take_back", args=[waiting().get().pk])
    )
    assert waiting().exists()


def test_a_live_version_changed_meanwhile_is_shown_and_nothing_is_lost(client, event):
    save(sign_in(client, "Curator"), event, title="Farewell visit")
    save(sign_in(client, "Editor"), event, title="Kishida's last visit")
    change = waiting().get()
    listed = reverse("admin:timeline_proposedchange_changelist")
    page = client.post(listed, {"action": "accept_selected", "_selected_action": [change.pk]}, follow=True)
    event.refresh_from_db()
    assert "has changed since" in page.content.decode() and event.title == "Kishida's last visit"
    page = client.get(desk_of(event)).content.decode()
    assert "Changed since it was proposed. It was then: Kishida visits Seoul" in page and "Kishida's last visit" in html.fromstring(page).text_content()  # fmt: skip
    decide(client, event, "accept", ["Title"])
    assert event.title == "Farewell visit"


def test_what_two_propose_waits_side_by_side(client, event):
    save(sign_in(client, "Curator"), event, title="Farewell visit")
    second = User.objects.create(username="second", is_staff=True)
    second.groups.set(User.objects.get(username="curator").groups.all())
    client.force_login(second)
    save(client, event, title="Kishida in Seoul")
    assert sorted(c.after for c in waiting()) == ["Farewell visit", "Kishida in Seoul"]
    assert event.title == "Kishida visits Seoul"


def test_the_last_passage_of_a_published_event_is_not_removed(client):
    event = make_event()
    citation = make_citation(event)
    change = ProposedChange.objects.create(event=event, record=f"citation-{citation.pk}", what="remove", origin="person", key="1", before={"quote": citation.quote})  # fmt: skip
    editor = User.objects.create(username="e")
    with acting(editor):
        _, failed = accept_all([change], editor)
    assert "no passage" in failed[0][1] and event.citations.count() == 1


def test_an_import_proposes_what_it_would_change_of_published_events(client, event):
    from django.core.files.uploadedfile import SimpleUploadedFile

    table = f"slug,title,date,kind,place,actors\n{event.slug},{event.title},2024-09-06,visit,Busan,Yoon Suk Yeol (host)\n,New event,2024-10-01,visit,Tokyo,\n"
    sign_in(client, "Curator")
    page = client.post(
        reverse("admin:timeline_event_import"),
        {"file": SimpleUploadedFile("t.csv", table.encode())},
        follow=True,
    )
    assert "1 waiting for an Editor" in page.content.decode() and not waiting().exists()
    client.post(page.request["PATH_INFO"], {"verb": "all"})
    event.refresh_from_db()
    assert event.place == "Seoul" and Event.objects.get(title="New event").place == "Tokyo"
    assert {c.origin for c in waiting()} == {"import"} and waiting().count() == 2
    sign_in(client, "Editor")
    decide(client, event, "accept")
    assert event.place == "Busan"
    assert Participation.objects.filter(event=event, actor__name="Yoon Suk Yeol", role="host").exists()


def test_settling_a_dispute_about_a_published_event_waits(client, event):
    make_citation(event, edtf="2025", quote="It was in 2025.")
    event.judge()
    event.save()
    address = reverse("admin:timeline_event_dispute", args=[event.pk])
    client = sign_in(client, "Curator")
    client.post(address, filled(client, address, choice="stand", note="The ministry says so."))
    event.refresh_from_db()
    assert event.dispute_note == "" and waiting().get().what == "settle"
    sign_in(client, "Editor")
    decide(client, event, "accept")
    assert event.dispute_note == "The ministry says so."
    assert not event.citations.filter(disputes=True, is_settled=False).exists()


def test_whatever_one_proposed_can_be_taken_back_on_its_page(client, event):
    change = propose_settling(event, event.edtf, "So it is.", Proposer(User.objects.create_user("x")))[0]
    page = reverse("admin:timeline_proposedchange_change", args=[change.pk])
    sign_in(client, "Curator")
    assert "Take it back" not in client.get(page).content.decode()
    ProposedChange.objects.update(proposer=User.objects.get(username="curator"))
    form = html.fromstring(client.get(page).content.decode()).xpath("//form[contains(@action, 'take-back')]")
    client.post(form[0].get("action"))
    assert not waiting().exists()


def test_an_accepted_quotation_is_looked_for_in_the_text_as_it_is_then(client, event):
    text = "Kishida arrived in Seoul. He met Yoon."
    citation = event.citations.get(quote="He met Yoon.")
    article = Article.objects.create(source=citation.source, text=text, content_hash="0" * 64, rules_version="1", pages=[0, 26])  # fmt: skip
    place = f"citations-{list(event.citations.all()).index(citation)}-quote"
    sign_in(client, "Curator")
    save(client, event, **{place: "He met"})
    assert labels(client, event) == {"Passage “He met Yoon.”: quote"}, "its page follows"
    article.text, article.edition, article.pages = f"A headline.\n{text}", 2, [0, 12, 38]
    article.save()
    sign_in(client, "Editor")
    decide(client, event, "accept")
    citation.refresh_from_db()
    assert (citation.quote, citation.start, citation.edition, citation.page) == ("He met", 38, 2, 3)


def test_a_row_of_the_list_is_worded_once(client, event, monkeypatch):
    sign_in(client, "Curator")
    save(client, event, title="Farewell visit")
    asked = []
    monkeypatch.setattr("timeline.admin.proposals.in_words", lambda c: asked.append(c) or in_words(c))
    page = client.get(reverse("admin:timeline_proposedchange_changelist")).content.decode()
    assert "Farewell visit" in page and len(asked) == 1
    monkeypatch.setattr(versioning, "in_words", lambda c: asked.append(c) or in_words(c))
    assert versioning.versions(waiting().get()).label == "title" and len(asked) == 2


def test_a_deleted_timeline_takes_its_proposals_along(client):
    timeline = make_timeline()
    save(sign_in(client, "Curator"), timeline, introduction="How it went.")
    Timeline.objects.all().delete()
    assert not waiting().exists()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a x c", [("same", "a "), ("gone", "b "), ("new", "x "), ("same", "c")]),
        ("", "new", [("new", "new")]),
        ("all of it", "", [("gone", "all of it")]),
        ("same", "same", [("same", "same")]),
        ("one thing", "quite another", [("gone", "one thing"), ("new", "quite another")]),
        ("日韓首脳会談", "日韓会談", [("same", "日韓"), ("gone", "首脳"), ("same", "会談")]),
    ],
)
def test_differences_word_by_word(before, after, expected):
    assert [(p.kind, p.text) for p in differences(before, after)] == expected


def test_a_picture_waits_with_its_pixels(client, event):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "PNG")
    sign_in(client, "Curator")
    address, form = form_of(event)
    data = filled(client, address, form, picture_alt="A teal square", picture_credit="Nobody, CC0")
    client.post(address, {**data, "picture": SimpleUploadedFile("a.png", file.getvalue())})
    event.refresh_from_db()
    assert event.picture_digest == "" and waiting().count() == 3
    sign_in(client, "Editor")
    decide(client, event, "accept")
    assert (event.picture_width, event.picture_height, event.picture_alt) == (640, 480, "A teal square")
    assert Client().get(event.picture_url).status_code == 200


def test_the_first_page_says_for_whom_it_waits(client, event):
    save(sign_in(client, "Curator"), event, title="Farewell visit")
    for group, heading in (("Curator", "Waiting for an Editor"), ("Editor", "Waiting for you")):
        page = html.fromstring(sign_in(client, group).get(reverse("admin:index")).content.decode())
        link = page.xpath("//a[text()='Proposed changes of what is published']")[0]
        module = next(a for a in link.iterancestors() if a.get("class") == "module")
        assert module.find("h2").text == heading and "1" in link.getparent().getparent().text_content()
