"""Addresses for machines that watch over the site, and for the second factor of who signs in."""

from django.urls import path

from . import health, metrics, second_factor

app_name = "operations"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("admin/second-factor/", second_factor.second_factor, name="second-factor"),
]
