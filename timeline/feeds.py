"""A timeline's published events under its own address in other formats."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .exports import FORMATS, Heading
from .models import Timeline

OFFERED = ("json", "csv", "ics", "atom")


@require_safe
def timeline_export(request, slug, format):
    if format not in OFFERED:
        raise Http404(f"a timeline is offered as {', '.join(OFFERED)}")
    timeline = get_object_or_404(Timeline, slug=slug, is_published=True)
    chosen = FORMATS[format]
    events = timeline.events().with_evidence().iterator(chunk_size=500)
    site = request.build_absolute_uri("/").rstrip("/")
    heading = Heading(timeline.title, timeline.get_absolute_url(), site, request.path)
    response = StreamingHttpResponse(chosen.write(events, heading), content_type=chosen.content_type)
    response["Content-Disposition"] = f'inline; filename="{slug}.{chosen.ending}"'
    return response
