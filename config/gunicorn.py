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
threads = envint("WEB_THREADS", 4)  # per process; each may hold a database connection
timeout = envint("WEB_TIMEOUT", 60)  # seconds of silence after which a process is replaced
graceful_timeout = 30  # seconds for running requests when the server is told to stop
keepalive = 5  # seconds; longer than a proxy on the same machine waits between the requests of one page
max_requests = envint(
    "WEB_MAX_REQUESTS", 20_000
)  # requests after which a process is replaced, so that no leak grows; 0 means never
max_requests_jitter = max_requests // 10  # so that not all are replaced at once
worker_tmp_dir = (
    "/dev/shm" if os.path.isdir("/dev/shm") else None
)  # a slow disk must not look like a dead process

control_socket_disable = True  # only the site listens here

# operations.requestlog logs requests, with ids and without addresses and queries.
accesslog = None
_form = envchoice("LOG_FORMAT", ("json", "text"), "json")
_own = {"level": "INFO", "handlers": ["console"], "propagate": False}
logconfig_dict = logging_config(_form, "WARNING", requests=False) | {"loggers": {"gunicorn.error": _own}}

if os.environ.get("METRICS_TOKEN"):
    # Where the processes share their figures; the folder is emptied at each start.
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
