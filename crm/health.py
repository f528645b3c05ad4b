"""Whether the site is whole: database, broker, worker and clock, for a monitor and for the supervisor.

The clock writes a row whenever it sends its tick; the worker's main process writes one every few seconds, and a worker
process writes one when it has carried a tick out. So the page reads three rows and greets the broker, and asks nobody.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from celery import current_app, shared_task
from celery.signals import beat_init, before_task_publish, heartbeat_sent
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from .models import Heartbeat

logger = logging.getLogger(__name__)

TICK = "crm.health.tick"
# Celery's own heartbeat comes every 2 s; that many rows a minute would say no more.
WORKER_WRITES_EVERY = 5.0
WORKER_SILENT_AFTER = timedelta(seconds=20)
# Three ticks missed.
CLOCK_SILENT_AFTER = timedelta(seconds=30)
# All worker processes may be busy with long steps for a while; this long means stuck.
TICK_STUCK_AFTER = timedelta(minutes=5)
BROKER_SECONDS = 1.0

_worker_wrote = 0.0


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Say for each part `ok` or `down`, and how many seconds ago each was heard; 503 when any is down."""
    heard = _heard()
    parts = {
        "database": heard is not None,
        "broker": _broker_answers(),
        "worker": _worker_lives(heard or {}, timezone.now()),
        "clock": _fresh((heard or {}).get(Heartbeat.Part.CLOCK), timezone.now(), CLOCK_SILENT_AFTER),
    }
    whole = all(parts.values())
    told: dict[str, Any] = {"status": "ok" if whole else "down"}
    told |= {name: "ok" if up else "down" for name, up in parts.items()}
    told["heard_seconds_ago"] = {
        part: round((timezone.now() - at).total_seconds(), 1) for part, at in (heard or {}).items()
    }
    response = JsonResponse(told, status=200 if whole else 503)
    # The answer is the report; a line in the log for every question asked would bury the cause.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _heard() -> dict[str, datetime] | None:
    """When each part was last heard; None when the database does not answer."""
    try:
        return dict(Heartbeat.objects.values_list("part", "at"))
    except DatabaseError:
        # The connection is of no more use to the next request either.
        connection.close()
        return None


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_SECONDS)
            return True
    except BrokerError:
        return False


def _fresh(at: datetime | None, now: datetime, limit: timedelta) -> bool:
    return at is not None and now - at <= limit


def _worker_lives(heard: dict[str, datetime], now: datetime) -> bool:
    """The main process breathes, and the ticks sent do get carried out.

    Measured against the last tick sent, not against now: a silent clock is not the worker's fault.
    """
    tick, sent = heard.get(Heartbeat.Part.TICK), heard.get(Heartbeat.Part.CLOCK, now)
    return _fresh(heard.get(Heartbeat.Part.WORKER), now, WORKER_SILENT_AFTER) and _fresh(tick, sent, TICK_STUCK_AFTER)


@shared_task(name=TICK)
def tick() -> None:
    """The tick arrived in a worker process and was carried out."""
    Heartbeat.hear(Heartbeat.Part.TICK)


@beat_init.connect
def first_tick(**_: object) -> None:
    """Tick at once when the clock starts: its first scheduled tick comes a whole interval later."""
    try:
        tick.apply_async(retry=False, expires=settings.TICK_SECONDS)
    except BrokerError as error:
        logger.warning("First tick not sent: %s", error)


@before_task_publish.connect(sender=TICK)
def clock_ticks(**_: object) -> None:
    """The clock is about to send its tick; whether the broker takes it is the broker's affair."""
    _write(Heartbeat.Part.CLOCK)


@heartbeat_sent.connect
def worker_breathes(**_: object) -> None:
    """The worker's main loop turned."""
    global _worker_wrote
    if time.monotonic() - _worker_wrote >= WORKER_WRITES_EVERY:
        _worker_wrote = time.monotonic()
        _write(Heartbeat.Part.WORKER)


def _write(part: Heartbeat.Part) -> None:
    """Write from a process that otherwise has no business with the database."""
    try:
        Heartbeat.hear(part)
    except DatabaseError as error:
        logger.warning("Heartbeat of %s not written: %s", part, error)
    finally:
        # The worker forks from this process: no open connection may be inherited.
        connection.close()
