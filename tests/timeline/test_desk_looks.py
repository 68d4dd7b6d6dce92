"""What the admin shows first: the newest rows, and for each role the things it works with."""

import re

import pytest
from django.urls import reverse
from lxml import html

from articles.models import IngestFailure, IngestRun
from tests.browsing import sign_in
from tests.factories import make_event, make_source, make_timeline
from timeline.models import IgnoredName

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def groups(client):
    page = html.fromstring(client.get(reverse("admin:index")).content.decode())
    modules = page.xpath("//div[@id='content-main']//div[contains(@class, 'module')]")
    return {
        m.xpath(".//caption")[0].text_content().strip(): [a.text for a in m.xpath(".//th/a")] for m in modules
    }


def test_a_role_sees_what_it_works_with_and_the_machinery_apart(client, admin_client):
    mine = groups(sign_in(client, "Curator"))
    assert mine["Desk"] == ["Events", "Timelines", "Articles", "Sources", "Actors", "Proposed changes"]
    assert "Administration" not in mine and "Lock-outs" not in str(mine)
    everything = groups(admin_client)
    assert list(everything)[0] == "Desk" and list(everything)[-1] == "Administration"
    assert {"Groups", "Users", "Lock-outs"} <= set(everything["Administration"])


def test_the_pages_of_one_app_are_still_listed(admin_client):
    assert "Lock-outs" in admin_client.get(reverse("admin:app_list", args=["axes"])).content.decode()


def test_lists_begin_with_the_newest(admin_client):
    run = IngestRun.objects.create(rules_version="1", failed=2)
    made = {
        "timeline_event": [make_event(f"Row {n}", f"202{n}") for n in (3, 1)],
        "timeline_source": [make_source(title=f"Row {n}") for n in (1, 3)],
        "timeline_timeline": [make_timeline(f"Row {n}") for n in (1, 3)],
        "timeline_ignoredname": [IgnoredName.objects.create(name=f"Row {n}") for n in (1, 3)],
        "articles_ingestfailure": [IngestFailure.objects.create(run=run, origin=f"Row {n}", reason="x") for n in (1, 3)],
    }  # fmt: skip
    for name, rows in made.items():
        page = admin_client.get(reverse(f"admin:{name}_changelist")).content.decode()
        found = re.findall(r"Row \d", page.partition('id="result_list"')[2])
        wanted = [str(getattr(row, "origin", "") or row) if name.startswith("articles") else str(row) for row in reversed(rows)]  # fmt: skip
        assert list(dict.fromkeys(found)) == wanted, name
