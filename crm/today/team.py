"""What a leader sees of the team: who is behind, what waits for a decision, what moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from crm.today.numbers import Number, leads_at, rows_at
from leads.echelons import Line, echelons
from leads.models import Clash, Clock, FollowUp, Lead, Move, Problem
from leads.models.lead import LeadQuerySet
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


def team_of(user: User, now: datetime, today: date, counted: Mapping[str, int], *, with_moves: bool) -> Team:
    """Over the leads that the person sees; `counted` are the rows of `decisions`. Moves where they are shown."""
    visible = Lead.objects.visible_to(user)
    moves = Move.objects.filter(lead__in=visible, at__gte=now - timedelta(days=1), from_stage__isnull=False)
    return Team(
        numbers=_numbers(counted),
        members=_members(visible, now, today),
        unassigned=list(visible.open().filter(in_pool=True).listed()[:MOST]),
        moves=list(moves.select_related("lead", "from_stage", "to_stage", "by").order_by("-at")[:MOST])
        if with_moves
        else [],
        echelons=echelons(visible),
    )


def decisions(user: User, now: datetime, today: date) -> dict[str, QuerySet[Any]]:
    """What waits for a leader: leads without an owner, first judgements due, clashes, problems, leads that stand still."""
    visible = Lead.objects.visible_to(user)
    found: dict[str, QuerySet[Any]] = {
        "pool": visible.open().filter(in_pool=True),
        "judge": visible.clock_due("judge", today),
        "long_problem": Problem.objects.visible_to(user).overdue(today, LONG),
        "stale": visible.stale(now),
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


def _members(visible: LeadQuerySet, now: datetime, today: date) -> list[Member]:
    """The people who hold leads, those most behind first. Three queries."""
    owned = visible.open().filter(owner__isnull=False).order_by()
    rows = owned.values("owner", "owner__name").annotate(
        open=Count("pk"), late=Count("pk", filter=Q(next_on__lt=today))
    )
    running = Clock.objects.running().filter(lead__in=visible, lead__owner__isnull=False, due_on__lt=today)
    breached = _counted(running.values("lead__owner").annotate(n=Count("lead", distinct=True)))
    visits = FollowUp.objects.visits(now - timedelta(days=VISITED_DAYS)).filter(
        lead__in=visible, lead__owner__isnull=False
    )
    visited = _counted(visits.order_by().values("lead__owner").annotate(n=Count("lead", distinct=True)))
    members = [
        Member(
            name=row["owner__name"],
            open=Number("在办", row["open"], leads_at(owner=row["owner"], state="open")),
            late=Number("逾期", row["late"], leads_at(owner=row["owner"], next="late"), late=True),
            breached=Number(
                "超时限", breached.get(row["owner"], 0), leads_at(owner=row["owner"], clock="late"), late=True
            ),
            visited=Number(
                "七天拜访", visited.get(row["owner"], 0), leads_at(owner=row["owner"], visited=VISITED_DAYS)
            ),
        )
        for row in rows
    ]
    return sorted(members, key=lambda row: (-row.breached.value, -row.late.value, -row.open.value, row.name))


def _counted(rows: Any) -> dict[int, int]:
    return {row["lead__owner"]: row["n"] for row in rows}
