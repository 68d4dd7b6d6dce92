"""Who may do what in the admin: one table with every page and action, none missing."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import get_resolver, reverse

from articles.models import Article, IngestFailure, IngestRun
from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.admin.rights import ACTIONS, PAGES, Who
from timeline.curation.help import help_for
from timeline.models import Change, IgnoredName, ProposedChange, TableUpload

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OWN = [model for model in admin.site._registry if model._meta.app_label in ("timeline", "articles")]
GROUPS = {Who.STAFF: None, Who.CURATOR: "Curator", Who.EDITOR: "Editor"}


@pytest.fixture
def rows():
    """A row of each model, by the name of its URLs."""
    event = make_event(actors=[make_actor()], status="proposed")
    for _ in range(2):
        make_citation(event)
    run = IngestRun.objects.create(rules_version="1", failed=1)
    failure = IngestFailure.objects.create(run=run, origin="bad.txt", reason="empty")
    source = make_source()
    article = Article.objects.create(
        source=source, text="x", content_hash="0" * 64, rules_version="1", run=run
    )
    change = Change.objects.create(
        act="0" * 32, record="event-999", place="event-999", words="Gone", verb="removed", author_name="x"
    )
    return {
        "timeline_event": event,
        "timeline_actor": make_actor("Yoon Suk Yeol"),
        "timeline_ignoredname": IgnoredName.objects.create(name="Nobody"),
        "timeline_source": make_source(),
        "timeline_timeline": make_timeline(),
        "timeline_change": change,
        "timeline_proposedchange": ProposedChange.objects.create(
            event=event, what="field", field="title", before="A", after="B", key="1"
        ),
        "articles_article": article,
        "articles_ingestrun": run,
        "articles_ingestfailure": failure,
    }


def address_of(model, page, row, user=None):
    name = f"admin:{model}_{page}"
    if page == "export":
        return reverse(name, args=["csv"])
    if page == "export_draft":
        return reverse(name, args=[row.pk, "csv"])
    if page == "check":
        kind = admin.site._registry[type(row)].import_kind
        content = b"year,headline\n1965,Normalised" if kind == "timelinejs" else b"title,name\n"
        user = user or User.objects.create(username="somebody")
        row = TableUpload.objects.create(user=user, kind=kind, name="old.csv", content=content)
    if page == "of":
        return reverse(name, args=["event", row.event_id])
    routes = get_resolver().namespace_dict["admin"][1].reverse_dict.getlist(name.partition(":")[2])
    takes_key = any(params for possibility, *_ in routes for _, params in possibility)
    return reverse(name, args=[row.pk] if takes_key else [])


def pages_of_admin():
    """Every page of our models that the admin serves."""
    names = get_resolver().namespace_dict["admin"][1].reverse_dict
    own = {f"{m._meta.app_label}_{m._meta.model_name}" for m in OWN}
    return {
        (model, name.removeprefix(f"{model}_"))
        for name in names
        if isinstance(name, str)
        for model in own
        if name.startswith(f"{model}_")
    }


def test_the_table_has_every_page_and_action(rf, admin_user):
    assert {(model, page) for model, pages in PAGES.items() for page in pages} == pages_of_admin()
    request = rf.get("/")
    request.user = admin_user
    for model in OWN:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert set(admin.site._registry[model].get_actions(request)) == set(ACTIONS[name]), name


@pytest.mark.parametrize(("model", "page"), sorted(pages_of_admin()))
def test_a_page_lets_in_who_may_and_nobody_else(client, rows, model, page):
    address = address_of(model, page, rows[model])
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 302 and "/admin/login/" in response["Location"], "anonymous"
    least = PAGES[model][page]
    for who in (Who.STAFF, Who.CURATOR, Who.EDITOR, Who.SUPERUSER):
        user = sign_in_as(client, who)
        answer = client.get(address_of(model, page, rows[model], user))
        if who >= least:
            assert answer.status_code in (200, 302, 405), who
            assert "/admin/login/" not in answer.get("Location", ""), who
            continue
        assert answer.status_code == 403, who
        assert f"Who may: {least.words}." in answer.content.decode(), who
        assert client.post(address_of(model, page, rows[model], user), {"post": "yes"}).status_code == 403, (
            who
        )


def sign_in_as(client, who):
    if who == Who.SUPERUSER:
        user, _ = User.objects.get_or_create(username="chief", is_staff=True, is_superuser=True)
        client.force_login(user)
        return user
    sign_in(client, GROUPS[who])
    return User.objects.get(username=(GROUPS[who] or "staff").lower())


@pytest.mark.parametrize(("model", "action"), [(m, a) for m, actions in ACTIONS.items() for a in actions])
def test_an_action_is_offered_to_who_may_take_it(client, rows, model, action):
    address = reverse(f"admin:{model}_changelist")
    for who in (Who.STAFF, Who.CURATOR, Who.EDITOR, Who.SUPERUSER):
        sign_in_as(client, who)
        page = client.get(address).content.decode()
        assert (f'<option value="{action}"' in page) == (who >= ACTIONS[model][action]), who


def test_publishing_is_for_editors_on_every_way_there(client):
    from tests.browsing import filled

    for group, expected in (("Curator", "proposed"), ("Editor", "published")):
        sign_in(client, group)
        for way in ("form", "queue", "action", "add"):
            event = make_event(f"By {way} {group}", status="proposed")
            make_citation(event)
            address = reverse("admin:timeline_event_change", args=[event.pk])
            if way == "form":
                client.post(address, filled(client, address, "event_form", status="published"))
            elif way == "queue":
                seen = {"event": event.pk, "seen": event.updated_at.isoformat(), "decision": "approve"}
                client.post(reverse("admin:timeline_event_review"), seen)
            elif way == "action":
                chosen = {"action": "approve", "_selected_action": [event.pk]}
                client.post(reverse("admin:timeline_event_changelist"), chosen)
            else:
                event.delete()
                form = filled(client, reverse("admin:timeline_event_add"), "event_form")
                fields = {
                    "title": event.title,
                    "slug": event.slug,
                    "edtf": "2024",
                    "kind": "visit",
                    "status": "published",
                    "no_passage_reason": "Told by telephone.",
                }
                client.post(reverse("admin:timeline_event_add"), form | fields)
                event = type(event).objects.filter(slug=event.slug).first() or event
            if (group, way) == ("Curator", "add"):
                assert not event.pk, "the form does not offer a Curator to publish"
                continue
            event.refresh_from_db()
            assert event.status == expected, (group, way)


def test_every_page_that_is_opened_has_help(rows):
    """Pages that only answer a button or a script are named here."""
    without = {"read_date", "open", "decide", "told", "progress", "resume", "samples", "publish", "duplicate", "preview_page", "export_draft", "unmerge", "unsplit", "undo"}  # fmt: skip
    for model, pages in PAGES.items():
        for page in pages:
            assert bool(help_for(f"{model}_{page}")) == (page not in without), (model, page)


def test_help_stands_on_the_pages(rows, client):
    sign_in(client, "Curator")
    for address in (reverse("admin:index"), reverse("admin:timeline_event_review"), reverse("admin:timeline_actor_unknown"), reverse("admin:articles_ingestrun_add")):  # fmt: skip
        assert 'class="desk-help"' in client.get(address).content.decode(), address
    client.logout()
    assert "desk-help" not in client.get(reverse("admin:login")).content.decode()
