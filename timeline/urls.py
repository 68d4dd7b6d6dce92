"""The pages of the site."""

app_name = "timeline"
urlpatterns = []
