"""Export of a timeline by staff, with its drafts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from timeline.data.exports import Heading
from timeline.data.formats import FORMATS, export
from timeline.models import Event, Timeline

from .desk import DeskMixin


class DraftExportMixin(DeskMixin):
    """Adds to the admin of timelines their export in every format, with the events that still wait for review."""

    desk_pages = {"<int:pk>/export.<str:format>/": ("export_draft_view", "export_draft")}

    def export_draft_view(self, request, pk, format):
        if not (self.has_view_permission(request) and request.user.has_perm("timeline.view_event")):
            raise PermissionDenied("only users who may view timelines and events can export drafts")
        if format not in FORMATS:
            raise Http404(f"available formats: {', '.join(FORMATS)}")
        timeline = get_object_or_404(Timeline, pk=pk)
        events = timeline.events(status=None).exclude(status=Event.Status.REJECTED)
        chosen = Event.objects.filter(pk__in=events.order_by().values("pk"))
        pieces = export(format, chosen, Heading(timeline.title, timeline.get_absolute_url()))
        response = StreamingHttpResponse(pieces, content_type=FORMATS[format].content_type)
        name = f"{timeline.slug}-draft.{FORMATS[format].ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def change_view(self, request, object_id, form_url="", extra_context=None):
        formats = [(name, format.label) for name, format in FORMATS.items()]
        shown = {"draft_formats": formats if request.user.has_perm("timeline.view_event") else []}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})
