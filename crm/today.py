"""今日: what each person has to do, each number with the address of exactly the rows it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from leads.models import Clock, Lead, Move, Stage, Suggestion, WatchHit
from leads.watch import inbox
from press.words import totals
from staff.models import User
from staff.permissions import Can, Role, user_can

SOON = timedelta(days=3)
WEEK = timedelta(days=7)
MOST = 12


@dataclass(frozen=True, slots=True)
class Number:
    """One figure and where its rows are."""

    label: str
    value: int
    url: str
    late: bool = False


@dataclass(slots=True)
class Today:
    numbers: list[Number]
    due: list[Lead]
    news: list[Suggestion]
    lapsing: list[Lead]
    soon: list[Lead] = field(default_factory=list)
    unassigned: list[Lead] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    team: list[dict[str, Any]] = field(default_factory=list)
    echelons: list[dict[str, Any]] = field(default_factory=list)
    hits: list[WatchHit] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    scope: str = "mine"


def leads_at(**query: str | int) -> str:
    """The lead list with these filters."""
    return f"{reverse('leads:lead-list')}?{urlencode(query)}"


def today_of(user: User) -> Today:
    """An officer's own day; for leaders, heads and administrators the team's numbers beside their own work."""
    now, today = timezone.now(), timezone.localdate()
    visible = Lead.objects.visible_to(user)
    mine = visible.open().filter(owner=user)
    lapsing = mine.filter(protected_until__range=(today, today + SOON))
    found = Today(
        numbers=_numbers(user, today),
        due=_by_day(mine.filter(next_on__lte=today)),
        soon=_by_day(mine.filter(next_on__range=(today + timedelta(days=1), today + WEEK))),
        news=list(
            Suggestion.objects.filter(state="waiting", lead__in=mine)
            .select_related("lead", "article__source")
            .order_by("-created_at")[:MOST]
        ),
        lapsing=list(lapsing.listed().order_by("protected_until", "pk")[:MOST]),
    )
    found.hits = _hits(user, now)
    found.clocks = _clocks(user, visible, today)
    if user.role in (Role.LEADER, Role.HEAD, Role.ADMINISTRATOR):
        found.scope = "team"
        found.unassigned = list(visible.open().filter(in_pool=True).listed()[:MOST])
        found.moves = list(
            Move.objects.filter(lead__in=visible, at__gte=now - timedelta(days=1), from_stage__isnull=False)
            .select_related("lead", "from_stage", "to_stage", "by")
            .order_by("-at")[:MOST]
        )
        found.team = _team(visible, today)
        found.echelons = _echelons(visible)
    return found


def _hits(user: User, now: datetime) -> list[WatchHit]:
    """What one's own rules caught in the last days and nobody has decided yet."""
    recent = WatchHit.objects.filter(
        rule__owner=user, rule__is_active=True, at__gte=now - SOON, proposal__state="waiting"
    )
    return list(recent.select_related("rule", "proposal__article__source")[:MOST])


def _clocks(user: User, visible: Any, today: date) -> list[Clock]:
    """What is due by tomorrow or overdue: one's own; for leaders and above also what is overdue in the team."""
    soon = Q(lead__owner=user, due_on__lte=today + timedelta(days=1))
    if user.role in (Role.LEADER, Role.HEAD, Role.ADMINISTRATOR):
        soon |= Q(lead__in=visible, due_on__lt=today)
    return list(Clock.objects.running().filter(soon).select_related("lead__owner").order_by("due_on", "pk")[:MOST])


def _by_day(leads: Any) -> list[Lead]:
    """The first of them by their next step's day, with the people to call."""
    return list(leads.listed().prefetch_related("contacts__contact").order_by("next_on", "pk")[:MOST])


def _numbers(user: User, today: Any) -> list[Number]:
    mine = Lead.objects.visible_to(user).open().filter(owner=user)
    counted = mine.aggregate(
        late=Count("pk", filter=Q(next_on__lt=today)), today=Count("pk", filter=Q(next_on=today)), all=Count("pk")
    )
    numbers = [
        Number("逾期", counted["late"], leads_at(where="mine", next="late"), late=counted["late"] > 0),
        Number("今天", counted["today"], leads_at(where="mine", next="today")),
        Number("在办", counted["all"], leads_at(where="mine", state="open")),
    ]
    if user_can(user, Can.PROPOSAL_READ):
        waiting = inbox(user).count()
        numbers.append(Number("新闻待办", waiting, reverse("leads:inbox")))
    return numbers


def _team(visible: Any, today: Any) -> list[dict[str, Any]]:
    rows = (
        visible.open()
        .filter(owner__isnull=False)
        .order_by()
        .values("owner", "owner__name")
        .annotate(open=Count("pk"), late=Count("pk", filter=Q(next_on__lt=today)))
        .order_by("-late", "-open")
    )
    return [
        {
            **row,
            "open_url": leads_at(owner=row["owner"], state="open"),
            "late_url": leads_at(owner=row["owner"], next="late"),
        }
        for row in rows
    ]


def _echelons(visible: Any) -> list[dict[str, Any]]:
    """储备 开工 建设 投产: count and sums, each opening its rows."""
    stages = list(Stage.objects.open())
    groups = visible.open().order_by().values("stage__echelon", "currency").annotate(n=Count("pk"), total=Sum("amount"))
    rows = list(groups)
    found = []
    for echelon in Stage.Echelon:
        if echelon == Stage.Echelon.CLOSED:
            continue
        own = [row for row in rows if row["stage__echelon"] == echelon]
        query = [("stage", stage.pk) for stage in stages if stage.echelon == echelon] + [("state", "open")]
        found.append(
            {
                "label": echelon.label,
                "count": sum(row["n"] for row in own),
                "total": totals((row["currency"], row["total"]) for row in own),
                "url": f"{reverse('leads:lead-list')}?{urlencode(query)}",
            }
        )
    return found
