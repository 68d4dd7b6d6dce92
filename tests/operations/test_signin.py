"""Signing in: limited attempts, a second factor if there is one, and recovery if it is lost."""

import re
from unittest import mock

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_timeline

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOGIN, PAGE, DESK = reverse("admin:login"), reverse("operations:second-factor"), reverse("admin:index")


@pytest.fixture
def editor():
    return User.objects.create_superuser("editor", password="correct horse")


@pytest.fixture
def clock():
    """The clock for codes; each call of ``tick`` moves on to the next code."""
    now = [1_700_000_000]

    def tick():
        now[0] += 60

    with mock.patch("django_otp.plugins.otp_totp.models.time.time", side_effect=lambda: now[0]):
        yield tick, lambda: now[0]


def code_of(user, clock):
    """The code that the user's app shows now, once for each call."""
    tick, now = clock
    tick()
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = now()
    return f"{totp.token():06d}"


def sign_in(client, password="correct horse", username="editor", **more):
    extra = {name: more.pop(name) for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR") if name in more}
    return client.post(f"{LOGIN}?next={DESK}", {"username": username, "password": password, **more}, **extra)


def set_up(client, user, clock):
    """Set up the second factor of the signed-in user; returns the recovery codes."""
    page = client.get(PAGE).content.decode()
    assert 'src="data:image/svg+xml' in page and " style=" not in page
    page = client.post(PAGE, {"action": "confirm", "code": code_of(user, clock)}).content.decode()
    return re.findall(r"<li><code>(\w+)</code>", page)


def test_the_third_wrong_password_locks_the_name_at_that_address_alone(client, editor):
    assert [sign_in(client, "wrong").status_code for _ in range(3)] == [200, 200, 429]
    answer = sign_in(client)
    assert (answer.status_code, answer["Retry-After"]) == (429, "900") and b"15 minutes" in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert sign_in(client, REMOTE_ADDR="192.0.2.7").status_code == 302
    assert sign_in(Client(), "wrong", "somebody").status_code == 200


def test_behind_a_proxy_the_lock_is_on_the_client_and_not_on_the_proxy(client, editor, settings):
    settings.PROXIES = 1
    tries = [sign_in(client, "wrong", HTTP_X_FORWARDED_FOR=f"6.6.6.{n}, 203.0.113.9") for n in range(3)]
    assert [answer.status_code for answer in tries] == [200, 200, 429]
    assert sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302
    assert {attempt.ip_address for attempt in AccessAttempt.objects.all()} == {"203.0.113.9"}


def test_what_is_kept_of_a_try_holds_no_password(client, editor):
    sign_in(client, "wrong-password", code="123456")
    kept = str(AccessAttempt.objects.values().get())
    assert "wrong-password" not in kept and "123456" not in kept


def test_staff_see_lock_outs_and_end_them(client, editor):
    for _ in range(3):
        sign_in(client, "wrong")
    desk = Client()
    desk.force_login(User.objects.create_superuser("other"))
    address = reverse("admin:axes_accessattempt_changelist")
    page = desk.get(address).content.decode()
    assert "127.0.0.1" in page and "Select lock-out" in page
    keys = list(AccessAttempt.objects.values_list("pk", flat=True))
    desk.post(address, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert sign_in(client).status_code == 302


def test_a_success_forgets_the_failures_before_it(client, editor):
    sign_in(client, "wrong"), sign_in(client, "wrong")
    assert sign_in(client).status_code == 302
    client.logout()
    assert sign_in(client, "wrong").status_code == 200


def test_who_set_a_second_factor_up_is_signed_in_by_it_alone(client, editor, clock):
    sign_in(client)
    codes = set_up(client, editor, clock)
    assert len(codes) == 10 == len(set(codes))
    assert client.get(DESK).status_code == 200  # this session is verified already
    client.logout()
    for wrong in ("", "000000", "nonsense", "9" * 40):
        answer = sign_in(client, code=wrong)
        assert answer.status_code == 200 and answer.context["form"].errors["code"], wrong
        assert client.get(DESK).status_code == 302
        TOTPDevice.objects.update(throttling_failure_count=0)
    answer = sign_in(client, "wrong", code="000000")
    assert "code" not in answer.context["form"].errors  # nothing is told to who does not know the password
    code = code_of(editor, clock)
    assert sign_in(client, code=f"{code[:3]} {code[3:]}").status_code == 302
    assert client.get(DESK).status_code == 200
    again = Client()
    assert sign_in(again, code=code).status_code == 200  # a code is good once


def test_wrong_codes_make_the_next_one_wait(client, editor, clock):
    sign_in(client)
    set_up(client, editor, clock)
    other = Client()
    assert "Try again in 1 second." in str(sign_in(other, code="000000").context["form"].errors)
    TOTPDevice.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())
    answer = sign_in(other, code=code_of(editor, clock))  # the right one, too soon
    assert re.search(r"Try again in 25\d seconds\.", str(answer.context["form"].errors))


def test_a_recovery_code_signs_in_once_and_new_ones_take_the_place_of_old_ones(client, editor, clock):
    sign_in(client)
    first, second, *_ = set_up(client, editor, clock)
    other = Client()
    assert sign_in(other, code=f" {first.upper()} ").status_code == 302
    assert "Recovery codes left: 9." in other.get(PAGE).content.decode()
    assert sign_in(Client(), code=first).status_code == 200
    fresh = re.findall(r"<li><code>(\w+)</code>", other.post(PAGE, {"action": "codes"}).content.decode())
    assert len(fresh) == 10 and second not in fresh and StaticToken.objects.count() == 10


def test_a_session_from_before_the_set_up_is_nobodys(client, editor, clock):
    sign_in(client)
    old = Client()
    sign_in(old)
    draft = make_timeline(title="Draft", is_published=False)
    assert old.get(draft.get_absolute_url()).status_code == 200
    set_up(client, editor, clock)
    assert old.get(DESK)["Location"].startswith(LOGIN)
    assert old.get(draft.get_absolute_url()).status_code == 404
    assert old.get(PAGE)["Location"].startswith(LOGIN)
    assert old.post(PAGE, {"action": "remove"})["Location"].startswith(LOGIN)
    assert TOTPDevice.objects.filter(user=editor).exists()


def test_where_it_is_required_staff_see_nothing_else_before(client, editor, clock, settings):
    settings.STAFF_MFA = "required"
    sign_in(client)
    for address in (DESK, reverse("admin:timeline_event_changelist"), reverse("admin:password_change")):
        assert client.get(address)["Location"].startswith(PAGE), address
        assert client.post(address)["Location"].startswith(PAGE), address
    page = client.get(PAGE).content.decode()
    assert "sign in with a second factor" in page
    assert client.post(PAGE, {"action": "confirm", "code": "000000"}).status_code == 400
    assert client.get(DESK).status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=0)
    address = f"{PAGE}?next={reverse('admin:timeline_event_changelist')}"
    page = client.post(address, {"action": "confirm", "code": code_of(editor, clock)}).content.decode()
    assert reverse("admin:timeline_event_changelist") in page
    assert client.get(DESK).status_code == 200
    client.post(PAGE, {"action": "remove"})
    assert client.get(DESK)["Location"].startswith(PAGE)
    assert client.post(reverse("admin:logout")).status_code in (200, 302)


