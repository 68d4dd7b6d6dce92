"""What the desk's own pages share: the admin's frame around them, and the note of who did what."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.forms import Media
from django.template.response import TemplateResponse
from django.urls import path, reverse

from timeline import history


@dataclass(frozen=True, slots=True)
class Waiting:
    """A list of what waits for a curator: its name, the name of its URL, how many there are, and who may see it."""

    title: str
    url_name: str
    count: Callable[[], int]
    permission: str

    @property
    def address(self) -> str:
        return reverse(self.url_name)


WAITING: list[Waiting] = []


def add_waiting(title: str, url_name: str, rows: Callable[[], QuerySet], permission: str) -> None:
    """Have the admin's first page tell how many rows wait there; no more than MANY are counted."""
    WAITING.append(Waiting(title, url_name, lambda: rows().order_by()[: MANY + 1].count(), permission))


MANY = 999


MOST_NUMBERS = 200  # two such lists fit into an address that every server takes


def numbers(text: str) -> list[int]:
    """The keys in a list such as "3,17", the last ones of a very long one."""
    return [int(word) for word in str(text).split(",") if word.isdecimal() and len(word) < 16][-MOST_NUMBERS:]


def keys_of(queryset: QuerySet, most: int = MOST_NUMBERS) -> str:
    """The keys of the first rows as such a list."""
    return ",".join(map(str, queryset.order_by("pk").values_list("pk", flat=True)[:most]))


class Autocomplete(AutocompleteSelect):
    """Django's own, which fails on a value that is no key."""

    def __init__(self, field):
        super().__init__(field, admin.site)

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if str(key).isdecimal()], attrs)


class DeskMixin:
    """Adds pages to a ModelAdmin. ``desk_pages`` gives for each address, such as "<int:pk>/split/", the name of its
    method and of its URL; every page is for signed-in staff, and asks itself what else they need."""

    desk_pages: dict[str, tuple[str, str]] = {}

    def get_urls(self):
        app, model = self.opts.app_label, self.opts.model_name
        own = [
            path(address, self.admin_site.admin_view(getattr(self, view)), name=f"{app}_{model}_{name}")
            for base in type(self).__mro__
            for address, (view, name) in vars(base).get("desk_pages", {}).items()
        ]
        return [*own, *super().get_urls()]

    def desk_page(self, request, name, context):
        """A page from templates/admin/APP/MODEL/NAME.html within the admin's frame."""
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        context["media"] = self.media + context.get("media", Media())
        template = f"admin/{self.opts.app_label}/{self.opts.model_name}/{name}.html"
        return TemplateResponse(request, template, {**shared, **context})

    def note(self, request, rows, words):
        """Write down who did what to the rows, for their history."""
        LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, words)
        history.explain(words)
