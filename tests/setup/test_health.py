"""/healthz, judged from rows and a broker that are made to lie quiet."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from crm import health
from crm.models import Heartbeat

WORKER, CLOCK, TICK = Heartbeat.Part.WORKER, Heartbeat.Part.CLOCK, Heartbeat.Part.TICK


def hear(**seconds_ago: float) -> None:
    for part, seconds in seconds_ago.items():
        Heartbeat.hear(Heartbeat.Part(part), timezone.now() - timedelta(seconds=seconds))


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/healthz")
    return answer.status_code, json.loads(answer.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("worker", "clock", "tick", "down"),
    [
        (1, 1, 1, set()),
        # Busy with long steps, so the last ticks wait, but the main process breathes.
        (1, 1, 200, set()),
        (60, 1, 1, {"worker"}),
        (1, 60, 60, {"clock"}),
        # Breathing, but for minutes nothing that the clock sent was carried out.
        (1, 1, 400, {"worker"}),
        # A clock long dead is not the worker's fault.
        (1, 4000, 4000, {"clock"}),
        (4000, 4000, 4000, {"clock", "worker"}),
    ],
)
def test_health_page_tells_a_dead_worker_from_a_dead_clock(
    client: Client, worker: float, clock: float, tick: float, down: set[str]
) -> None:
    hear(worker=worker, clock=clock, tick=tick)
    status, said = ask(client)
    assert {part for part in ("database", "broker", "worker", "clock") if said[part] == "down"} == down
    assert status == (503 if down else 200)


@pytest.mark.django_db
def test_nothing_heard_yet_is_not_health(client: Client) -> None:
    status, said = ask(client)
    assert (status, said["worker"], said["clock"]) == (503, "down", "down")


@pytest.mark.django_db
def test_stranger_learns_nothing_but_times(client: Client) -> None:
    hear(worker=1, clock=2, tick=3)
    assert set(ask(client)[1]) == {"status", "database", "broker", "worker", "clock", "heard_seconds_ago"}


def test_dead_database_is_reported_not_raised(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*fields: str) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(Heartbeat.objects, "values_list", refuse)
    monkeypatch.setattr(health.connection, "close", lambda: None)
    status, said = ask(client)
    assert (status, said["database"], said["broker"]) == (503, "down", "ok")


@pytest.mark.django_db
def test_dead_broker_is_reported_not_raised(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    hear(worker=1, clock=1, tick=1)
    app = current_app._get_current_object()
    connect = app.connection_for_write
    nobody_listens = "redis://127.0.0.1:9/0"
    monkeypatch.setattr(app, "connection_for_write", lambda **options: connect(nobody_listens, **options))
    status, said = ask(client)
    assert (status, said["broker"], said["worker"]) == (503, "down", "ok")


@pytest.mark.django_db
def test_tick_carried_out_is_heard() -> None:
    health.tick()
    assert Heartbeat.objects.get(part=TICK).at <= timezone.now()


@pytest.mark.django_db
def test_health_page_asks_the_database_once(client: Client, django_assert_num_queries: Any) -> None:
    hear(worker=1, clock=1, tick=1)
    with django_assert_num_queries(1):
        ask(client)
