"""The times of publishing and withdrawing in forms and lists, in the site's time zone."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.curation.scheduling import overdue

from .desk import DeskMixin, keys_of

FORMAT = "%Y-%m-%dT%H:%M"  # of the browser's own box for a day and a time


class ScheduleFilter(admin.SimpleListFilter):
    """Records with a time to be published or withdrawn that has not been carried out."""

    title = gettext_lazy("schedule")
    parameter_name = "schedule"

    def lookups(self, request, model_admin):
        return [
            ("publish", _("To be published")),
            ("withdraw", _("To be withdrawn")),
            ("none", _("Not scheduled")),
        ]

    def queryset(self, request, queryset):
        asked = {
            "publish": Q(publish_at__isnull=False),
            "withdraw": Q(withdraw_at__isnull=False),
            "none": Q(publish_at=None, withdraw_at=None),
        }
        return queryset.filter(asked[self.value()]) if self.value() in asked else queryset


class MomentField(forms.DateTimeField):
    """A day and time in the site's time zone, in one box of the browser's own."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT)

    def prepare_value(self, value):
        value = super().prepare_value(value)
        return value.strftime(FORMAT) if hasattr(value, "strftime") else value


class ScheduleMixin:
    """Asks for the times of publishing and withdrawing, and says in which time zone they are."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name not in ("publish_at", "withdraw_at"):
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        words = format_lazy(
            "{} {}", db_field.help_text, _("Time zone: %(zone)s.") % {"zone": settings.TIME_ZONE}
        )
        return MomentField(label=capfirst(db_field.verbose_name), required=False, help_text=words)


class OverdueMixin(DeskMixin):
    """Adds to the admin of events the list of those that could not be published at their time."""

    desk_pages = {"overdue/": ("overdue_view", "overdue")}

    def overdue_view(self, request):
        if not self.has_publish_permission(request):
            raise PermissionDenied("only Editors schedule publishing")
        keys = keys_of(overdue())
        return redirect(f"{reverse('admin:timeline_event_changelist')}?pk__in={keys or 0}")
