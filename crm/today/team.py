"""What a leader decides about the team, and how its leads stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from crm.today.numbers import Number, leads_at, rows_at
from leads.echelons import Line, echelons, figures
from leads.models import Clash, Lead, Problem
from leads.models.problem import LONG
from staff.models import User
from staff.permissions import Can, user_can


@dataclass(frozen=True, slots=True)
class Team:
    numbers: list[Number]
    echelons: list[Line]
    stale: int
    """How many leads stand too long."""


def team_of(user: User, now: datetime, counted: Mapping[str, int]) -> Team:
    """Over the leads that the person sees; `counted` are the rows of `decisions`. Two queries."""
    groups = figures(Lead.objects.visible_to(user), now)
    stale = sum(row["stale"] for row in groups)
    return Team(_numbers(counted, stale), echelons(groups), stale)


def decisions(user: User, now: datetime, today: date) -> dict[str, QuerySet[Any]]:
    """What waits for a leader beside the leads themselves: first judgements due, clashes, problems."""
    seen = Lead.objects.visible_to(user)
    found: dict[str, QuerySet[Any]] = {
        "pool": seen.open().filter(in_pool=True),
        "judge": seen.clock_due("judge", today),
        "long_problem": Problem.objects.visible_to(user, few=True).overdue(today, LONG),
    }
    return (
        found | {"clash": Clash.objects.visible_to(user).filter(ruling="")}
        if user_can(user, Can.LEAD_ASSIGN)
        else found
    )


def _numbers(counted: Mapping[str, int], stale: int) -> list[Number]:
    found = [
        Number("线索池", counted["pool"], leads_at(where="pool", state="open")),
        Number("该初判", counted["judge"], leads_at(clock="judge"), late=True),
        Number("问题超期三天", counted["long_problem"], rows_at("leads:problem-list", state="long"), late=True),
        Number("停留超期", stale, leads_at(state="stale"), late=True),
    ]
    if "clash" in counted:
        found.insert(2, Number("撞单待裁", counted["clash"], rows_at("leads:clash-list", state="open"), late=True))
    return found
