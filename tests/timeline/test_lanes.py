"""Lanes by actor in place of those by kind."""

import json
import re

import pytest

from tests.factories import make_actor, make_event

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'id="timeline-figure" type="application/json">(.*?)</script>')


def test_lanes_by_actor_hold_every_event_once(client):

    japan = make_actor(name="Japan", kind="state")
    kishida = make_actor(represents=japan)
    korea = make_actor(name="South Korea", kind="state")
    make_event("Kishida speaks", "2024-09-05", actors=[kishida])
    make_event("Japan votes", "2024-09-06", actors=[japan, korea])
    make_event("South Korea votes", "2024-09-07", actors=[korea])
    make_event("Nobody in particular", "2024-09-08")
    drawn = json.loads(FIGURE.search(client.get("/", {"lanes": "actor"}).content.decode())[1])
    assert [lane["title"] for lane in drawn["lanes"]] == ["Japan", "South Korea", "Others"]
    tops = {lane["title"]: (lane["top"], lane["top"] + lane["height"]) for lane in drawn["lanes"]}
    where = {
        mark["title"]: next(title for title, (top, end) in tops.items() if top <= mark["y"] < end)
        for mark in drawn["marks"]
    }
    assert where == {
        "Kishida speaks": "Japan",
        "Japan votes": "Japan",
        "South Korea votes": "South Korea",
        "Nobody in particular": "Others",
    }
