"""The admin's links to the page of a record, only for users who may view the record."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404


def view_on_site(request, content_type_id, object_id):
    """Redirect to a record's page. Django's own view does so for all staff, and the address reveals the name of a draft."""
    kind = ContentType.objects.filter(pk=content_type_id).first()
    model = kind and kind.model_class()
    may_see = model in admin.site._registry and admin.site._registry[model].has_view_permission(request)
    if not may_see:
        raise Http404("there is no such record")
    return shortcut(request, content_type_id, object_id)
