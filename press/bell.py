"""Asking a worker to look at the queue now. Only a bell: the rows are the queue, and the clock sweeps them anyway."""

from __future__ import annotations

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

SWEEP = "crm.tasks.sweep"
GATHER = "crm.tasks.gather"


def ring(task: str = SWEEP) -> None:
    """Rings once this transaction is in. A dead broker fails nobody."""
    transaction.on_commit(partial(_ring, task), robust=True)


def _ring(task: str) -> None:
    try:
        current_app.send_task(task, retry=False, expires=600)
    except Exception as error:  # whatever the transport raises
        log.warning("broker not reached, the clock will sweep: %s", error)
