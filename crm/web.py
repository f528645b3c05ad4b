"""How gunicorn serves the site (`gunicorn -c python:crm.web crm.wsgi`)."""

import gc
import os

bind = f"{os.environ.get('CRM_BIND') or '127.0.0.1'}:{os.environ.get('CRM_PORT') or '8000'}"
workers = int(os.environ.get("CRM_WEB_PROCESSES") or 2)
# Threads, so that one slow export does not hold up half the office.
worker_class = "gthread"
threads = 4
# Loaded once, then forked: sooner there and a good part of the memory shared.
preload_app = True
timeout = 120
graceful_timeout = 20
# Its heartbeat file must not wait for a disk.
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its file there itself, with mkstemp
worker_tmp_dir = SHARED_MEMORY if os.path.isdir(SHARED_MEMORY) else None
control_socket_disable = True
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}


def pre_fork(server: object, worker: object) -> None:
    """What was loaded stays: a full collection that walks its 400,000 objects held up a request for 140 ms, and copied the
    memory that the processes share."""
    gc.freeze()
