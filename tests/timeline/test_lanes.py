"""Lanes by actor in place of those by kind."""

import pytest
from lxml import html

from tests.factories import make_actor, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_an_event_stands_in_the_lane_of_everyone_who_took_part(client):
    japan = make_actor(name="Japan", kind="state")
    kishida = make_actor(represents=japan)
    korea = make_actor(name="South Korea", kind="state")
    make_event("Kishida speaks", "2024-09-05", actors=[kishida])
    make_event("Japan votes", "2024-09-06", actors=[japan, korea])
    make_event("South Korea votes", "2024-09-07", actors=[korea])
    make_event("Nobody in particular", "2024-09-08")
    drawn = html.fromstring(client.get("/", {"lanes": "actor"}).content.decode()).cssselect("svg.plate")[0]
    names = {lane.text: lane.get("y") for lane in drawn.cssselect("text.lane")}
    assert list(names) == ["Japan", "South Korea", "Others"]
    marks = [(m.cssselect("title")[0].text.partition(",")[0], float(m.cssselect("circle")[0].get("cy")[:-1])) for m in drawn.cssselect("a.mark")]  # fmt: skip
    tops = [(float(y[:-1]), name) for name, y in names.items()]

    def lane(y):
        return max(top for top in tops if top[0] < y)[1]

    assert sorted((title, lane(y)) for title, y in marks) == [
        ("Japan votes", "Japan"),
        ("Japan votes", "South Korea"),
        ("Kishida speaks", "Japan"),
        ("Nobody in particular", "Others"),
        ("South Korea votes", "South Korea"),
    ]
    assert len(drawn.cssselect("line.join")) == 1
