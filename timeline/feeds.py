"""A timeline's published events under its own address in other formats."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .exports import FORMATS
from .models import Timeline

OFFERED = ("json", "csv", "ics", "atom")


@require_safe
def timeline_export(request, slug, format):
    if format not in OFFERED:
        raise Http404(f"a timeline is offered as {', '.join(OFFERED)}")
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    chosen = FORMATS[format]
    events = timeline.events().with_evidence().iterator(chunk_size=500)
    response = StreamingHttpResponse(chosen.write(events, timeline.title), content_type=chosen.content_type)
    response["Content-Disposition"] = f'inline; filename="{slug}.{chosen.ending}"'
    return response
