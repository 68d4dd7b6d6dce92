"""How gunicorn serves the site: gunicorn --config python:config.gunicorn config.wsgi:application"""

import os
import shutil
import tempfile
from pathlib import Path

from operations.logs import logging_config

from .environment import envchoice, envint

bind = f"{os.environ.get('WEB_HOST', '0.0.0.0')}:{envint('PORT', 8000)}"
worker_class = "gthread"
workers = envint("WEB_CONCURRENCY", 2)  # processes; one for each core
threads = envint("WEB_THREADS", 4)  # for each process; each may hold a connection to the database
timeout = envint("WEB_TIMEOUT", 60)  # seconds without a sign of life after which a process is replaced
graceful_timeout = 30  # seconds for requests under way when the server is told to stop
keepalive = 5  # seconds; longer than a proxy on the same machine waits between two requests of a page
max_requests = envint(
    "WEB_MAX_REQUESTS", 20_000
)  # after which a process is replaced, so that no leak grows; 0 for never
max_requests_jitter = max_requests // 10  # not all at once
worker_tmp_dir = (
    "/dev/shm" if os.path.isdir("/dev/shm") else None
)  # a slow disk must not look like a dead process

control_socket_disable = True  # nothing here listens but the site

# Requests are logged by operations.requestlog, with their names and without addresses and queries.
accesslog = None
_form = envchoice("LOG_FORMAT", ("json", "text"), "json")
_own = {"level": "INFO", "handlers": ["console"], "propagate": False}
logconfig_dict = logging_config(_form, "WARNING", requests=False) | {"loggers": {"gunicorn.error": _own}}

if os.environ.get("METRICS_TOKEN"):
    # Where the processes share their numbers; each start begins with an empty folder.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(Path(tempfile.gettempdir()) / f"entente-metrics-{os.getpid()}"))  # fmt: skip


def on_starting(server):
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder, mode=0o700)


def child_exit(server, worker):
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server):
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        shutil.rmtree(folder, ignore_errors=True)
