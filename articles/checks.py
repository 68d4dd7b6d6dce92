"""What of the settings of this app cannot be meant."""

from django.conf import settings
from django.core.checks import Error, register


@register()
def check_reader(app_configs, **kwargs):
    """A reader that needs a model, and none set; or half of one."""
    if bool(settings.MODEL_URL) != bool(settings.MODEL_NAME):
        return [
            Error("MODEL_URL and MODEL_NAME go together.", hint="Set both, or neither.", id="articles.E001")
        ]
    if settings.MODEL_URL and not settings.MODEL_URL.startswith(("http://", "https://")):
        return [Error("MODEL_URL must start with http:// or https://.", id="articles.E002")]
    if settings.READER in ("model", "both") and not settings.MODEL_URL:
        hint = "Set MODEL_URL and MODEL_NAME, or leave READER out."
        return [Error(f"READER={settings.READER} needs a model.", hint=hint, id="articles.E003")]
    return []
