"""The admin's sign-in: name, password, code of a second factor if there is one, and a limit on attempts."""

from __future__ import annotations

from axes.helpers import get_cool_off
from django import forms
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .second_factor import has_device, verify


class SignInForm(AdminAuthenticationForm):
    """Django's form with a field for the code; errors in the code are shown only after a correct password."""

    code = forms.CharField(
        required=False,
        max_length=40,
        label=_("Code"),
        help_text=_(
            "Only if you have a second factor: the code from your authenticator app, or a recovery code."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),  # fmt: skip
    )

    def clean(self):
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and has_device(user):
            user.otp_device = self._verified(user, cleaned.get("code", ""))
        return cleaned

    def _verified(self, user, code: str):
        if not code:
            raise forms.ValidationError({"code": "This account has a second factor: enter its code."})
        device, wait = verify(user, code)
        if device is None and wait:
            words = f"This code, or an earlier one, was wrong. Try again in {wait} second{'s' * (wait > 1)}."
            raise forms.ValidationError({"code": words})
        if device is None:
            raise forms.ValidationError({"code": "This code is wrong or has been used before."})
        return device


def locked_out(request, response=None, credentials=None):
    """The response after too many wrong passwords."""
    wait = get_cool_off(request)
    context = {**admin.site.each_context(request), "title": "Too many attempts", "minutes": int(wait.total_seconds() // 60)}  # fmt: skip
    answer = render(request, "admin/operations/locked_out.html", context, status=429)
    answer["Retry-After"] = str(int(wait.total_seconds()))
    answer["Cache-Control"] = "no-store"
    return answer
