"""里程碑 and 到位资金 of a lead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from leads import funds, milestones
from leads.forms import WhyForm
from leads.models import Funds, Lead, Milestone
from leads.pipeline_forms import FundsForm, MilestoneForm
from leads.views.lead import act_on, lead_of, person
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def milestone_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/milestones/: a plan or a fact; an older word on the same stays as history."""
    lead = lead_of(request, pk)
    initial = {name: request.GET[name] for name in ("kind", "what") if name in request.GET}

    def act(data: dict[str, Any]) -> None:
        milestones.set_milestone(lead, **data, by=person(request), at=timezone.now())

    form = MilestoneForm(request.POST or None, initial=initial)
    return act_on(request, lead, form, act, "记里程碑", "保存", "里程碑已记下。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def milestone_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then takes one word on a milestone back; the one before it stands again."""
    leads = Lead.objects.visible_to(person(request))
    row = get_object_or_404(Milestone.objects.select_related("lead").filter(lead__in=leads), pk=pk)
    if request.method == "POST":
        try:
            milestones.withdraw(row, by=person(request), at=timezone.now())
            messages.success(request, f"已撤回：{row}。")
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(row.lead)
    return render(request, "leads/milestone_withdraw.html", {"row": row})


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def funds_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/funds/: a sum that came in, with its voucher."""
    lead = lead_of(request, pk)

    def act(data: dict[str, Any]) -> None:
        amount, currency = data.pop("amount")
        funds.add(lead, amount, currency, **data, by=person(request), at=timezone.now())

    form = FundsForm(request.POST or None, request.FILES or None)
    return act_on(request, lead, form, act, "记到位资金", "保存", "到位资金已记下。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def funds_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /funds/7/withdrawal/ with why."""
    leads = Lead.objects.visible_to(person(request))
    row = get_object_or_404(Funds.objects.select_related("lead__stage").filter(lead__in=leads), pk=pk)

    def act(data: dict[str, Any]) -> None:
        funds.withdraw(row, by=person(request), at=timezone.now(), why=data["why"])

    form = WhyForm(request.POST or None)
    return act_on(request, row.lead, form, act, "撤回到位资金", "撤回", "到位资金已撤回。")
