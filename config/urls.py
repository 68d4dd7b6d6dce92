"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("operations.urls")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]
