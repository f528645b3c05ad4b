"""What Celery does: the clock's tick and the hands. The rows in PostgreSQL are the queue; a lost message loses nothing."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from crm.pipeline import advance
from leads import problems
from leads.cover import cover_merged
from leads.promises import ask_due
from leads.remind import remind as reminders
from leads.timekeeping import keep_time as keep
from leads.winning import look_back_stale
from press import retain, taking
from press.reread import reread_at_night
from press.uploading import take_waiting


@shared_task(name="crm.tasks.sweep")
def sweep() -> int:
    """Takes whatever waits: uploaded files, then articles at every step. Safe to run at any time, in several workers."""
    take_waiting()
    return sum(count.done for count in advance().values())


@shared_task(name="crm.tasks.keep_time")
def keep_time() -> int:
    """Reminders, escalations, protection and the return to the pool, for whatever days have come since it ran last."""
    return sum(keep(timezone.now()).values())


@shared_task(name="crm.tasks.gather")
def gather() -> int:
    """Asks the sources that are due and fetches what they named, for less than a tick. Safe to run in several workers."""
    done = taking.gather(seconds=settings.TICK_SECONDS * 0.8)
    return done.visits + done.links


@shared_task(name="crm.tasks.look_again")
def look_again() -> int:
    """What coverage has to say as days pass: promises that fall due, firms of leads that went stale, merged projects."""
    at = timezone.now()
    return ask_due(at) + look_back_stale(at) + cover_merged(at)


@shared_task(name="crm.tasks.remind")
def remind() -> int:
    """The day's reminders and what is long overdue, once a day however often it is asked."""
    now = timezone.now()
    return problems.escalate(at=now) + reminders(at=now)


@shared_task(name="crm.tasks.reread")
def reread() -> int:
    """By night, a bounded number of old articles that an older engine read; by day nothing. Goes on where it stopped."""
    return reread_at_night(timezone.now()).total()


@shared_task(name="crm.tasks.clear_originals")
def clear_originals() -> int:
    """Carries out decisions to keep of old originals only what is used."""
    return retain.carry_out(timezone.now())
