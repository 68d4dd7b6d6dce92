"""Which responses other sites may load, and which device features no page uses."""

import pytest
from django.urls import reverse

from tests.factories import make_actor, make_citation, make_event, make_timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_pages_are_for_this_site_and_what_is_meant_for_others_may_be_loaded_by_them(client):
    event = make_event(actors=[make_actor()])
    make_citation(event)
    slug = make_timeline().slug
    own = [
        "/",
        event.get_absolute_url(),
        "/actors/",
        "/method/",
        "/nowhere/",
        reverse("admin:login"),
        "/admin/",
    ]
    for_others = [f"/embed/{slug}/", "/embed.js", f"/oembed?url=http://testserver/timelines/{slug}/"]
    for_others += [f"/timelines/{slug}.{form}" for form in ("json", "csv", "ics", "atom", "png")]
    for addresses, policy in ((own, "same-origin"), (for_others, "cross-origin")):
        for address in addresses * 2:  # made, and kept
            response = client.get(address)
            assert response["Cross-Origin-Resource-Policy"] == policy, address
            assert "camera=()" in response["Permissions-Policy"], address
            assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
            assert response["Cross-Origin-Opener-Policy"] == "same-origin"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in response["Content-Security-Policy"], address


def test_browsers_keep_to_https_once_they_were_there(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    from django.test import Client

    response = Client().get("/method/", secure=True)
    assert response["Strict-Transport-Security"].startswith("max-age=31536000")
