"""The Celery application: PostgreSQL is the queue of record, Celery only the clock and the hands."""

import logging.config
import os
import warnings

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

# Root is a supported way to run the whole site on one small machine; messages are JSON, never pickled code.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_site_does(**_: object) -> None:
    """Keep Celery from setting up a log format of its own."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
