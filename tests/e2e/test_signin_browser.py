"""Signing in and setting up a second factor in a real browser, under the strict policy."""

import time
from base64 import b32decode

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.e2e.axe import violations

pytestmark = pytest.mark.django_db(transaction=True)


def enter(page, **fields):
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    with page.expect_navigation():
        page.click(f"form:has(#id_{name}) [type=submit]")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_second_factor_is_set_up_and_used(live_server, new_context, settings, scripts):
    settings.STAFF_MFA = "required"
    User.objects.create_superuser("editor", password="correct horse")
    context = new_context(java_script_enabled=scripts)
    complaints = []
    context.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:index"))
    assert_sound(page, scripts)
    enter(page, username="editor", password="correct horse")
    assert page.url.startswith(live_server.url + reverse("operations:second-factor"))
    assert page.locator("img[alt^=QR]").bounding_box()["width"] == 220
    assert_sound(page, scripts)
    secret = page.inner_text("#secret").replace(" ", "")
    device = TOTPDevice.objects.get()
    totp = TOTP(device.bin_key)
    totp.time = time.time()
    assert b32decode(secret) == device.bin_key
    enter(page, code=f"{totp.token():06d}")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert_sound(page, scripts)
    with page.expect_navigation():
        page.get_by_role("link", name="I have saved them").click()
    assert page.url == live_server.url + reverse("admin:index")
    with page.expect_navigation():
        page.get_by_role("link", name="Second factor", exact=True).click()
    assert "Recovery codes left: 10." in page.inner_text("#content")
    assert_sound(page, scripts)
    with page.expect_navigation():
        page.click("#logout-form button")
    page.goto(live_server.url + reverse("admin:index"))
    enter(page, username="editor", password="correct horse", code="")
    assert "has a second factor: enter its code" in page.inner_text("#login-form")
    assert_sound(page, scripts)
    enter(page, password="correct horse", code=codes[0])
    assert page.url == live_server.url + reverse("admin:index")
    assert complaints == []


def assert_sound(page, scripts):
    if scripts:
        assert violations(page) == "[]"


def test_a_lock_out_is_a_page_of_its_own(live_server, page):
    User.objects.create_superuser("editor", password="correct horse")
    page.goto(live_server.url + reverse("admin:index"))
    for _ in range(3):
        enter(page, username="editor", password="wrong")
    assert "Too many attempts" in page.inner_text("#content") and violations(page) == "[]"


def test_the_desks_for_accounts_and_lock_outs_are_sound(live_server, client, page, context, complaints):
    staff = User.objects.create_superuser("editor")
    lock = AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=3, attempt_time=timezone.now())  # fmt: skip
    client.force_login(staff)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for address in (
        reverse("admin:auth_user_changelist"),
        reverse("admin:auth_user_change", args=[staff.pk]),
        reverse("admin:auth_group_change", args=[Group.objects.create(name="Desk").pk]),
        reverse("admin:axes_accessattempt_changelist"),
        reverse("admin:axes_accessattempt_change", args=[lock.pk]),
    ):
        page.goto(live_server.url + address)
        page.wait_for_timeout(50)
        assert complaints == [], address
        assert violations(page) == "[]", address
        complaints.clear()  # axe itself tries styles of its own on some
