"""今日 and 搜索."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from crm.going import places
from crm.searching import search_all
from crm.today import held_of, people_of, today_of
from crm.waiting import waiting_for
from identities.doubts import count_waiting
from staff.models import User
from staff.permissions import Can, needs, user_can

SHORTEST = 1


@needs(Can.TODAY)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    day = today_of(request.user)
    bar = {"inbox_count": day.counted.get("inbox", 0), "notice_count": day.counted["unread"]}
    return render(request, "crm/today.html", {"today": day, "now": timezone.localtime(), **bar})


@needs(Can.TODAY)
@require_GET
def team(request: HttpRequest) -> HttpResponse:
    """/team/: who holds what, of the leads that the person sees."""
    assert isinstance(request.user, User)
    people = people_of(request.user, timezone.now(), held_of(request.user, timezone.localdate()))
    return render(request, "crm/team.html", {"people": people})


@needs(Can.SEARCH)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    groups = search_all(query, request.user) if query else []
    return render(request, "crm/search.html", {"query": query, "groups": groups})


@needs(Can.SEARCH)
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """/go/?q=: the lines of the Ctrl-K palette."""
    assert isinstance(request.user, User)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return render(request, "crm/going.html", {"places": places(query, request.user), "query": query})


def badges(request: HttpRequest) -> dict[str, Any]:
    """Context processor: how many stories wait, for the badge at 新闻待办, and how many pairs, for the one at 待判, and
    how many notices are unread. Asked only when a template shows it, the first and the last in one query."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user_can(user, Can.PROPOSAL_READ):
        return {}
    waiting = cache(partial(waiting_for, user))
    return {
        "notice_count": lambda: waiting()[1],
        "inbox_count": lambda: waiting()[0],
        "doubt_count": cache(count_waiting),
    }
