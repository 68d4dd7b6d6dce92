"""Forms that a browser sends whole leave no empty parameters in the address."""

import pytest
from django.core.cache import cache
from lxml import html

from tests.browsing import sign_in
from tests.factories import make_citation, make_event, make_source, make_timeline
from timeline.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def pages():
    timeline = make_timeline("Japan and Korea", chapters=[("2024-01-01", "2024-12-31")])
    make_citation(make_event(), make_source())
    return ["/", timeline.get_absolute_url(), f"{timeline.get_absolute_url()}share/", "/sources/"]


def test_empty_parameters_are_taken_out_of_the_address(client, pages):
    for page in pages:
        for query, clean in {
            "?q=&source=&from=&to=": "",
            "?kind=visit&from=&kind=summit&q=Seoul": "?kind=visit&kind=summit&q=Seoul",
            "?q=+": "",
            "?detail=3&q=Seoul": "?q=Seoul",
            "?detail=3": "",
            "?q=a%26b&to=&lang=ko": "?q=a%26b&lang=ko",
        }.items():
            answer = client.get(page + query)
            assert (answer.status_code, answer["Location"]) == (302, page + clean), query
            assert client.get(answer["Location"]).status_code == 200
        assert client.get(f"{page}?q=Seoul").status_code == 200


def test_all_fields_of_the_filters_lead_to_a_clean_address(client, pages):
    form = next(f for f in html.fromstring(client.get("/?kind=visit").content.decode()).forms if f.get("role") == "search")  # fmt: skip
    answer = client.get("/", [(name, value) for name, value in form.form_values()])
    assert answer["Location"] == "/?kind=visit"


def test_editors_have_clean_addresses_too_and_scripts_are_not_sent_round(client, pages):
    assert sign_in(client, "Editor").get("/?q=").status_code == 302
    assert client.get("/?q=", headers={"HX-Request": "true", "HX-Target": "results"}).status_code == 200
    assert client.get("/embed/japan-and-korea/?q=").status_code == 200
    assert client.get("/?q=&next=//example.org/").headers["Location"] == "/?next=%2F%2Fexample.org%2F"


def test_no_link_of_a_page_has_empty_parameters(client, pages):
    page = html.fromstring(client.get("/?kind=visit&lanes=actor").content.decode())
    assert not [href for href in page.xpath("//@href") if "=&" in href or href.endswith("=")]


def test_without_a_crowd_there_is_no_slider(client):
    for n in range(20):
        Event.objects.create(
            title=f"Talks {n}", kind="summit", edtf=f"2024-09-{n + 1:02}", slug=f"t-{n}", status="published"
        )
    assert not html.fromstring(client.get("/").content.decode()).cssselect("input[type=range]")
    Event.objects.create(title="Talks", kind="summit", edtf="2024-10-01", slug="t", status="published")
    cache.clear()
    assert html.fromstring(client.get("/").content.decode()).cssselect("input[type=range]")


def test_only_levels_that_list_more_can_be_chosen(client):
    made = 0
    for events, last in {20: [], 21: ["3"], 80: ["3"], 81: ["4"], 160: ["4"], 161: ["5"], 400: ["5"]}.items():
        for number in range(made, events):
            make_event(f"Event {number}", f"20{number % 20:02}-09-06")
        made = events
        cache.clear()
        page = html.fromstring(client.get("/").content.decode())
        assert [slider.get("max") for slider in page.cssselect("input[name=detail]")] == last, events
