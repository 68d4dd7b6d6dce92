"""Accounts, second factors and lock-outs in the admin. Loaded last, because it replaces what other apps registered."""

from axes.admin import AccessAttemptAdmin, IsLockedOutFilter
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from .second_factor import remove
from .signin import SignInForm

admin.site.login_form = SignInForm
# Devices are set up and removed on pages that show no secrets; successful sign-ins are not recorded.
admin.site.unregister([User, Group, TOTPDevice, StaticDevice, AccessAttempt, AccessLog, AccessFailureLog])
AccessAttempt._meta.verbose_name = _("lock-out")
AccessAttempt._meta.verbose_name_plural = _("lock-outs")


@admin.register(AccessAttempt)
class LockOutAdmin(AccessAttemptAdmin):
    list_display = ["attempt_time", "username", "ip_address", "failures_since_start", "status"]
    list_filter = [IsLockedOutFilter]
    search_fields = ["username", "ip_address"]
    fieldsets = [
        (None, {"fields": ["username", "ip_address", "attempt_time", "failures_since_start", "user_agent"]})
    ]


# Django's widget with two boxes violates our policy on styles, and screen readers cannot read its labels.
PLAIN = ()


@admin.register(Group)
class RightsAdmin(GroupAdmin):
    filter_horizontal = PLAIN


@admin.register(User)
class AccountAdmin(UserAdmin):
    filter_horizontal = PLAIN
    autocomplete_fields = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    list_display = [*UserAdmin.list_display, "second_factor"]
    actions = ["remove_second_factor"]

    def get_queryset(self, request):
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(has_second_factor=Exists(devices))

    @admin.display(boolean=True, ordering="has_second_factor")
    def second_factor(self, user):
        return user.has_second_factor

    @admin.action(description="Remove the second factor of selected users", permissions=["change"])
    def remove_second_factor(self, request, queryset):
        users = [user for user in queryset if user.has_second_factor]
        for user in users:
            remove(user, by=request.user)
        self.message_user(request, f"Second factors removed: {len(users)}.", messages.SUCCESS)
