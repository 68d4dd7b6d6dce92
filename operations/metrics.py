"""The page that Prometheus reads with METRICS_TOKEN; it does not exist if none is set."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def metrics(request):
    """The metrics of all processes of this server, as text."""
    if not settings.METRICS_TOKEN:
        raise Http404("METRICS_TOKEN is not set")
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        answer = HttpResponse(
            "METRICS_TOKEN is required as a bearer token\n", status=401, content_type="text/plain"
        )
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    from .measures import exposition

    body, content_type = exposition()
    return HttpResponse(body, content_type=content_type)
