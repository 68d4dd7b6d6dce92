"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

handler500 = "operations.outage.server_error"
urlpatterns = [
    path("", include("operations.urls")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]

handler403 = "timeline.admin.desk.refused"
