"""花落谁家: the cards that coverage brings, the decisions on them, and the names of our own area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import winning
from leads.models import Winner
from leads.pipeline_forms import WinnerForm
from leads.pipeline_lists import WinnerFilter, WinnerTable
from leads.views.lead import person
from lists.page import list_page
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused


@needs(Can.LEAD_READ)
@require_GET
def winner_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Winner.objects.visible_to(person(request)).listed(),
        filterset_class=WinnerFilter,
        table_class=WinnerTable,
        template="leads/winner_list.html",
        export_name="花落谁家",
        extra={"homes": winning.home_names()},
    )


def _winner(request: HttpRequest, pk: int) -> Winner:
    rows = Winner.objects.visible_to(person(request)).select_related(
        "lead__owner", "lead__stage", "proposal__decided_by", "company", "article__source", "by"
    )
    return get_object_or_404(rows.defer("article__raw", "article__text", "article__bigrams"), pk=pk)


def _may(winner: Winner, request: HttpRequest) -> bool:
    try:
        winning.check_may_decide(winner, person(request))
    except Refused:
        return False
    return user_can(request.user, Can.LEAD_EDIT)


@needs(Can.LEAD_READ)
@require_http_methods(["GET", "POST"])
def winner_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: both dates side by side with the sentence; POST act=confirm, close, dismiss or reopen."""
    winner = _winner(request, pk)
    form = WinnerForm(request.POST or None, initial={"place": winner.place, "park": winner.park})
    if request.method == "POST" and form.is_valid():
        try:
            said = _act(winner, request.POST.get("act", ""), form.cleaned_data, request)
            messages.success(request, said)
            return redirect(winner.lead or winner)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    context = {
        "winner": winner,
        "form": form,
        "may_decide": _may(winner, request),
        "rivals": list(winning.rivals(winner)),
    }
    return render(request, "leads/winner_detail.html", context, status=422 if form.errors else 200)


def _act(winner: Winner, act: str, data: dict[str, Any], request: HttpRequest) -> str:
    by, at = person(request), timezone.now()
    if not user_can(by, Can.LEAD_EDIT):
        raise Refused("您只能查看。", code="read_only")
    if act == "reopen":
        winning.reopen(winner, by=by)
        return "已恢复为待确认。"
    if act not in ("confirm", "close", "dismiss"):
        raise Refused("请选择怎么处理。", code="act")
    rivals = winning.rivals(winner).count()
    winning.decide(winner, is_it=act != "dismiss", by=by, at=at, closes=act == "close", **data)
    said = {"confirm": "已记下去处。", "close": "已记下去处，线索按流失关闭。", "dismiss": "已记为无关。"}[act]
    return f"{said}另外 {rivals} 种说法记为无关，可以撤回。" if rivals and act != "dismiss" else said


@needs(Can.RULE_EDIT)
@require_POST
def home_areas(request: HttpRequest) -> HttpResponse:
    """POST /winners/homes/ with names: the whole list of what our own area is called, one a line."""
    names = winning.set_homes(request.POST.get("names", ""), by=person(request), at=timezone.now())
    messages.success(request, f"本地地名已存：{'、'.join(names)}" if names else "本地地名已清空。")
    return redirect("leads:winner-list")
