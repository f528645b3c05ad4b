"""One person's day: an officer's own, and for leaders and heads what they look after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from crm.today.numbers import Number, leads_at, rows_at
from crm.today.outlook import Outlook, changes, outlook
from crm.today.people import People, people_of
from crm.today.team import Team, decisions, team_of
from leads.holding import people_to_call
from leads.models import Clock, Lead, Problem, Promise, Suggestion, WatchHit, Winner
from leads.models.lead import LeadQuerySet, on_visible_lead
from leads.watch import inbox
from lists.count import numbers_of
from staff.models import User
from staff.permissions import Can, Role, user_can

SOON = timedelta(days=3)
WEEK = timedelta(days=7)
MOST = 12
LEADING = (Role.LEADER, Role.HEAD, Role.ADMINISTRATOR)


@dataclass(slots=True)
class Today:
    counted: dict[str, int]
    """Every figure of the page by its key, asked in one query; `unread` and `inbox` are those of the bar."""
    numbers: list[Number]
    due: list[Lead]
    soon: list[Lead]
    news: list[Suggestion]
    lapsing: list[Lead]
    hits: list[WatchHit]
    clocks: list[Clock]
    promises: list[Promise]
    winners: list[Winner]
    team: Team | None = None
    people: People | None = None
    outlook: Outlook | None = None


def today_of(user: User) -> Today:
    """An officer's own day; for leaders and above the team's beside it, for a head the year's figures before it, and the
    people on a page of their own."""
    now, today = timezone.now(), timezone.localdate()
    is_leading, is_head = user.role in LEADING, user.role == Role.HEAD
    # What one owns or has in hand one sees: not asked a second time, in a dozen questions of the page.
    mine = Lead.objects.open().filter(owner=user)
    lapsing = mine.filter(protected_until__range=(today, today + SOON))
    news = Suggestion.objects.filter(state="waiting", lead__in=mine)
    asked = _mine(user, mine, today) | (decisions(user, now, today) if is_leading else {})
    counted = numbers_of(**asked | (changes(user, now) if is_head else {}))
    team = team_of(user, now, counted) if is_leading else None
    return Today(
        counted=counted,
        numbers=_numbers(counted),
        due=_by_day(mine.filter(next_on__lte=today).prefetch_related(people_to_call(user))),
        soon=_by_day(mine.filter(next_on__range=(today + timedelta(days=1), today + WEEK))),
        news=list(news.select_related("lead", "article__source").order_by("-created_at")[:MOST]),
        lapsing=list(lapsing.listed().order_by("protected_until", "pk")[:MOST]),
        hits=_hits(user, now),
        clocks=_clocks(user, today),
        promises=list(Promise.objects.due(today).filter(lead__owner=user).listed()[:MOST]),
        winners=_winners(user),
        team=team,
        people=people_of(user, now, today) if is_leading and not is_head else None,
        outlook=outlook(user, now, counted, team.stale) if is_head and team else None,
    )


def _hits(user: User, now: datetime) -> list[WatchHit]:
    """What one's own rules caught in the last days and nobody has decided yet."""
    recent = WatchHit.objects.filter(
        rule__owner=user, rule__is_active=True, at__gte=now - SOON, proposal__state="waiting"
    )
    return list(recent.select_related("rule", "proposal__article__source")[:MOST])


def _clocks(user: User, today: date) -> list[Clock]:
    """What is due on one's own leads by tomorrow, or was before."""
    soon = Clock.objects.running().filter(lead__owner=user, due_on__lte=today + timedelta(days=1))
    return list(soon.select_related("lead__owner").order_by("due_on", "pk")[:MOST])


def _winners(user: User) -> list[Winner]:
    """Cards of who won a firm that wait for the person: of their own leads and refusals; a leader's of the unit's too."""
    own = Q(lead__owner=user) | Q(proposal__decided_by=user)
    if user.role in LEADING:
        own |= on_visible_lead(user) | Q(lead=None)
    return list(Winner.objects.waiting().filter(own).listed()[:MOST])


def _by_day(leads: Any) -> list[Lead]:
    """The first of them by their next step's day."""
    return list(leads.listed().order_by("next_on", "pk")[:MOST])


def _mine(user: User, mine: LeadQuerySet, today: date) -> dict[str, QuerySet[Any]]:
    """The rows behind the person's own numbers."""
    found: dict[str, QuerySet[Any]] = {
        "late": mine.filter(next_on__lt=today),
        "today": mine.filter(next_on=today),
        "clock": mine.clock_due("late", today),
        "promise": Promise.objects.due(today).filter(lead__owner=user),
        "problem": Problem.objects.open().filter(person=user),
        "all": mine,
        "unread": user.notices.filter(read_at=None),
    }
    return found | {"inbox": inbox(user)} if user_can(user, Can.PROPOSAL_READ) else found


def _numbers(counted: Mapping[str, int]) -> list[Number]:
    numbers = [
        Number("逾期", counted["late"], leads_at(where="mine", next="late"), late=True),
        Number("今天", counted["today"], leads_at(where="mine", next="today")),
        Number("超时限", counted["clock"], leads_at(where="mine", clock="late"), late=True),
        Number("承诺到期", counted["promise"], rows_at("leads:promise-list", state="due", whose="mine"), late=True),
        Number("交给我的问题", counted["problem"], rows_at("leads:problem-list", state="open", whose="mine")),
        Number("在办", counted["all"], leads_at(where="mine", state="open", sort="next_on")),
    ]
    if "inbox" in counted:
        numbers.append(Number("新闻待办", counted["inbox"], reverse("leads:inbox")))
    return numbers
