"""Who may do what in the admin: one table for every page and action, and none may be missing from it."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import get_resolver, reverse

from articles.models import Article, IngestFailure, IngestRun
from tests.browsing import sign_in
from tests.factories import make_actor, make_citation, make_event, make_source, make_timeline
from timeline.models import Change, IgnoredName, TableUpload

pytestmark = pytest.mark.django_db
YES, NO = True, False

# Page or action: whether staff without a group, a curator and an editor are let in. Anonymous people never are.
LIST, ADD, EDIT, DELETE, HISTORY = "changelist", "add", "change", "delete", "history"
FULL = {
    LIST: (NO, YES, YES),
    ADD: (NO, YES, YES),
    EDIT: (NO, YES, YES),
    DELETE: (NO, NO, YES),
    HISTORY: (NO, YES, YES),
}
READ = {
    LIST: (NO, YES, YES),
    ADD: (NO, NO, NO),
    EDIT: (NO, YES, YES),
    DELETE: (NO, NO, NO),
    HISTORY: (NO, YES, YES),
}
PAGES = {
    "timeline_event": {
        **FULL,
        "review": (NO, YES, YES),
        "read_date": (YES, YES, YES),
        "disputes": (NO, YES, YES),
        "dispute": (NO, YES, YES),
        "merge": (NO, YES, YES),
        "split": (NO, YES, YES),
        "unmerge": (NO, YES, YES),
        "unsplit": (NO, YES, YES),
        "put_back": (NO, YES, YES),
    },
    "timeline_actor": {**FULL, "unknown": (NO, YES, YES), "put_back": (NO, YES, YES)},
    "timeline_ignoredname": {**READ, ADD: (NO, YES, YES), DELETE: (NO, YES, YES)},
    "timeline_source": {**FULL, "without_address": (NO, YES, YES), "put_back": (NO, YES, YES)},
    "timeline_timeline": {
        **FULL,
        "put_back": (NO, YES, YES),
        "events": (NO, YES, YES),
        "publish": (NO, NO, YES),
    },
    "timeline_change": {**READ, "put_back": (NO, NO, YES)},
    "articles_article": {**READ, "undated": (NO, YES, YES), "read_again": (NO, YES, YES)},
    "articles_ingestrun": {
        **READ,
        ADD: (NO, YES, YES),
        "progress": (NO, YES, YES),
        "begin_again": (NO, YES, YES),
    },
    "articles_ingestfailure": READ,
}
ACTIONS = {
    "timeline_event": {
        "approve": (NO, NO, YES),
        "reject": (NO, YES, YES),
        "merge_selected": (NO, YES, YES),
        "make_timeline": (NO, YES, YES),
        "delete_selected": (NO, NO, YES),
    },
    "timeline_actor": {"confirm": (NO, YES, YES), "delete_selected": (NO, NO, YES)},
    "timeline_ignoredname": {"delete_selected": (NO, YES, YES)},
    "timeline_source": {"delete_selected": (NO, NO, YES)},
    "timeline_timeline": {"delete_selected": (NO, NO, YES)},
    "timeline_change": {},
    "articles_article": {"delete_selected": (NO, NO, NO)},
    "articles_ingestrun": {"delete_selected": (NO, NO, NO)},
    "articles_ingestfailure": {
        "retry": (NO, YES, YES),
        "set_aside": (NO, YES, YES),
        "delete_selected": (NO, NO, NO),
    },
}
OWN = [model for model in admin.site._registry if model._meta.app_label in ("timeline", "articles")]
GROUPS = [None, "Curator", "Editor"]
TABLES = {
    "export": (NO, YES, YES),
    "template": (NO, YES, YES),
    "import": (NO, YES, YES),
    "check": (NO, YES, YES),
}
for model in ("timeline_event", "timeline_actor", "timeline_source"):
    PAGES[model] |= TABLES
PAGES["timeline_timeline"] |= {"import": (NO, YES, YES), "check": (NO, YES, YES)}


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
        "articles_article": article,
        "articles_ingestrun": run,
        "articles_ingestfailure": failure,
    }


def address_of(model, page, row, user=None):
    name = f"admin:{model}_{page}"
    if page == "export":
        return reverse(name, args=["csv"])
    if page == "check":
        kind = admin.site._registry[type(row)].import_kind
        content = b"year,headline\n1965,Normalised" if kind == "timelinejs" else b"title,name\n"
        user = user or User.objects.create(username="somebody")
        row = TableUpload.objects.create(user=user, kind=kind, name="old.csv", content=content)
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
    for group, expected in zip(GROUPS, PAGES[model][page], strict=True):
        sign_in(client, group)
        address = address_of(model, page, rows[model], User.objects.get(username=(group or "staff").lower()))
        answer = client.get(address)
        is_let_in = answer.status_code in (200, 302, 405) and "/admin/login/" not in answer.get(
            "Location", ""
        )
        assert (answer.status_code, is_let_in) == (answer.status_code if expected else 403, expected), group
        if not expected:
            assert client.post(address, {"post": "yes"}).status_code == 403, group


@pytest.mark.parametrize(("model", "action"), [(m, a) for m, actions in ACTIONS.items() for a in actions])
def test_an_action_is_offered_to_who_may_take_it(client, rows, model, action):
    address = reverse(f"admin:{model}_changelist")
    for group, expected in zip(GROUPS, ACTIONS[model][action], strict=True):
        page = sign_in(client, group).get(address).content.decode()
        assert (f'<option value="{action}"' in page) == expected, group


def test_publishing_is_for_editors_on_every_way_there(client):
    from tests.browsing import filled

    for group, expected in (("Curator", "proposed"), ("Editor", "published")):
        sign_in(client, group)
        for way in ("form", "queue", "action", "add"):
            event = make_event(f"By {way} {group}", status="proposed")
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
                }
                client.post(reverse("admin:timeline_event_add"), form | fields)
                event = type(event).objects.filter(slug=event.slug).first() or event
            if event.pk:
                event.refresh_from_db()
            assert event.status == expected or not event.pk, (group, way)
