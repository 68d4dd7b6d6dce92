"""What one of several processes does at the same time as others: curate, or read; each tells what went wrong.

python -m tests.crash.together curate|read FILE SEED: until the file is there, and once at least
"""

import json
import os
import random
import sys
import traceback
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from timeline.curation.merging import MergeError, merge  # noqa: E402
from timeline.models import Event  # noqa: E402

PAGES = ("/", "/?q=Kishida", "/actors/", "/sources/", "/admin/timeline/event/")


def curate(client, pick, done):
    """Save an event's form, as the admin sends it, or merge two events."""
    events = list(Event.objects.filter(merged_into=None).order_by("pk").values_list("pk", flat=True))
    if not events:
        return
    pk = pick.choice(events)
    if pick.random() < 0.2 and len(events) > 1:
        one, two = sorted(pick.sample(events, 2), reverse=pick.random() < 0.5)
        rows = {event.pk: event for event in Event.objects.filter(pk__in=(one, two))}
        if len(rows) == 2:
            try:
                merge(rows[one], [rows[two]])
                done["merged"] += 1
            except (MergeError, KeyError):
                done["refused"] += 1  # it was merged, or resolved away, meanwhile
        return
    address = reverse("admin:timeline_event_change", args=[pk])
    page = client.get(address)
    if page.status_code != 200:
        done["gone"] += 1
        return
    form = page.context["adminform"].form
    said = _fields(form)
    for inline in page.context["inline_admin_formsets"]:
        said.update(_fields(inline.formset.management_form))
        for part in inline.formset.forms:
            said.update(_fields(part))
    title = f"Curated {pick.randrange(10**9)}"
    answer = client.post(address, {**said, "title": title, "_save": "Save"})
    if answer.status_code == 302 and Event.objects.filter(pk=pk, title=title).exists():
        done["saved"] += 1
        done["titles"][str(pk)] = title
    elif answer.status_code in (200, 302):
        done["shown again"] += 1  # somebody else changed it in between, and the form says so
    else:
        raise AssertionError(f"saving answered {answer.status_code}")


def _fields(form):
    said = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        said[bound.html_name] = value if isinstance(value, list | str) else str(value)
    return said


def read(client, pick, done):
    page = client.get(pick.choice(PAGES))
    if page.status_code != 200:
        raise AssertionError(f"{page.request['PATH_INFO']} answered {page.status_code}")
    done["read"] += 1


def main():
    what, end, seed = {"curate": curate, "read": read}[sys.argv[1]], Path(sys.argv[2]), sys.argv[3]
    pick, done, wrong = (
        random.Random(seed),
        dict.fromkeys(("saved", "merged", "refused", "gone", "shown again", "read"), 0),
        [],
    )
    done["titles"] = {}
    setup_test_environment()  # pages tell what they were made of
    user = get_user_model().objects.get(username="curator")
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    while not wrong and not (end.exists() and (done["saved"] or done["read"])):
        try:
            what(client, pick, done)
        except Exception:
            wrong.append(traceback.format_exc()[-3000:])
    json.dump({"done": done, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main()
