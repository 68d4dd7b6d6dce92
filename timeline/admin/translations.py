"""The words of a timeline and of its events in three languages, side by side."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.curation.translations import Line, lines_of, rows_of, translate
from timeline.models import Event, Timeline
from timeline.record.history import key_of

from .desk import DeskMixin

PAGE = 40  # events


class TranslationsMixin(DeskMixin):
    """Adds to the admin of timelines the page of translations."""

    desk_pages = {"<int:pk>/translations/": ("translations_view", "translations")}

    def translations_view(self, request, pk):
        return self.proposing(request, lambda: self._translations(request, pk))

    def _translations(self, request, pk):
        timeline = get_object_or_404(Timeline, pk=pk)
        if not (self.has_change_permission(request, timeline) and request.user.has_perm("timeline.change_event")):  # fmt: skip
            raise PermissionDenied("only users who may change timelines and events can translate them")
        events = timeline.events(status=None).exclude(status=Event.Status.REJECTED)
        if is_only_missing := request.GET.get("only") == "missing":
            events = events.filter(Q(title_ko="") | Q(title_ja=""))
        page = Paginator(events.order_by("earliest", "latest", "pk"), PAGE).get_page(request.GET.get("page"))
        own = rows_of(timeline) if page.number == 1 else []
        lines = lines_of([*own, *page])
        if request.method == "POST" and self._save(request, lines):
            return redirect(request.get_full_path())
        if is_only_missing:
            lines = [line for line in lines if any(c.is_missing or c.is_stale or c.refused for c in line.cells)]  # fmt: skip
        cells = [cell for line in lines for cell in line.cells]
        context = {
            "title": _("Translations of “%(title)s”") % {"title": timeline},
            "timeline": timeline,
            "page": page,
            "lines": lines,
            "is_only_missing": is_only_missing,
            "query": "only=missing&" if is_only_missing else "",
            "missing": sum(cell.is_missing for cell in cells),
            "stale": sum(cell.is_stale for cell in cells),
        }
        return self.desk_page(request, "translations", context)

    def _save(self, request, lines: list[Line]) -> bool:
        """Save what was typed; whether all of it could be saved. What could not stays on the page, with the reason."""
        saved, is_whole = 0, True
        rows = {}
        for line in lines:
            rows.setdefault(key_of(line.row), []).append(line)
        for mine in rows.values():
            values, checked, cells = {}, [], {}
            for line in mine:
                for cell in line.cells:
                    where = f"{key_of(line.row)}-{cell.name}"
                    if where not in request.POST:
                        continue
                    typed = _plain(request.POST[where])
                    if not typed and f"take-{where}" in request.POST:
                        typed = cell.proposal
                    was = _plain(request.POST.get(f"was-{where}", ""))
                    if typed != was:
                        values[cell.name] = (was, typed)
                    if f"right-{where}" in request.POST:
                        checked.append(cell.name)
                    cells[cell.name] = cell
            if not values and not checked:
                continue
            refused = translate(mine[0].row, values, checked)
            for name, words in refused.items():
                cells[name].refused, cells[name].typed, is_whole = words, values[name][1], False
            if done := {*values, *checked} - refused.keys():
                saved += len(done)
                self.note(request, [mine[0].row], "Translated.")
        if saved:
            words = ngettext("%(count)d translation saved.", "%(count)d translations saved.", saved)
            messages.success(request, words % {"count": saved})
        if not is_whole:
            messages.error(request, _("Some translations were not saved: see below."))
        return is_whole


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
