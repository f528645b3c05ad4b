"""线索: the list, one lead with all that is known and done, and the acts on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from identities.naming import company_named
from leads import cover, pursue
from leads.carry import carry
from leads.filters import LeadFilter
from leads.forms import LeadForm, MoveForm, NewLeadForm, NextStepForm, OwnerForm, WhyForm
from leads.holding import people_to_call
from leads.lead_page import lead_page
from leads.lead_rows import leads_for_page
from leads.models import Lead, Suggestion
from leads.saved_views import views_of_list
from leads.suggest import stage_ahead
from leads.tables import LeadTable
from leads.values import change_values, initial_values
from lists.page import list_page
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


def lead_of(request: HttpRequest, pk: int) -> Lead:
    """The lead, if it is the person's to see; else 404."""
    assert isinstance(request.user, User)
    return get_object_or_404(Lead.objects.visible_to(request.user).listed(), pk=pk)


def person(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


@needs(Can.LEAD_READ)
@require_GET
def lead_list(request: HttpRequest) -> HttpResponseBase:
    user, columns = person(request), request.GET.getlist("columns")
    return list_page(
        request,
        queryset=Lead.objects.visible_to(user).listed().prefetch_related("tags", people_to_call(user)),
        filterset_class=LeadFilter,
        table_class=partial(LeadTable, columns=columns),  # type: ignore[arg-type]
        template="leads/lead_list.html",
        export_name="线索",
        extra=views_of_list(request, user, columns),
    )


@needs(Can.LEAD_READ)
@require_GET
def lead_detail(request: HttpRequest, pk: int) -> HttpResponse:
    lead = get_object_or_404(leads_for_page(person(request)), pk=pk)
    return render(request, "leads/lead_detail.html", lead_page(lead, person(request), request.GET.get("show", "all")))


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_add(request: HttpRequest) -> HttpResponse:
    form = NewLeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, data, at = person(request), form.cleaned_data, timezone.now()
        try:
            lead = pursue.open_lead(
                name=data["name"], by=user, at=at, owner=user if data["where"] == "mine" else None,
                company=company_named(data["company"], user), department=user.department,
                next_step=data["next_step"] if data["where"] == "mine" else "",
                next_on=data["next_on"] if data["where"] == "mine" else None,
            )  # fmt: skip
            change_values(lead, data, by=user, at=at)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已建立线索。")
            return redirect(lead)
    status = 422 if form.errors else 200
    return render(request, "leads/lead_form.html", {"form": form, "title": "新线索"}, status=status)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_edit(request: HttpRequest, pk: int) -> HttpResponse:
    lead = lead_of(request, pk)
    form = LeadForm(request.POST or None, initial=initial_values(lead))
    if request.method == "POST" and form.is_valid():
        try:
            pursue.check_hands(lead, person(request))
            change_values(lead, form.cleaned_data, by=person(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已保存。")
            return redirect(lead)
    context = {"form": form, "lead": lead, "title": "修改线索"}
    return render(request, "leads/lead_form.html", context, status=422 if form.errors else 200)


Act = Callable[[dict[str, Any]], object]


def act_on(request: HttpRequest, lead: Lead, form: Any, act: Act, title: str, submit: str, done: str) -> HttpResponse:
    """One form and one act on a lead: a page (or dialog) to fill in on GET or refusal, back to the lead when done."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(lead)
    context = {"lead": lead, "form": form, "title": title, "submit": submit}
    return render(request, "leads/lead_act.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_move(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/moves/ with stage, and the stage it was `seen` in."""
    lead = lead_of(request, pk)
    initial = {"seen": lead.stage, **{name: request.GET.get(name) for name in ("stage", "suggestion")}}
    form = MoveForm(request.POST or None, lead=lead, initial=initial)

    def act(data: dict[str, Any]) -> None:
        carry(lead, data["stage"], form.step(), by=person(request), at=timezone.now(), seen=data["seen"])

    return act_on(request, lead, form, act, form.word, form.word, f"已{form.word}。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_next(request: HttpRequest, pk: int) -> HttpResponse:
    lead = lead_of(request, pk)
    form = NextStepForm(request.POST or None, initial={"next_step": lead.next_step, "next_on": lead.next_on})

    def act(data: dict[str, Any]) -> None:
        pursue.set_next(lead, by=person(request), next_step=data["next_step"], next_on=data["next_on"])

    return act_on(request, lead, form, act, "改下一步", "保存", "已改下一步。")


@needs(Can.LEAD_EDIT)
@require_POST
def lead_claim(request: HttpRequest, pk: int) -> HttpResponse:
    lead = lead_of(request, pk)
    try:
        pursue.claim(lead, by=person(request), at=timezone.now())
        messages.success(request, f"已认领，保护到 {lead.protected_until:%Y-%m-%d}。请尽快联系对方，作出初判。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(lead if Lead.objects.visible_to(person(request)).filter(pk=pk).exists() else "leads:lead-list")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_release(request: HttpRequest, pk: int) -> HttpResponse:
    lead = lead_of(request, pk)

    def act(data: dict[str, Any]) -> None:
        pursue.release(lead, by=person(request), at=timezone.now(), why=data["why"])

    return act_on(request, lead, WhyForm(request.POST or None), act, "放回线索池", "放回", "已放回线索池。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_assign(request: HttpRequest, pk: int) -> HttpResponse:
    lead = lead_of(request, pk)

    def act(data: dict[str, Any]) -> None:
        pursue.assign(
            lead, data["owner"], by=person(request), at=timezone.now(),
            next_step=data["next_step"], next_on=data["next_on"],
        )  # fmt: skip

    response = act_on(request, lead, OwnerForm(request.POST or None), act, "转交", "转交", "已转交。")
    if response.status_code == 302 and not Lead.objects.visible_to(person(request)).filter(pk=pk).exists():
        return redirect("leads:lead-list")
    return response


@needs(Can.LEAD_EDIT)
@require_POST
def suggestion_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /suggestions/7/decisions/ with act=take or leave."""
    leads = Lead.objects.visible_to(person(request))
    suggestion = get_object_or_404(Suggestion.objects.select_related("lead", "article").filter(lead__in=leads), pk=pk)
    try:
        is_taken = request.POST.get("act") == "take"
        cover.decide(suggestion, take=is_taken, by=person(request), at=timezone.now())
        messages.success(request, f"已采纳：{suggestion.text}" if is_taken else "已保留原来的值。")
    except Refused as refusal:
        messages.error(request, refusal.message)
        if refusal.code == "missing" and (to := stage_ahead(suggestion.lead, suggestion)):
            query = urlencode({"stage": to.pk, "suggestion": suggestion.pk})
            return redirect(f"{reverse('leads:lead-move', args=[suggestion.lead_id])}?{query}")
    return redirect("today" if request.POST.get("back") == "today" else suggestion.lead)
