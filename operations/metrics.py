"""The page that Prometheus asks; it is there for who brings METRICS_TOKEN, and where none is set, for nobody."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def metrics(request):
    """The measures of all of this server's processes, as text."""
    if not settings.METRICS_TOKEN:
        raise Http404("METRICS_TOKEN is not set")
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        answer = HttpResponse(
            "bring METRICS_TOKEN as a bearer token\n", status=401, content_type="text/plain"
        )
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    from .measures import exposition

    body, content_type = exposition()
    return HttpResponse(body, content_type=content_type)
