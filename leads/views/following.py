"""协同人, 关注 and 日历订阅."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import calendars, following
from leads.forms import CollaboratorForm
from leads.models import CalendarFeed
from leads.views.lead import act_on, lead_of, person
from staff.models import User
from staff.permissions import Can, needs, public
from staff.refusal import Refused


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def collaborator_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/collaborators/ with person."""
    lead = lead_of(request, pk)

    def act(data: dict[str, Any]) -> None:
        following.add_collaborator(lead, data["person"], by=person(request), at=timezone.now())

    return act_on(request, lead, CollaboratorForm(request.POST or None), act, "加协同人", "加上", "已加协同人并通知。")


@needs(Can.LEAD_EDIT)
@require_POST
def collaborator_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/collaborators/removal/ with person (a key)."""
    lead = lead_of(request, pk)
    key = request.POST.get("person", "")
    who = get_object_or_404(User, pk=int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0)
    try:
        following.remove_collaborator(lead, who, by=person(request), at=timezone.now())
        messages.success(request, f"{who}不再协同这条线索。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(lead if who.pk != person(request).pk else "leads:lead-list")


@needs(Can.LEAD_READ)
@require_POST
def lead_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/following/ with on=1, or on=0 to end it."""
    lead, on = lead_of(request, pk), request.POST.get("on") != "0"
    following.follow(lead, person(request), on=on)
    messages.success(request, "已关注，推进和报道会通知您。" if on else "已取消关注。")
    return redirect(lead)


@needs(Can.LEAD_READ)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The person's feed: POST makes a new secret address, shown once; POST with revoke=1 ends it."""
    user, url = person(request), ""
    if request.method == "POST" and request.POST.get("revoke"):
        calendars.revoke(user)
        messages.success(request, "已停用，原来的地址不能再用。")
        return redirect("leads:calendar")
    if request.method == "POST":
        secret = calendars.new_secret(user, at=timezone.now())
        url = request.build_absolute_uri(f"/calendar/{secret}.ics")
    feed = CalendarFeed.objects.filter(user=user).first()
    return render(request, "leads/calendar.html", {"feed": feed, "url": url})


@public
@require_GET
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a phone's calendar fetches; the secret in the address says whose it is."""
    user = calendars.owner_of(token)
    if user is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(
        calendars.feed_of(user, at=timezone.now(), site=site), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "private, no-store"
    return response
