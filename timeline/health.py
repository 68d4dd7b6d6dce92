"""Whether the server lives, and whether it can serve."""

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """200 when the database answers and is migrated, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    if pending:
        return HttpResponse(f"migrations missing: {len(pending)}", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
