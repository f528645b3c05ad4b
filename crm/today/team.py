"""What a leader sees of the team: who is behind, what waits for a decision, what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from crm.today.numbers import Number, leads_at, rows_at
from leads.echelons import Line, echelons, figures
from leads.models import Clash, Clock, FollowUp, Lead, Move, Problem
from leads.models.lead import visible
from leads.models.problem import LONG
from staff.models import User
from staff.permissions import Can, user_can

MOST = 12
VISITED_DAYS = 7


@dataclass(frozen=True, slots=True)
class Member:
    """One officer: leads in hand, overdue next steps, breached clocks, leads visited in the last seven days."""

    name: str
    open: Number
    late: Number
    breached: Number
    visited: Number


@dataclass(frozen=True, slots=True)
class Team:
    numbers: list[Number]
    members: list[Member]
    unassigned: list[Lead]
    moves: list[Move]
    echelons: list[Line]
    stale: int
    """How many leads stand too long."""


def team_of(user: User, now: datetime, today: date, counted: Mapping[str, int], *, with_moves: bool) -> Team:
    """Over the leads that the person sees; `counted` are the rows of `decisions`. Moves where they are shown."""
    seen = Lead.objects.visible_to(user)
    groups = figures(seen, now, "owner")
    stale = sum(row["stale"] for row in groups)
    moves = Move.objects.filter(visible(user, "lead__"), at__gte=now - timedelta(days=1), from_stage__isnull=False)
    return Team(
        numbers=_numbers(counted, groups, stale),
        members=_members(user, groups, now, today),
        unassigned=list(seen.open().filter(in_pool=True).listed()[:MOST]),
        moves=list(moves.select_related("lead", "from_stage", "to_stage", "by").order_by("-at")[:MOST])
        if with_moves
        else [],
        echelons=echelons(groups),
        stale=stale,
    )


def decisions(user: User, now: datetime, today: date) -> dict[str, QuerySet[Any]]:
    """What waits for a leader beside the leads themselves: first judgements due, clashes, problems."""
    seen = Lead.objects.visible_to(user)
    found: dict[str, QuerySet[Any]] = {
        "judge": seen.clock_due("judge", today),
        "long_problem": Problem.objects.visible_to(user).overdue(today, LONG),
    }
    return (
        found | {"clash": Clash.objects.visible_to(user).filter(ruling="")}
        if user_can(user, Can.LEAD_ASSIGN)
        else found
    )


def _numbers(counted: Mapping[str, int], groups: Iterable[Mapping[str, Any]], stale: int) -> list[Number]:
    found = [
        # Whose lead has no owner is in the pool.
        Number("线索池", sum(row["n"] for row in groups if row["owner"] is None), leads_at(where="pool", state="open")),
        Number("该初判", counted["judge"], leads_at(clock="judge"), late=True),
        Number("问题超期三天", counted["long_problem"], rows_at("leads:problem-list", state="long"), late=True),
        Number("停留超期", stale, leads_at(state="stale"), late=True),
    ]
    if "clash" in counted:
        found.insert(2, Number("撞单待裁", counted["clash"], rows_at("leads:clash-list", state="open"), late=True))
    return found


def _members(user: User, groups: Iterable[Mapping[str, Any]], now: datetime, today: date) -> list[Member]:
    """The people who hold leads, those most behind first. Three queries."""
    held, late = Counter[int](), Counter[int]()
    for row in groups:
        if row["owner"] is not None:
            held[row["owner"]] += row["n"]
            late[row["owner"]] += row["late"]
    # These tables are joined to the leads anyway: a join costs less than to look each lead up among all that one sees.
    seen = visible(user, "lead__")
    running = Clock.objects.filter(seen).running().filter(lead__owner__isnull=False, due_on__lt=today)
    breached = _counted(running.values("lead__owner").annotate(n=Count("lead", distinct=True)))
    visits = FollowUp.objects.filter(seen).visits(now - timedelta(days=VISITED_DAYS))
    visited = _counted(
        visits.filter(lead__owner__isnull=False)
        .order_by()
        .values("lead__owner")
        .annotate(n=Count("lead", distinct=True))
    )
    names = User.objects.order_by().filter(pk__in=held).values_list("pk", "name")
    members = [
        Member(
            name=name,
            open=Number("在办", held[pk], leads_at(owner=pk, state="open")),
            late=Number("逾期", late[pk], leads_at(owner=pk, next="late"), late=True),
            breached=Number("超时限", breached.get(pk, 0), leads_at(owner=pk, clock="late"), late=True),
            visited=Number("七天拜访", visited.get(pk, 0), leads_at(owner=pk, visited=VISITED_DAYS)),
        )
        for pk, name in names
    ]
    return sorted(members, key=lambda row: (-row.breached.value, -row.late.value, -row.open.value, row.name))


def _counted(rows: Any) -> dict[int, int]:
    return {row["lead__owner"]: row["n"] for row in rows}
