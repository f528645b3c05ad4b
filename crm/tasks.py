"""What Celery does: the clock's tick and the hands. The rows in PostgreSQL are the queue; a lost message loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from crm.pipeline import advance
from leads.timekeeping import keep_time as keep


@shared_task(name="crm.tasks.sweep")
def sweep() -> int:
    """Takes whatever waits, from every step. Safe to run at any time and in several workers at once."""
    return sum(count.done for count in advance().values())


@shared_task(name="crm.tasks.keep_time")
def keep_time() -> int:
    """Reminders, escalations, protection and the return to the pool, for whatever days have come since it ran last."""
    return sum(keep(timezone.now()).values())
