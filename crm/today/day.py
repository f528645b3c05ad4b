"""One person's day: an officer's own, and for leaders and heads what they look after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Window, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from crm.today.numbers import Number, leads_at, rows_at
from crm.today.outlook import Outlook, changes, outlook
from crm.today.people import People, held_in, people_of
from crm.today.team import Team, decisions, leads_of_team, team_of
from crm.waiting import waiting_for
from leads.holding import people_to_call
from leads.models import Clock, Lead, Problem, Promise, Suggestion, WatchHit, Winner
from leads.models.lead import on_visible_lead
from lists.count import numbers_of
from staff.models import User
from staff.permissions import Can, Role, user_can

SOON = timedelta(days=3)
WEEK = timedelta(days=7)
MOST = 12
# Of an article that a row comes from: what nobody reads here.
HEAVY = ("raw", "text", "bigrams")
LEADING = (Role.LEADER, Role.HEAD, Role.ADMINISTRATOR)


@dataclass(slots=True)
class Today:
    counted: dict[str, int]
    """Every figure of the page by its key; `unread` and `inbox` are those of the bar."""
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
    own = _own(user, today)
    asked = _mine(user) | (decisions(user, today) if is_leading else {})
    (clocks, late), (promises, due) = _clocks(user, today), _promises(user, today)
    counted = own.counts | {"clock": late, "promise": due} | _bar(user)
    counted |= numbers_of(**asked | (changes(user, now) if is_head else {}))
    groups, stages = leads_of_team(user, now, by_owner=not is_head) if is_leading else ([], [])
    team = team_of(groups, stages, counted) if is_leading else None
    news = Suggestion.objects.filter(state="waiting", lead__in=Lead.objects.open().filter(owner=user))
    return Today(
        counted=counted,
        numbers=_numbers(counted),
        due=own.due,
        soon=own.soon,
        lapsing=own.lapsing,
        news=list(_light(news, "article").select_related("lead").order_by("-created_at")[:MOST]),
        hits=_hits(user, now),
        clocks=clocks,
        promises=promises,
        winners=_winners(user),
        team=team,
        people=people_of(user, now, held_in(groups)) if is_leading and not is_head else None,
        outlook=outlook(user, now, counted, team.stale, stages) if is_head and team else None,
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """The person's own open leads: how many there are, are late, are for today; the first of those to do now, of those
    within a week, and of those whose protection ends."""

    counts: dict[str, int]
    due: list[Lead]
    soon: list[Lead]
    lapsing: list[Lead]


def _own(user: User, today: date) -> _Own:
    """From the days of all of them; only those that are shown are read whole. Two queries, and two for whom to call."""
    mine = Lead.objects.open().filter(owner=user).order_by()
    days = list(mine.values_list("pk", "next_on", "protected_until"))
    next_on = sorted((day, pk) for pk, day, _ in days if day is not None)
    due = [pk for day, pk in next_on if day <= today][:MOST]
    soon = [pk for day, pk in next_on if today < day <= today + WEEK][:MOST]
    ends = sorted((day, pk) for pk, _, day in days if day is not None and today <= day <= today + SOON)
    lapsing = [pk for _, pk in ends][:MOST]
    found = {lead.pk: lead for lead in mine.filter(pk__in={*due, *soon, *lapsing}).select_related("stage")}
    # What one hands on between the two questions is found no more.
    shown = [[found[pk] for pk in keys if pk in found] for keys in (due, soon, lapsing)]
    prefetch_related_objects(shown[0], people_to_call(user))
    late = sum(day < today for day, _ in next_on)
    counts = {"late": late, "today": sum(day == today for day, _ in next_on), "all": len(days)}
    return _Own(counts, *shown)


def _light(rows: QuerySet[Any], article: str) -> QuerySet[Any]:
    """With the article that the path leads to and its source, ready to be quoted."""
    return rows.select_related(f"{article}__source").defer(*(f"{article}__{name}" for name in HEAVY))


def _hits(user: User, now: datetime) -> list[WatchHit]:
    """What one's own rules caught in the last days and nobody has decided yet."""
    recent = WatchHit.objects.filter(
        rule__owner=user, rule__is_active=True, at__gte=now - SOON, proposal__state="waiting"
    )
    return list(_light(recent, "proposal__article").select_related("rule")[:MOST])


def _clocks(user: User, today: date) -> tuple[list[Clock], int]:
    """What is due on one's own leads by tomorrow, or was before: the first of it, and on how many leads it was before.
    What one owns one sees: that is not asked. Two queries."""
    soon = Clock.objects.running().filter(lead__owner=user, due_on__lte=today + timedelta(days=1))
    days = sorted(soon.order_by().values_list("due_on", "pk", "lead"))
    keys = [pk for _, pk, _ in days[:MOST]]
    found = {clock.pk: clock for clock in Clock.objects.filter(pk__in=keys).order_by().select_related("lead")}
    for clock in found.values():
        clock.lead.owner = user
    return [found[pk] for pk in keys if pk in found], len({lead for day, _, lead in days if day < today})


def _promises(user: User, today: date) -> tuple[list[Promise], int]:
    """What was promised on one's own leads and is due: the first of it, and how much there is. One query."""
    due = Promise.objects.due(today).filter(lead__owner=user).annotate(all_due=Window(Count("*")))
    found: list[Any] = list(_light(due, "article").select_related("lead").defer("article__original")[:MOST])
    return found, found[0].all_due if found else 0


def _winners(user: User) -> list[Winner]:
    """Cards of who won a firm that wait for the person: of their own leads and refusals; a leader's of the unit's too."""
    own = Q(lead__owner=user) | Q(proposal__decided_by=user)
    if user.role in LEADING:
        own |= on_visible_lead(user) | Q(lead=None)
    rows = _light(Winner.objects.waiting().filter(own), "article").select_related("company")
    return list(rows.defer("article__original")[:MOST])


def _mine(user: User) -> dict[str, QuerySet[Any]]:
    """The rows behind the person's own numbers, beside the leads and what hangs on them."""
    return {"problem": Problem.objects.open().filter(person=user)}


def _bar(user: User) -> dict[str, int]:
    """The figures of the bar."""
    stories, unread = waiting_for(user)
    return {"unread": unread, **({"inbox": stories} if user_can(user, Can.PROPOSAL_READ) else {})}


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