def test_an_address_to_go_on_to_is_one_of_this_site(client, editor, clock):
    sign_in(client)
    address = f"{PAGE}?next=https://evil.example/"
    client.get(address)
    page = client.post(address, {"action": "confirm", "code": code_of(editor, clock)}).content.decode()
    assert "evil.example" not in page.split("<h2>Recovery codes")[1]


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example", "http:evil", ""])  # fmt: skip
def test_a_sign_in_that_asks_for_an_unsafe_page_leads_to_the_desk(client, editor, asked):
    data = {"username": "editor", "password": "correct horse", "next": asked}
    for address in (LOGIN, f"{LOGIN}?next={asked}"):
        answer = client.post(address, data)
        assert (answer.status_code, answer["Location"]) == (302, DESK)
        client.logout()


def test_a_superuser_helps_who_lost_it_and_the_history_says_so(client, editor, clock):
    sign_in(client)
    set_up(client, editor, clock)
    desk = Client()
    helper = User.objects.create_superuser("helper")
    desk.force_login(helper)
    chosen = {"action": "remove_second_factor", "_selected_action": [editor.pk]}
    desk.post(reverse("admin:auth_user_changelist"), chosen)
    assert sign_in(Client()).status_code == 302
    words = [(entry.user.username, entry.change_message) for entry in LogEntry.objects.order_by("id")]
    assert words == [("editor", "Set up a second factor."), ("helper", "Removed the second factor.")]


def test_no_page_shows_the_secret_of_a_factor_in_use(client, editor, clock):
    sign_in(client)
    codes = set_up(client, editor, clock)
    page = client.get(PAGE).content.decode()
    assert "data:image" not in page and codes[0] not in page
