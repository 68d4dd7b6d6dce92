"""The tasks of the Celery workers that the clock starts (config/celery.py)."""

from __future__ import annotations

import logging

from config.celery import app

from .curation.scheduling import carry_out

logger = logging.getLogger(__name__)


@app.task
def publish_scheduled() -> None:
    """Publish and withdraw what is due. Whatever fails is tried again a minute later."""
    for done in carry_out():
        if done.why_not:
            logger.warning("“%s” was not published: %s", done.row, done.why_not)
