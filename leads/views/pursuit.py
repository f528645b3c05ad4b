"""跟进 and 联系人 of a lead, and 速记 from anywhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from leads import pursue
from leads.forms import FollowUpForm, LeadContactForm
from leads.models import Lead
from leads.views.lead import lead_of, person
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/followups/: what was said, and what comes next."""
    lead = lead_of(request, pk)
    form = FollowUpForm(request.POST or None, lead=lead)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = {"people": [], **form.cleaned_data}
        try:
            pursue.follow_up(lead, by=person(request), **data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已记跟进。")
            return redirect(lead)
    context = {"lead": lead, "form": form, "title": "记跟进"}
    return render(request, "leads/followup_form.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/contacts/: a new person on this lead."""
    lead = lead_of(request, pk)
    initial = {"company_name": str(lead.company or "")}
    form = LeadContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pursue.check_hands(lead, person(request))
            contact = form.store(person(request))
            pursue.add_contact(lead, contact, by=person(request), role=form.cleaned_data["role"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"已添加联系人{contact.name}。")
            return redirect(lead)
    context = {"lead": lead, "form": form, "title": "添加联系人", "submit": "添加"}
    return render(request, "leads/lead_act.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_GET
def quick_note(request: HttpRequest) -> HttpResponse:
    """速记: which lead? Those due first; a tap opens its follow-up form with everything but the words filled in."""
    leads = Lead.objects.visible_to(person(request)).open().filter(owner=person(request)).listed()
    query = request.GET.get("q", "").replace("\x00", "").strip()
    if query:
        leads = leads.filter(name__icontains=query)
    context = {"leads": leads.order_by("next_on", "pk")[:30], "query": query, "today": timezone.localdate()}
    return render(request, "leads/quick_note.html", context)
