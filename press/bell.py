"""Asking a worker to look at the queue now. Only a bell: the rows are the queue, and the clock sweeps them anyway."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

SWEEP = "crm.tasks.sweep"


def ring() -> None:
    """Rings once this transaction is in. A dead broker fails nobody."""
    transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    try:
        current_app.send_task(SWEEP, retry=False, expires=600)
    except Exception as error:  # whatever the transport raises
        log.warning("broker not reached, the clock will sweep: %s", error)
