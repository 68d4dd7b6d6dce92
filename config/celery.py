"""The Celery application for the workers that ingest in the background."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("entente")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Sent by the one process of "celery beat". One that no worker took within its minute is dropped: the next does the same.
app.conf.beat_schedule = {
    "publish-scheduled": {
        "task": "timeline.tasks.publish_scheduled",
        "schedule": 60.0,  # seconds
        "options": {"expires": 55},
    }
}


@setup_logging.connect
def keep_logging(**kwargs):
    """Leave logging to the settings, so that workers log like the server."""
