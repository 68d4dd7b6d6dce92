"""Every address of the site, including those of other packages, is listed here as public or closed to strangers."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, get_resolver

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What everybody may read. An address that is new is added here, or asks who is there.
PUBLIC = {
    "admin:login",
    "operations:healthz",
    "operations:readyz",
    "timeline:actor-detail",
    "timeline:actor-list",
    "timeline:api:/api/v1",
    "timeline:api:actor",
    "timeline:api:actors",
    "timeline:api:event",
    "timeline:api:events",
    "timeline:api:index",
    "timeline:api:nowhere",
    "timeline:api:openapi",
    "timeline:api:source",
    "timeline:api:sources",
    "timeline:api:timeline",
    "timeline:api:timelines",
    "timeline:embed",
    "timeline:embed-actor",
    "timeline:embed-event",
    "timeline:embed-js",
    "timeline:event-detail",
    "timeline:event-export",
    "timeline:event-picture",
    "timeline:home",
    "timeline:method",
    "timeline:oembed",
    "timeline:picture",
    "timeline:robots",
    "timeline:schema",
    "timeline:share",
    "timeline:sitemap",
    "timeline:sitemap-index",
    "timeline:source-detail",
    "timeline:source-export",
    "timeline:source-list",
    "timeline:timeline-detail",
    "timeline:timeline-drawing",
    "timeline:timeline-export",
    "timeline:timeline-picture",
}
# What a machine opens with a token.
BY_TOKEN = {"operations:metrics"}
SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "6f1c3f0e-6f0b-4b3e-9d7e-2f6a8a3b1c11"}


def addresses(patterns=None, prefix="/", namespace=""):
    """Name and one address of each view in the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        part = (
            re.sub(r"\(\?P<\w+>(\w+|\.\*)[^)]*\)", r"\1", str(pattern.pattern))
            .replace(".*", "x/y")
            .strip("^$")
        )
        part = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], part)
        assert not set(part) & set("<>()^$?"), f"no sample for {pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or prefix + part}", prefix + part
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, prefix + part, inner)


ALL = sorted(set(addresses()))
SHUT = [(name, address) for name, address in ALL if name not in PUBLIC | BY_TOKEN]


def test_the_list_names_what_there_is():
    assert {name for name, _ in ALL} >= PUBLIC | BY_TOKEN
    assert {"auth_user_changelist", "axes_accessattempt_changelist", "logout"} <= {n.partition(":")[2] for n, _ in SHUT}  # fmt: skip
    assert len(SHUT) > 80


@pytest.mark.parametrize("who", ["nobody", "a reader"])
def test_all_else_is_shut_to_who_is_no_member_of_staff(client, who):
    if who == "a reader":
        client.force_login(User.objects.create_user("reader"))
    for name, address in SHUT:
        for method in (client.get, client.post):
            response = method(address)
            sent_away = response.status_code in (301, 302) and "/admin/" in response["Location"]
            refused = response.status_code in (401, 403, 405)  # 404 might be the sample alone
            assert sent_away or refused, (name, address, response.status_code)
            if sent_away and name != "admin:logout":
                assert "/login/?next=" in response["Location"] or response.status_code == 301, (name, address)
    assert User.objects.count() == (who == "a reader")


def test_what_a_token_opens_is_shut_without_it(client, settings):
    for token, status in (("", 404), ("letmein", 401)):
        settings.METRICS_TOKEN = token
        for name, address in ALL:
            if name in BY_TOKEN:
                assert client.get(address).status_code == status
