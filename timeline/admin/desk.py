"""What our own admin pages share: the frame around them, and the record of who did what."""

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.forms import Media
from django.template.response import TemplateResponse
from django.urls import path

from timeline.record import history

from . import rights

MOST_NUMBERS = 200  # two such lists fit into an address that every server accepts


def numbers(text: str) -> list[int]:
    """The keys in a list such as "3,17"; of a very long list, the last ones."""
    return [int(word) for word in str(text).split(",") if word.isdecimal() and len(word) < 16][-MOST_NUMBERS:]


def keys_of(queryset: QuerySet, most: int = MOST_NUMBERS) -> str:
    """The keys of the first rows as a list such as "3,17"."""
    return ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)[:most]))


class Autocomplete(AutocompleteSelect):
    """Django's own widget, which fails on a value that is not a key."""

    def __init__(self, field):
        super().__init__(field, admin.site)

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if str(key).isdecimal()], attrs)


class DeskMixin:
    """Adds pages to a ModelAdmin. ``desk_pages`` maps each address, such as "<int:pk>/split/", to the names of its
    method and its URL. Every page is only for signed-in staff and checks any further permissions itself."""

    desk_pages: dict[str, tuple[str, str]] = {}

    def get_urls(self):
        app, model = self.opts.app_label, self.opts.model_name
        own = [
            path(address, self.admin_site.admin_view(getattr(self, view)), name=f"{app}_{model}_{name}")
            for base in type(self).__mro__
            for address, (view, name) in vars(base).get("desk_pages", {}).items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        """The list, with this user's permissions, which Django passes only to forms."""
        may = {"has_change_permission": self.has_change_permission(request)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def desk_page(self, request, name, context):
        """Render templates/admin/APP/MODEL/NAME.html in the admin's frame."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        context["media"] = self.media + context.get("media", Media())
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})

    def note(self, request, rows, words):
        """Record in the history of the rows who did what."""
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, words)
        history.explain(words)


def refused(request, exception):
    """The page for a refused request: why it was refused, and who may do it."""
    user, match = request.user, request.resolver_match
    who = rights.who_may_open((match and match.url_name) or "")
    if who is None and match is not None and match.app_name == "admin":
        who = rights.SUPERUSER  # accounts, groups, lock-outs
    context = {
        **admin.site.each_context(request),
        "title": "You are not allowed to do this",
        "why": str(exception),
        "who": who.words if who is not None and who > rights.standing_of(user) else "",
        "deeds": rights.deeds_for(rights.CURATOR, rights.EDITOR),
        "groups": list(user.groups.values_list("name", flat=True)) if user.is_authenticated else [],
    }
    return TemplateResponse(request, "403.html", context, status=403).render()
