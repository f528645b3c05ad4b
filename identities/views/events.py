"""同一事件: an article is split from the others on its event, or joined to another; and the word is taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from identities.models import EventJudgement
from identities.tell_apart import join, nearby, split, take_back
from press.models import Article
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.COMPANY_EDIT)
@require_POST
def event_split(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).light(), pk=pk)
    try:
        count = split(article, by=request.user, at=timezone.now(), why=request.POST.get("why", ""))
        messages.success(request, f"已从另外 {count} 篇中分出来。可以在下面撤回。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(article)


@needs(Can.COMPANY_EDIT)
@require_http_methods(["GET", "POST"])
def event_join(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which article is on the same event: those near in days on the same firms, or whose text holds what is typed."""
    assert isinstance(request.user, User)
    articles = Article.objects.visible_to(request.user).light()
    article = get_object_or_404(articles, pk=pk)
    if request.method == "POST":
        other = request.POST.get("other", "")
        there = articles.filter(pk=int(other) if other.isascii() and other.isdecimal() and len(other) < 19 else 0)
        try:
            join(article, get_object_or_404(there), by=request.user, at=timezone.now())
            messages.success(request, "已归为同一事件。")
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(article)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {"article": article, "query": query, "found": nearby(article, query)}
    return render(request, "identities/event_join.html", context)


@needs(Can.COMPANY_EDIT)
@require_POST
def event_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    given = get_object_or_404(EventJudgement.objects.visible_to(request.user).select_related("left", "right"), pk=pk)
    try:
        take_back(given, by=request.user, at=timezone.now())
        messages.success(request, "已撤回，是否同一事件按规则重新判断。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(given.right)
