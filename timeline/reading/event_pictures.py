"""The files of events' pictures: made here, never changed, and nothing but pixels."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from timeline.data.views import get_shown_event
from timeline.models import Picture

SIZES = ("large", "small")
AGE = 86_400  # seconds a browser may keep one: an address names its pixels, but an event can be withdrawn


@require_safe
def event_picture_file(request, slug, size, digest):
    """A picture of a published event, or for staff of a proposed one; the address has the first signs of its digest."""
    event = get_shown_event(slug, with_proposed=request.user.has_perm("timeline.view_event"))
    if size not in SIZES or not event.picture_digest.startswith(digest):
        raise Http404("the event has no such picture")
    picture = get_object_or_404(Picture.objects.only("digest", size), digest=event.picture_digest)
    response = HttpResponse(bytes(getattr(picture, size)), content_type="image/jpeg")
    is_public = event.status == event.Status.PUBLISHED
    response["Cache-Control"] = f"public, max-age={AGE}" if is_public else "no-store"
    response["Content-Disposition"] = f'inline; filename="{event.slug}.jpg"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
