"""What a leader decides about the team, and how its leads stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from crm.today.numbers import Number, leads_at, rows_at
from crm.today.people import behind
from leads.echelons import Line, echelons, figures
from leads.models import Clash, Lead, Problem, Stage
from leads.models.lead import clock_due
from leads.models.problem import LONG
from staff.models import User
from staff.permissions import Can, user_can


@dataclass(frozen=True, slots=True)
class Team:
    numbers: list[Number]
    echelons: list[Line]
    stale: int
    """How many leads stand too long."""


def leads_of_team(user: User, now: datetime, *, by_owner: bool) -> tuple[list[dict[str, Any]], list[Stage]]:
    """What the team's figures are added up from, `leads.echelons.figures` of the leads that the person sees, by whether
    they are in the pool, and by owner; and the office's stages. Two queries."""
    stages, today = list(Stage.objects.all()), timezone.localdate(now)
    more = {"judge": Count("pk", filter=clock_due("judge", today))}
    by = ["in_pool"]
    if by_owner:
        by.append("owner")
        more |= behind(today)
    return figures(Lead.objects.visible_to(user), now, stages, *by, **more), stages


def team_of(groups: Sequence[Mapping[str, Any]], stages: Sequence[Stage], counted: Mapping[str, int]) -> Team:
    """Of `leads_of_team`; `counted` are the rows of `decisions`."""
    sums = {
        "pool": sum(row["n"] for row in groups if row["in_pool"]),
        **{name: sum(row[name] for row in groups) for name in ("judge", "stale")},
    }
    return Team(_numbers({**counted, **sums}), echelons(groups, stages, whole=False), sums["stale"])


def decisions(user: User, today: date) -> dict[str, QuerySet[Any]]:
    """What waits for a leader beside the leads themselves: clashes, problems."""
    found: dict[str, QuerySet[Any]] = {
        "long_problem": Problem.objects.visible_to(user, few=True).overdue(today, LONG),
    }
    return (
        found | {"clash": Clash.objects.visible_to(user).filter(ruling="")}
        if user_can(user, Can.LEAD_ASSIGN)
        else found
    )


def _numbers(counted: Mapping[str, int]) -> list[Number]:
    found = [
        Number("线索池", counted["pool"], leads_at(where="pool", state="open")),
        Number("该初判", counted["judge"], leads_at(clock="judge"), late=True),
        Number("问题超期三天", counted["long_problem"], rows_at("leads:problem-list", state="long"), late=True),
        Number("停留超期", counted["stale"], leads_at(state="stale"), late=True),
    ]
    if "clash" in counted:
        found.insert(2, Number("撞单待裁", counted["clash"], rows_at("leads:clash-list", state="open"), late=True))
    return found
