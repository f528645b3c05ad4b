"""移交: what somebody holds, the act, and its undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads import handover as handing
from leads.bulk_forms import HandoverForm
from leads.models import Handover
from leads.views.lead import person
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.LEAD_ASSIGN)
@require_http_methods(["GET", "POST"])
def handover_add(request: HttpRequest) -> HttpResponse:
    """GET with giver and taker shows what would go; POST does it."""
    form = HandoverForm(request.POST or request.GET or None, user=person(request))
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        data, by = form.cleaned_data, person(request)
        try:
            handing.check_may(data["giver"], data["taker"], by)
            if request.method == "POST":
                done = handing.hand_over(data["giver"], data["taker"], by=by, at=timezone.now(), why=data["why"])
                messages.success(request, f"已移交给{done.taker}：{handing.summary(list(done.items.all()))}。")
                return redirect(done)
            held = handing.held_by(data["giver"])
            context["held"] = [(handing.LABELS[kind], rows) for kind, rows in held.items() if rows]
            context |= {"giver": data["giver"], "taker": data["taker"], "why": data["why"]}
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    context["done"] = Handover.objects.visible_to(person(request)).select_related("giver", "taker", "by")[:20]
    return render(request, "leads/handover_form.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_READ)
@require_GET
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Handover.objects.visible_to(person(request)).select_related("giver", "taker", "by", "undone_by")
    row = get_object_or_404(rows, pk=pk)
    items = [(handing.LABELS[item.kind], item) for item in row.items.all()]
    return render(request, "leads/handover_detail.html", {"handover": row, "items": items})


@needs(Can.LEAD_ASSIGN)
@require_http_methods(["GET", "POST"])
def handover_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /handovers/7/undoing/."""
    row = get_object_or_404(Handover.objects.visible_to(person(request)).select_related("giver", "taker"), pk=pk)
    if request.method == "POST":
        try:
            left = handing.undo(row, by=person(request), at=timezone.now())
            if left:
                messages.warning(request, f"已撤销，其中 {len(left)} 项没有完全还回，原因见下。")
            else:
                messages.success(request, "已撤销，全部还回。")
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(row)
    return render(request, "leads/handover_undo.html", {"handover": row, "count": row.items.count()})
