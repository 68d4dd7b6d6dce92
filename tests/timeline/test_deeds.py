"""What Curators do, what they propose and what they may not, as the table of rights says; Editors and superusers likewise."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article
from scripts import permissions
from tests.browsing import filled, sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.admin import rights
from timeline.curation.merging import merge
from timeline.curation.naming import join
from timeline.curation.proposals import waiting
from timeline.models import Actor, Change, Event, NameDecision, Pick, ProposedChange, Timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROLES = (rights.CURATOR, rights.EDITOR, rights.SUPERUSER)


def signed_in(who):
    client = Client()
    if who == rights.SUPERUSER:
        client.force_login(User.objects.create(username="chief", is_staff=True, is_superuser=True))
        return client
    return sign_in(client, {rights.CURATOR: "Curator", rights.EDITOR: "Editor"}[who])


def an_event(**fields):
    event = make_event(**fields)
    for quote in ("He came.", "He left."):
        make_citation(event, quote=quote)
    return event


def at(name, *args):
    return reverse(f"admin:timeline_{name}", args=args)


def by_form(client, row, **changes):
    name = row._meta.model_name
    address = at(f"{name}_change", row.pk)
    client.post(address, filled(client, address, f"{name}_form", **changes))
    row.refresh_from_db()
    return row


def change_event(status):
    return lambda client: by_form(client, an_event(status=status), place="Busan").place == "Busan"


def change_timeline(client, *, is_published):
    return (
        by_form(client, make_timeline(is_published=is_published), introduction="So it went.").introduction
        != ""
    )


def set_status(status, decision):
    def deed(client):
        event = an_event(status=status)
        client.post(at("event_changelist"), {"action": decision, "_selected_action": [event.pk]})
        event.refresh_from_db()
        return event.status != status

    return deed


def merge_and_split(status):
    def deed(client):
        one, two = an_event(title="One", status=status), an_event(title="Two", status=status)
        client.post(at("event_merge"), {"events": f"{one.pk},{two.pk}", "target": one.pk})
        client.post(at("event_split", one.pk), {"citation": [one.citations.first().pk]})
        two.refresh_from_db()
        return bool(two.merged_into or Event.objects.filter(split_from=one))

    return deed


def undo_merge(client):
    one, two = an_event(title="One"), an_event(title="Two")
    merge(one, [two])
    client.post(at("event_unmerge", two.pk))
    two.refresh_from_db()
    return two.merged_into is None


def cite(client):
    event, text = an_event(), "Kishida visited Seoul on 6 September 2024."
    source = make_source()
    article = Article.objects.create(source=source, text=text, content_hash=f"{source.pk:064}", rules_version="1")  # fmt: skip
    client.post(reverse("admin:articles_article_cite", args=[article.pk]), {"start": 0, "end": len(text), "to": event.pk})  # fmt: skip
    return event.citations.filter(source=source).exists()


def settle(status):
    def deed(client):
        event = an_event(status=status)
        make_citation(event, edtf="2025", quote="It was 2025.")
        event.judge()
        event.save()
        address = at("event_dispute", event.pk)
        client.post(address, filled(client, address, choice="stand", note="Both stand."))
        event.refresh_from_db()
        return event.dispute_note != ""

    return deed


def choose(client):
    timeline, event = make_timeline(), an_event()
    client.post(at("timeline_events", timeline.pk), {"verb": "leave", "event": event.pk})
    return Pick.objects.exists()


def publish_timeline(client):
    timeline = make_timeline(is_published=False)
    client.post(at("timeline_publish", timeline.pk), {"publish": "yes"})
    timeline.refresh_from_db()
    return timeline.is_published


def schedule(client):
    event = an_event(status="proposed")
    address = at("event_change", event.pk)
    client.post(address, {**filled(client, address, "event_form"), "publish_at": "2030-01-01T00:00"})
    event.refresh_from_db()
    return event.publish_at is not None


def undo(client):
    event = an_event(place="Seoul")
    by_form(signed_in_again("Editor"), event, place="Busan")
    change = Change.objects.get(record=f"event-{event.pk}")
    client.post(at("event_put_back", event.pk), {"change": change.pk})
    event.refresh_from_db()
    return event.place == "Seoul"


def signed_in_again(group):
    user, is_new = User.objects.get_or_create(username="another", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def import_table(client):
    event = an_event(place="Seoul")
    table = f"slug,title,date,place\n{event.slug},{event.title},{event.edtf},Busan\n".encode()
    page = client.post(at("event_import"), {"file": SimpleUploadedFile("t.csv", table)}, follow=True)
    client.post(page.request["PATH_INFO"], {"verb": "all"})
    event.refresh_from_db()
    return event.place == "Busan"


def accept(client):
    event = an_event(place="Seoul")
    other, _ = User.objects.get_or_create(username="proposer")
    change = ProposedChange.objects.create(event=event, record=f"event-{event.pk}", what="field", field="place", before="Seoul", after="Busan", key="1", origin="person", proposer=other)  # fmt: skip
    client.post(at("proposedchange_decide", change.pk), {"decision": "accept"})
    event.refresh_from_db()
    change.delete()
    return event.place == "Busan"


def change_source(client):
    return (
        by_form(client, an_event().citations.first().source, publisher="The Daily").publisher == "The Daily"
    )


def delete(client):
    event = make_event(status="proposed")
    client.post(at("event_delete", event.pk), {"post": "yes"})
    return not Event.objects.filter(pk=event.pk).exists()


def merge_actors(client):
    n = Actor.objects.count()
    kept, other = make_actor(f"A {n}"), make_actor(f"B {n}")
    make_event(actors=[kept, other])
    client.post(at("actor_merge"), {"actors": f"{kept.pk},{other.pk}", "kept": kept.pk})
    is_merged = not Actor.objects.filter(pk=other.pk).exists()
    if not is_merged:
        join(kept, [other])
    decision = NameDecision.objects.first()
    client.post(at("actor_undo", decision.pk))
    decision.refresh_from_db()
    assert bool(decision.undone_at) == is_merged
    return is_merged


def translate(client):
    timeline = make_timeline()
    where = f"timeline-{timeline.pk}-title_ko"
    client.post(at("timeline_translations", timeline.pk), {where: "한일", f"was-{where}": ""})
    timeline.refresh_from_db()
    return timeline.title_ko == "한일"


DEEDS = {
    "change an event that is not published": change_event("proposed"),
    "change a published event, its passages and its actors": change_event("published"),
    "publish an event": set_status("proposed", "approve"),
    "reject a proposed event": set_status("proposed", "reject"),
    "withdraw a published event": set_status("published", "reject"),
    "merge and split events that are not published": merge_and_split("proposed"),
    "merge and split published events": merge_and_split("published"),
    "undo a merge or a split of published events": undo_merge,
    "cite a passage for a published event": cite,
    "settle a dispute about an event that is not published": settle("proposed"),
    "settle a dispute about a published event": settle("published"),
    "change a timeline that is not published": lambda client: change_timeline(client, is_published=False),
    "change a published timeline, its chapters and its story": lambda client: change_timeline(client, is_published=True),
    "choose the events of a published timeline": choose,
    "publish and withdraw a timeline": publish_timeline,
    "set times for publishing and withdrawing": schedule,
    "undo a change of something published": undo,
    "import a table that changes published events": import_table,
    "accept and refuse proposed changes": accept,
    "change actors and sources": change_source,
    "merge and split actors who have a public page, and undo that": merge_actors,
    "translate a published timeline and its events": translate,
    "delete events, timelines, actors and sources": delete,
    "submit articles": lambda client: client.get(reverse("admin:articles_ingestrun_add")).status_code == 200,
    "make accounts and put people into groups": lambda client: client.get(reverse("admin:auth_user_changelist")).status_code == 200,
}  # fmt: skip


def test_every_deed_of_the_table_is_tried():
    assert set(DEEDS) == set(rights.DEEDS)


@pytest.mark.parametrize("deed", rights.DEEDS)
def test_a_deed_is_done_proposed_or_refused_as_the_table_says(deed):
    found = {}
    for who in ROLES:
        ProposedChange.objects.all().delete()
        is_done = DEEDS[deed](signed_in(who))
        found[who] = "yes" if is_done else "proposes" if waiting().exists() else "no"
        Event.objects.update(merged_into=None)
        for model in (Change, Event, Timeline):
            model.objects.all().delete()
    assert found == {who: rights.may(who, deed) for who in ROLES}


def test_the_docs_have_the_table():
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.page(), (
        "run python -m scripts.permissions --write"
    )
