"""The head's minute: the year's figures against their targets, what changed since yesterday, what stands still and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from leads.models import Lead, Move, Problem, Stage
from leads.models.lead import on_visible_lead, stands_too_long
from leads.targets import Progress, progress
from staff.models import User

CHANGES, STUCK = 3, 6


@dataclass(frozen=True, slots=True)
class Stuck:
    """A lead that stands too long in its stage: since when, for how many days beyond what is allowed, and what it asks for."""

    lead: Lead
    over: int
    asks: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What fits a phone's screen; every count has the address of its rows."""

    year: int
    progress: list[Progress]
    changes: list[Move]
    more_changes: int
    stuck: list[Stuck]
    stuck_count: int
    stuck_url: str
    problems: int
    problems_url: str


def changes(user: User, at: datetime) -> dict[str, QuerySet[Any]]:
    """The moves ahead since yesterday on leads that the person sees, for the page's one count."""
    since = timezone.make_aware(datetime.combine(timezone.localdate(at) - timedelta(days=1), datetime.min.time()))
    moves = Move.objects.filter(on_visible_lead(user), at__gte=since, at__lte=at, from_stage__isnull=False)
    return {"forward": moves.filter(Q(to_stage__order__gt=F("from_stage__order")) | Q(to_stage__is_closed=True))}


def outlook(user: User, at: datetime, counted: Mapping[str, int], stale: int, stages: Sequence[Stage]) -> Outlook:
    """Over the leads that the person sees, of which `stale` stand too long; `counted` has the rows of `changes` and of
    `team.decisions`. Four queries."""
    today = timezone.localdate(at)
    weighty = (
        changes(user, at)["forward"]
        .select_related("lead", "from_stage", "to_stage", "by")
        .order_by(F("lead__amount").desc(nulls_last=True), "-at")
    )
    return Outlook(
        year=today.year,
        progress=progress(user, today.year, today),
        changes=list(weighty[:CHANGES]),
        more_changes=max(0, counted["forward"] - CHANGES),
        stuck=_stuck(Lead.objects.visible_to(user).open().filter(stands_too_long(at, stages)), at, stages),
        stuck_count=stale,
        stuck_url=f"{reverse('leads:lead-list')}?state=stale",
        problems=counted["long_problem"],
        problems_url=f"{reverse('leads:problem-list')}?state=long",
    )


def _stuck(stale: Any, at: datetime, stages: Sequence[Stage]) -> list[Stuck]:
    """The largest of them, each with its oldest open problem, else the next step that is late."""
    problem = Problem.objects.open().filter(lead=OuterRef("pk")).order_by("opened_at", "pk").values("text")[:1]
    order = (F("amount").desc(nulls_last=True), "stage_since")
    rows = list(stale.select_related("owner").annotate(asks=Subquery(problem)).order_by(*order)[:STUCK])
    by_key = {stage.pk: stage for stage in stages}
    for lead in rows:
        lead.stage = by_key[lead.stage_id]
    return [Stuck(lead, lead.days_in_stage(at) - lead.stage.days, lead.asks or lead.next_step) for lead in rows]
