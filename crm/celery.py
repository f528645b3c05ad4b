"""The Celery application: PostgreSQL is the queue of record, Celery only the clock and the hands."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

app = Celery("crm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_as_the_site_does(**_: object) -> None:
    """Keep Celery from setting up a log format of its own."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
