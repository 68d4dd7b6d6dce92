"""The admin's list of what there is to work with: the newsroom's own things first, the machinery apart."""

from django.contrib.admin import AdminSite
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Each group with its models; what is named nowhere comes under the last heading. Permissions hide the rest.
GROUPS = (
    ("desk", _("Desk"), ("timeline.Event", "timeline.Timeline", "articles.Article", "timeline.Source", "timeline.Actor", "timeline.ProposedChange")),
    ("reading", _("Reading"), ("articles.IngestRun", "articles.IngestFailure", "timeline.IgnoredName")),
    ("record", _("Record"), ("timeline.Change",)),
)  # fmt: skip
OTHERS = ("administration", _("Administration"))


class DeskSite(AdminSite):
    """The admin, with its list of models grouped by work instead of by app."""

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name']}": model for app in apps for model in app["models"]
        }
        grouped = [
            (label, name, [models.pop(key) for key in keys if key in models]) for label, name, keys in GROUPS
        ]
        grouped.append((*OTHERS, list(models.values())))
        index = reverse(f"{self.name}:index")
        return [
            {
                "name": name,
                "app_label": label,
                "app_url": f"{index}#{label}",
                "has_module_perms": True,
                "models": rows,
            }
            for label, name, rows in grouped
            if rows
        ]
