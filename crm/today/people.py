"""Who of the team holds what and who is behind, what has no owner, what moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from crm.today.numbers import Number, leads_at
from leads.models import FollowUp, Lead, Move
from leads.models.lead import clock_due, visible
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


@dataclass(slots=True)
class Held:
    """What one owner has: open leads in hand, of how many the next step is late, of how many a clock was breached."""

    n: int = 0
    late: int = 0
    breached: int = 0


def behind(today: date) -> dict[str, Count]:
    """What is counted of the open leads of an owner besides their number."""
    late = Count("pk", filter=Q(next_on__lt=today))
    return {"late": late, "breached": Count("pk", filter=clock_due("late", today))}


def held_of(user: User, today: date) -> dict[int, Held]:
    """By owner, of the leads that the person sees. One query."""
    owned = Lead.objects.visible_to(user).open().filter(owner__isnull=False)
    return held_in(owned.order_by().values("owner").annotate(n=Count("*"), **behind(today)))


def held_in(groups: Iterable[Mapping[str, Any]]) -> dict[int, Held]:
    """By owner, of rows that have `n` and what `behind` counts."""
    found: dict[int, Held] = defaultdict(Held)
    for row in groups:
        if row["owner"] is not None:
            held = found[row["owner"]]
            held.n += row["n"]
            held.late += row["late"]
            held.breached += row["breached"]
    return found


def people_of(user: User, now: datetime, held: Mapping[int, Held]) -> People:
    """Over the leads that the person sees. Four queries."""
    seen = Lead.objects.visible_to(user)
    moves = Move.objects.filter(visible(user, "lead__"), at__gte=now - timedelta(days=1), from_stage__isnull=False)
    return People(
        members=_members(user, now, held),
        unassigned=list(seen.open().filter(in_pool=True)[:MOST]),
        moves=list(moves.select_related("lead", "from_stage", "to_stage", "by").order_by("-at")[:MOST]),
    )


def _members(user: User, now: datetime, held: Mapping[int, Held]) -> list[Member]:
    """The people who hold leads, those most behind first. Two queries."""
    # Joined to the leads anyway: a join costs less than to look each lead up among all that one sees.
    visits = FollowUp.objects.filter(visible(user, "lead__")).visits(now - timedelta(days=VISITED_DAYS))
    owned = visits.filter(lead__owner__isnull=False).order_by().values_list("lead__owner")
    visited = dict(owned.annotate(n=Count("lead", distinct=True)))
    names = User._base_manager.filter(pk__in=held).values_list("pk", "name")
    members = [
        Member(
            name=name,
            open=Number("在办", held[pk].n, leads_at(owner=pk, state="open")),
            late=Number("逾期", held[pk].late, leads_at(owner=pk, next="late"), late=True),
            breached=Number("超时限", held[pk].breached, leads_at(owner=pk, clock="late"), late=True),
            visited=Number("七天拜访", visited.get(pk, 0), leads_at(owner=pk, visited=VISITED_DAYS)),
        )
        for pk, name in names
    ]
    return sorted(members, key=lambda row: (-row.breached.value, -row.late.value, -row.open.value, row.name))
