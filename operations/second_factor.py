"""A second factor for staff: codes of an authenticator app (TOTP, RFC 6238), and recovery codes if it is lost.

Users who have set one up must use it to sign in. With STAFF_MFA=required, staff see only the page to set it up until they
have done so. A user who has given only the password counts as anonymous everywhere else.
"""

from __future__ import annotations

from base64 import b32encode

import segno
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_otp import login as note_verified
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
DIGITS = 6
PAGE = "operations:second-factor"
OPEN = ("admin:login", "admin:logout", "admin:jsi18n")  # to users who have yet to set one up


def has_device(user) -> bool:
    """Whether an account is protected by a second factor."""
    return TOTPDevice.objects.filter(user=user.pk, confirmed=True).exists()


def lacks_factor(user) -> bool:
    """Whether a user is signed in with only a password although a second factor is required."""
    if not user.is_authenticated or user.is_verified():
        return False
    return user.is_staff and (settings.STAFF_MFA == "required" or has_device(user))


@transaction.atomic
def verify(user, code: str) -> tuple[Device | None, int]:
    """The device that a code belongs to, if any; otherwise the seconds to wait after wrong codes.

    A code works once. Each wrong one doubles the time before the next is accepted.
    """
    code = "".join(code.split()).replace("-", "").lower()
    model = TOTPDevice if code.isdecimal() and len(code) == DIGITS else StaticDevice
    device = model.objects.select_for_update().filter(user=user.pk, confirmed=True).first()
    if device is None:
        return None, 0
    if device.verify_token(code):
        return device, 0
    may, reason = device.verify_is_allowed()
    return None, 0 if may else _seconds_left(reason)


def _seconds_left(reason: dict) -> int:
    until = reason.get("locked_until")
    return max(1, round((until - timezone.now()).total_seconds())) if until else 1


class SecondFactor:
    """Middleware, after django-otp's own: ``request.user`` is the fully signed-in user, ``request.signed_in`` the one who
    gave a password."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        signed_in = request.signed_in = request.user
        lacking = SimpleLazyObject(lambda: lacks_factor(signed_in))
        request.user = SimpleLazyObject(lambda: AnonymousUser() if lacking else signed_in)
        if request.path.startswith("/admin/") and lacking and not has_device(signed_in):
            page = reverse(PAGE)
            if request.path not in (page, *map(reverse, OPEN)):
                return redirect_to_login(request.get_full_path(), page)
        return self.get_response(request)


@never_cache
def second_factor(request):
    """Set up or manage the second factor of the signed-in user."""
    user = request.signed_in
    protected = user.is_authenticated and has_device(user)
    if not (user.is_authenticated and user.is_staff) or (protected and not user.is_verified()):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    action = request.POST.get("action", "")
    if not protected:
        return _set_up(request, user, request.POST.get("code", "") if action == "confirm" else None)
    if action == "remove":
        remove(user, by=user)
        return redirect(PAGE)
    codes = _new_codes(user) if action == "codes" else []
    return _page(request, codes=codes, left=StaticToken.objects.filter(device__user=user.pk).count())


def _set_up(request, user, code: str | None):
    device = TOTPDevice.objects.filter(user=user.pk, confirmed=False).first()
    device = device or TOTPDevice.objects.create(user_id=user.pk, name="authenticator", confirmed=False)
    if code is None:
        return _page(request, device=device)
    if not device.verify_token("".join(code.split())):
        return _page(request, device=device, error="This is not the code your app shows now.")
    codes = _confirm(user, device)
    request.user = user
    note_verified(request, device)
    request.session.cycle_key()
    return _page(request, codes=codes, left=len(codes))


@transaction.atomic
def _confirm(user, device: TOTPDevice) -> list[str]:
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, "Set up a second factor.")
    return _new_codes(user)


@transaction.atomic
def _new_codes(user) -> list[str]:
    """Replace the recovery codes with new ones."""
    StaticDevice.objects.filter(user=user.pk).delete()
    device = StaticDevice.objects.create(user_id=user.pk, name="recovery codes")
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


@transaction.atomic
def remove(user, *, by) -> None:
    """Remove the second factor of an account, recording who did."""
    TOTPDevice.objects.filter(user=user.pk).delete()
    StaticDevice.objects.filter(user=user.pk).delete()
    LogEntry.objects.log_actions(by.pk, [user], CHANGE, "Removed the second factor.")


def _page(request, *, device: TOTPDevice | None = None, error: str = "", codes=(), left: int = 0):
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = reverse("admin:index")
    context = {
        **admin.site.each_context(request),
        "title": "Second factor",
        "error": error,
        "codes": codes,
        "left": left,
        "onward": onward,
        "is_required": settings.STAFF_MFA == "required",
    }
    if device:
        context["picture"] = segno.make(device.config_url, error="m").svg_data_uri(scale=4, border=4, light="#fff")  # fmt: skip
        secret = b32encode(device.bin_key).decode()
        context["secret"] = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return render(request, "admin/operations/second_factor.html", context, status=400 if error else 200)
