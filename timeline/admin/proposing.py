"""What people who may not publish save of published records waits for an Editor; the form shows them what they proposed."""

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.curation.drafts import save_or_propose
from timeline.curation.proposals import Proposer, waiting
from timeline.curation.versions import in_words
from timeline.models import Event, ProposedChange, Timeline
from timeline.record.history import key_of

from .desk import DeskMixin, numbers

SHOWN = 50  # proposals above a form


class WaitingMixin:
    """Shows above the form of a record what waits for an Editor about it."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            rows = list(proposals_of(obj).select_related("proposer")[:SHOWN])
            context["waiting_changes"] = [(row, *in_words(row)) for row in rows]
            context["may_decide"] = request.user.has_perm("timeline.change_proposedchange")
            context["desk"] = reverse("admin:timeline_proposedchange_of", args=[obj._meta.model_name, obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)


class ProposingMixin(WaitingMixin, DeskMixin):
    """Turns what a Curator does to a published record into proposed changes, on every page that changes one."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        work = super().changeform_view
        if request.method != "POST" or object_id is None:
            return work(request, object_id, form_url, extra_context)
        shown = self._mine(request, numbers(request.POST.get("drafts", "")))
        return self.proposing(request, lambda: work(request, object_id, form_url, extra_context), shown)

    def put_back_view(self, request, pk):
        return self.proposing(request, lambda: super(ProposingMixin, self).put_back_view(request, pk))

    def proposing(self, request, work, replaced=()):
        """Answer a request that changes something; if readers would see it and the user may not publish, propose it."""
        if request.method != "POST" or self.has_publish_permission(request):
            return work()
        answer, kept = save_or_propose(
            work, by_of(request), lambda answer: replaced if answer.status_code == 302 else ()
        )
        if kept:
            told = get_messages(request)
            told._queued_messages = [m for m in told._queued_messages if m.level != messages.SUCCESS]
            tell_kept(request, len(kept))
        return answer

    def _mine(self, request, keys):
        return list(waiting().filter(pk__in=keys, proposer=request.user).values_list("pk", flat=True))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and obj is not None:
            context["proposes"] = is_public(obj) and not self.has_publish_permission(request)
            if request.method != "POST" and context["proposes"]:
                mine = list(proposals_of(obj).filter(proposer=request.user)[:SHOWN])
                context["drafts"] = ",".join(map(str, _show_drafts(context, mine)))
        return super().render_change_form(request, context, add, change, form_url, obj)


def is_public(row) -> bool:
    if isinstance(row, Timeline):
        return row.is_published
    return row.status == Event.Status.PUBLISHED and row.merged_into_id is None


def proposals_of(row):
    """What waits for an Editor's decision about an event, a timeline, an actor or a source; of an event also what would
    merge another into it or separate one from it."""
    about = Q(**{row._meta.model_name: row.pk})
    return waiting().filter(about | Q(into=row.pk) if isinstance(row, Event) else about)


def by_of(request) -> Proposer:
    """The user as somebody who proposes, with the reason that the form gave."""
    return Proposer(request.user, " ".join(request.POST.get("remark", "").split()))


def tell_kept(request, count: int) -> None:
    words = ngettext(
        "%d change waits for an Editor; readers go on seeing the published version.",
        "%d changes wait for an Editor; readers go on seeing the published version.",
        count,
    )
    desk = reverse("admin:timeline_proposedchange_changelist")
    said = format_html('{} <a href="{}">{}</a>', words % count, desk, _("See what waits"))
    messages.success(request, said)


def _show_drafts(context, mine) -> list[int]:
    """Fill the form with what its user has proposed; return the keys of those proposals."""
    drafts = {(row.record, row.field): row for row in mine if row.what == ProposedChange.What.FIELD}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.initial_forms
    shown = []
    for form in forms:
        for name, field in form.fields.items():
            draft = drafts.get((key_of(form.instance), name))
            if draft is not None and not field.disabled:
                form.initial[name] = draft.after
                shown.append(draft.pk)
    return shown
