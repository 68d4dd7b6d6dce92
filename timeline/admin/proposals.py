"""The desk of proposed changes: everything that waits for an Editor, with both versions and the decision."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.curation.deciding import ProposalError, accept_all, refuse
from timeline.curation.drafts import take_back
from timeline.curation.proposals import answers_for, waiting
from timeline.curation.versions import in_words, versions
from timeline.models import Actor, Event, ProposedChange, Source, Timeline
from timeline.record.history import explain

from .desk import DeskMixin
from .proposing import proposals_of

State = ProposedChange.State
THINGS = {"event": Event, "timeline": Timeline, "actor": Actor, "source": Source}
MOST_SHOWN = 100  # changes of one thing on a page


class StateFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state__exact"

    def lookups(self, request, model_admin):
        return [*ProposedChange._meta.get_field("state").choices, ("all", _("All"))]

    def choices(self, changelist):
        chosen = self.value() or State.WAITING
        for value, title in self.lookup_choices:
            yield {
                "selected": chosen == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request, queryset):
        chosen = self.value() or State.WAITING
        return queryset if chosen == "all" else queryset.filter(state=chosen)


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("Proposed by me")), ("others", _("Proposed by others"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(proposer=request.user)
        return queryset.exclude(proposer=request.user) if self.value() == "others" else queryset


@admin.register(ProposedChange)
class ProposedChangeAdmin(DeskMixin, admin.ModelAdmin):
    desk_pages = {
        "<int:pk>/decide/": ("decide_view", "decide"),
        "of/<str:name>/<int:pk>/": ("of_view", "of"),
        "told/": ("told_view", "told"),
        "<int:pk>/take-back/": ("take_back_view", "take_back"),
    }
    change_form_template = "admin/timeline/proposedchange/change_form.html"
    list_display = ("about", "what_in_words", "now", "proposed", "who", "made_at", "state")
    list_select_related = ("event", "source", "timeline", "actor", "into", "proposer")
    list_filter = (StateFilter, "origin", MineFilter, "what", "timeline", "field")
    search_fields = (
        "event__title",
        "timeline__title",
        "actor__name",
        "source__title",
        "source__publisher",
        "proposer__username",
    )
    date_hierarchy = "made_at"
    actions = ("accept_selected", "refuse_selected")
    fields = (
        "link",
        "what_in_words",
        "state",
        "who",
        "remark",
        "made_at",
        "rules_version",
        "decided_by",
        "decided_at",
        "note",
    )
    readonly_fields = fields
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=gettext_lazy("about"))
    def about(self, change):
        return change.thing

    @admin.display(description=gettext_lazy("about"))
    def link(self, change):
        name = change.thing._meta.model_name
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            reverse(f"admin:timeline_{name}_change", args=[change.thing.pk]),
            change.thing,
            reverse("admin:timeline_proposedchange_of", args=[name, change.thing.pk]),
            _("everything that waits for it"),
        )

    @admin.display(description=gettext_lazy("change"))
    def what_in_words(self, change):
        return _in_words(change)[0]

    @admin.display(description=gettext_lazy("when it was proposed"))
    def now(self, change):
        return Truncator(_in_words(change)[1]).chars(160)

    @admin.display(description=gettext_lazy("proposed"))
    def proposed(self, change):
        return Truncator(_in_words(change)[2]).chars(160)

    @admin.display(description=gettext_lazy("by"), ordering="proposer")
    def who(self, change):
        return change.proposer or change.get_origin_display()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        change = self.get_object(request, object_id)
        if change:
            may_decide = self.has_decide_permission(request) and change.state == State.WAITING
            is_mine = change.proposer_id == request.user.pk and change.state == State.WAITING
            extra_context = {"versions": versions(change), "may_decide": may_decide, "is_mine": is_mine}
        return super().change_view(request, object_id, form_url, extra_context)

    def told_view(self, request):
        """The user has seen what was decided of their proposals."""
        if not self.has_view_permission(request):
            raise PermissionDenied("only Curators and Editors see what is proposed")
        if request.method == "POST":
            answers_for(request.user).filter(pk__in=request.POST.getlist("change")[:1000]).update(
                is_told=True
            )
        return redirect("admin:index")

    def take_back_view(self, request, pk):
        """Withdraw a proposal of one's own."""
        if not self.has_view_permission(request):
            raise PermissionDenied("only Curators and Editors propose changes, and take them back")
        change = get_object_or_404(ProposedChange, pk=pk)
        if request.method == "POST":
            done = take_back([change], request.user)
            messages.success(request, _("Taken back.")) if done else messages.error(
                request,
                _("Only the person who proposed it can take it back, and only while it waits."),
            )
        row = change.thing
        return redirect(f"admin:timeline_{row._meta.model_name}_change", row.pk)

    def of_view(self, request, name, pk):
        """Everything that waits about one event, timeline, actor or source, with the differences, to be decided together."""
        if not self.has_view_permission(request):
            raise PermissionDenied("only Curators and Editors see what is proposed")
        if name not in THINGS:
            raise Http404("nothing is proposed of such records")
        thing = get_object_or_404(THINGS[name], pk=pk)
        changes = list(
            proposals_of(thing).select_related("proposer", "into", "source").order_by("made_at", "pk")
        )
        if request.method == "POST":
            return self._decide_some(request, thing, changes)
        context = {
            "title": _("Proposed changes of “%(thing)s”") % {"thing": thing},
            "thing": thing,
            "address": reverse(f"admin:timeline_{name}_change", args=[pk]),
            "rows": [(change, versions(change)) for change in changes[:MOST_SHOWN]],
            "more": max(0, len(changes) - MOST_SHOWN),
            "may_decide": self.has_decide_permission(request),
        }
        return self.desk_page(request, "of", context)

    def _decide_some(self, request, thing, changes):
        if not self.has_decide_permission(request):
            raise PermissionDenied(ONLY_EDITORS)
        here = redirect("admin:timeline_proposedchange_of", thing._meta.model_name, thing.pk)
        verb, keys = request.POST.get("decision", ""), request.POST.getlist("change")
        chosen = [change for change in changes if str(change.pk) in keys]
        if verb not in VERBS or not chosen:
            messages.error(request, _("Select the changes first, then accept or refuse them."))
            return here
        seen = {change.pk: request.POST.get(f"seen-{change.pk}", "") for change in chosen}
        self._decide(request, verb, chosen, _note(request), seen)
        if proposals_of(thing).exists():
            return here
        return _next_thing()

    def decide_view(self, request, pk):
        """Accept or refuse one change."""
        if not self.has_decide_permission(request):
            raise PermissionDenied(ONLY_EDITORS)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        verb = request.POST.get("decision", "")
        if verb not in VERBS:
            messages.error(request, _("Choose to accept or to refuse."))
            return redirect("admin:timeline_proposedchange_change", pk)
        change = get_object_or_404(ProposedChange, pk=pk)
        seen = {change.pk: request.POST.get("seen", "")}
        self._decide(request, verb, [change], _note(request), seen)
        following = waiting().order_by("-made_at", "-pk").exclude(pk=pk).first()
        if following is None:
            return redirect("admin:timeline_proposedchange_changelist")
        return redirect("admin:timeline_proposedchange_change", following.pk)

    @admin.action(description=gettext_lazy("Accept the selected changes"), permissions=["decide"])
    def accept_selected(self, request, queryset):
        self._decide(request, "accept", queryset.filter(state=ProposedChange.State.WAITING).order_by("pk"))

    @admin.action(description=gettext_lazy("Refuse the selected changes"), permissions=["decide"])
    def refuse_selected(self, request, queryset):
        self._decide(request, "refuse", queryset.filter(state=ProposedChange.State.WAITING).order_by("pk"))

    def _decide(self, request, verb, changes, note="", seen=None):
        changes = list(changes)
        done, failed = VERBS[verb](changes, request.user, note, seen)
        for change, why in failed:
            messages.error(request, f"{change}: {why}.")
        if not done:
            return
        authors = sorted({str(change.proposer or change.get_origin_display()) for change in done})
        explain(f"{note} " * bool(note) + f"({DONE[verb]}: proposed by {', '.join(authors)})")
        messages.success(request, TOLD[verb](len(done)) % len(done))

    def has_decide_permission(self, request):
        return request.user.has_perm("timeline.change_proposedchange") and request.user.has_perm(
            "timeline.publish_event"
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _refuse_all(changes, by, note, seen):
    refused, failed = [], []
    for change in changes:
        try:
            refuse(change, by, note)
        except ProposalError as error:
            failed.append((change, str(error)))
        else:
            refused.append(change)
    return refused, failed


VERBS = {"accept": accept_all, "refuse": _refuse_all}
DONE = {"accept": "Accepted", "refuse": "Refused"}
TOLD = {
    "accept": lambda n: ngettext("Accepted %d change.", "Accepted %d changes.", n),
    "refuse": lambda n: ngettext("Refused %d change.", "Refused %d changes.", n),
}
ONLY_EDITORS = "only Editors decide on changes of what is published"


def _in_words(change) -> tuple[str, str, str]:
    """A change in words, worked out once for the columns of a row: it asks the database."""
    if not hasattr(change, "_words"):
        change._words = in_words(change)
    return change._words


def _note(request) -> str:
    return " ".join(request.POST.get("note", "").split())


def _next_thing():
    """On to what else waits, or to the empty list."""
    following = waiting().order_by("-made_at", "-pk").first()
    if following is None:
        return redirect("admin:timeline_proposedchange_changelist")
    return redirect("admin:timeline_proposedchange_of", following.thing._meta.model_name, following.thing.pk)
