"""停留超期: what one lead says of itself and what the list asks the database are the same, for any dates."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from leads.models import Lead, Stage
from staff.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(3))
def test_the_condition_says_what_the_lead_says(seed: int, officer: User) -> None:
    rnd = random.Random(seed)
    at = datetime(2026, 11, 21, rnd.choice([0, 8, 15, 23]), 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    today = timezone.localdate(at)
    Stage.objects.filter(key="judging").update(days=0)
    stages = list(Stage.objects.all())
    rows = []
    for number in range(120):
        stage = rnd.choice(stages)
        around = rnd.choice([0, 1, stage.days or 5, 400])
        in_pool = rnd.random() < 0.3
        rows.append(
            Lead(
                name=str(number), stage=stage, created_by=officer, created_at=at, in_pool=in_pool,
                owner=None if in_pool else officer, next_step="" if in_pool else "x",
                stage_since=at - timedelta(days=around, seconds=rnd.choice([-86400, -1, 0, 1, 43200])),
                next_on=None if in_pool and rnd.random() < 0.7 else today + timedelta(days=rnd.choice([-9, -1, 0, 3, 7, 8])),
                closed_at=at if stage.is_closed else None,
            )
        )  # fmt: skip
    Lead.objects.bulk_create(rows)
    told = {lead.name for lead in Lead.objects.select_related("stage") if lead.is_stale(at)}
    asked = set(Lead.objects.all().stale(at).values_list("name", flat=True))
    assert asked == told
    assert 5 < len(told) < 115


def test_a_next_step_within_a_week_excuses_a_lead_that_stands_too_long(officer: User) -> None:
    now = timezone.now()
    for days, is_stale in ((-1, True), (0, False), (7, False), (8, True)):
        lead = make.lead(owner=officer, days=10, next_on=timezone.localdate() + timedelta(days=days))
        assert lead.is_stale(now) is is_stale, days


def test_the_last_allowed_day_is_not_too_long(officer: User) -> None:
    now = timezone.now() + timedelta(minutes=5)
    far = timezone.localdate() + timedelta(days=60)
    assert not make.lead(owner=officer, days=2, next_on=far).is_stale(now)
    assert make.lead(owner=officer, days=3, next_on=far).is_stale(now)
