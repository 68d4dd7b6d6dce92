"""The addresses for monitoring, and for the second factor."""

from django.contrib import admin
from django.urls import path

from . import health, metrics, on_site, second_factor

app_name = "operations"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    # Before the admin's own view at the same address.
    path("admin/r/<int:content_type_id>/<int:object_id>/", admin.site.admin_view(on_site.view_on_site)),
    path("admin/second-factor/", second_factor.second_factor, name="second-factor"),
]
