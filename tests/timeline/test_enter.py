"""The Enter key makes no decision in any form of the admin or the site."""

import pytest
from django.urls import reverse
from lxml import html

from tests.browsing import sign_in
from tests.factories import make_event, make_timeline
from tests.timeline import test_permissions
from tests.timeline.test_permissions import address_of, pages_of_admin
from timeline.models import Event
from timeline.record.history import acting

pytestmark = pytest.mark.once

rows = test_permissions.rows
SUBMITS = ".//button[not(@type) or @type='submit'] | .//input[@type='submit' or @type='image']"
# Forms with one button that saves, searches or submits: pressing Enter there is no surprise.
HARMLESS = {"Sign in", "Save", "Save and read again", "Submit", "Preview", "Find", "Search", "Set up", "Apply filters", "Show", "Log out"}  # fmt: skip


def forms_of(response):
    if response.status_code != 200 or "html" not in response.get("Content-Type", ""):
        return []
    return html.fromstring(response.content.decode() or "<html/>").xpath("//form")


def surprises(form):
    """The buttons of a form, if Enter would press one of several, or one that decides; [] where it would not."""
    buttons = form.xpath(SUBMITS)
    words = [(b.get("value") if b.tag == "input" else b.text_content()).strip() for b in buttons]
    writes = form.xpath(".//input[not(@type='hidden' or @type='submit')]")
    if not buttons or not writes and len(buttons) == 1 or buttons[0].get("formmethod") == "dialog":
        return []
    return [] if len(buttons) == 1 and words[0] in HARMLESS else words


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "page"), sorted(pages_of_admin()))
def test_enter_decides_nothing_on_any_page_of_the_desk(client, admin_user, rows, model, page):
    with acting(admin_user):
        row = rows[model]
        row.save()
        if isinstance(row, Event):
            row.citations.first().delete()
            make_event("Told twice", status="proposed", actors=row.actors.all())
    client.force_login(admin_user)
    address = address_of(model, page, row, admin_user)
    if page == "merge":
        address += f"?events={','.join(str(event.pk) for event in Event.objects.all())}"
    answer = client.get(address, follow=True)
    assert answer.status_code in (200, 403, 405), address
    for form in forms_of(answer):
        assert surprises(form) == [], html.tostring(form).decode()[:2000]


@pytest.mark.django_db
def test_enter_decides_nothing_on_the_site(client):
    make_event()
    timeline = make_timeline(is_default=True)
    share = reverse("timeline:share", args=[timeline.slug])
    pages = ["/", timeline.get_absolute_url(), "/actors/", "/sources/", "/method/", share, reverse("timeline:embed", args=[timeline.slug])]  # fmt: skip
    for address in [*pages, "/admin/login/"]:
        for form in forms_of(client.get(address)):
            assert form.get("method", "get").lower() == "get" or surprises(form) == [], address
    sign_in(client, "Editor")
    for address in (reverse("operations:second-factor"), reverse("admin:password_change")):
        for form in forms_of(client.get(address)):
            assert surprises(form) in ([], ["Change my password"]), address
