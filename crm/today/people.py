"""Who of the team holds what and who is behind, what has no owner, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from crm.today.numbers import Number, leads_at
from leads.models import Clock, FollowUp, Lead, Move
from leads.models.lead import visible
from staff.models import User

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
class People:
    members: list[Member]
    unassigned: list[Lead]
    moves: list[Move]


def people_of(user: User, now: datetime, today: date) -> People:
    """Over the leads that the person sees. Six queries."""
    seen = Lead.objects.visible_to(user)
    moves = Move.objects.filter(visible(user, "lead__"), at__gte=now - timedelta(days=1), from_stage__isnull=False)
    return People(
        members=_members(user, now, today),
        unassigned=list(seen.open().filter(in_pool=True).listed()[:MOST]),
        moves=list(moves.select_related("lead", "from_stage", "to_stage", "by").order_by("-at")[:MOST]),
    )


def _members(user: User, now: datetime, today: date) -> list[Member]:
    """The people who hold leads, those most behind first. Four queries."""
    groups = Lead.objects.visible_to(user).open().filter(owner__isnull=False).order_by().values_list("owner")
    late = Count("pk", filter=Q(next_on__lt=today))
    held = {owner: (n, behind) for owner, n, behind in groups.annotate(n=Count("pk"), late=late)}
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
            open=Number("在办", held[pk][0], leads_at(owner=pk, state="open")),
            late=Number("逾期", held[pk][1], leads_at(owner=pk, next="late"), late=True),
            breached=Number("超时限", breached.get(pk, 0), leads_at(owner=pk, clock="late"), late=True),
            visited=Number("七天拜访", visited.get(pk, 0), leads_at(owner=pk, visited=VISITED_DAYS)),
        )
        for pk, name in names
    ]
    return sorted(members, key=lambda row: (-row.breached.value, -row.late.value, -row.open.value, row.name))


def _counted(rows: Any) -> dict[int, int]:
    return {row["lead__owner"]: row["n"] for row in rows}
