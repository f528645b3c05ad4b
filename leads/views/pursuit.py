"""跟进 and 联系人 of a lead, 速记 from anywhere, 评论."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import comments, followups, pursue
from leads.contact_forms import LeadContactForm
from leads.followup_forms import FollowUpForm, NoteForm
from leads.forms import WhyForm
from leads.models import Comment, FollowUp, Lead
from leads.views.contacts import offered
from leads.views.lead import act_on, lead_of, person
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/followups/: what was said, and what comes next."""
    lead = lead_of(request, pk)
    form = FollowUpForm(request.POST or None, request.FILES or None, lead=lead)
    if request.method == "POST" and form.is_valid():
        try:
            written = followups.follow_up(lead, by=person(request), **form.act())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已记跟进，下一步 {lead.next_on:%m-%d}。" if lead.next_on else "已记跟进。")
            if warning := followups.call_out(written, at=timezone.now()).warning:
                messages.warning(request, warning)
            return redirect("leads:quick-note" if request.GET.get("from") == "notes" else lead)
    context = {"lead": lead, "form": form, "title": "记跟进"}
    return render(request, "leads/followup_form.html", context, status=422 if form.errors else 200)


def _followup(request: HttpRequest, pk: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(person(request)).select_related("lead__stage", "by")
    return get_object_or_404(rows, pk=pk)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def followup_note(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /followups/7/notes/: what was missing or wrong in it."""
    row = _followup(request, pk)

    def act(data: dict[str, Any]) -> None:
        followups.add_note(row, data["text"], by=person(request), at=timezone.now())

    return act_on(request, row.lead, NoteForm(request.POST or None), act, "补正跟进", "附上", "已附上。")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def followup_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /followups/7/withdrawal/ with why."""
    row = _followup(request, pk)

    def act(data: dict[str, Any]) -> None:
        followups.withdraw(row, by=person(request), at=timezone.now(), why=data["why"])

    done = "已撤回，下一步没有改动；需要时请改期。"
    return act_on(request, row.lead, WhyForm(request.POST or None), act, "撤回跟进", "撤回", done)


@needs(Can.LEAD_EDIT)
@require_POST
def comment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/comments/ with text."""
    lead = lead_of(request, pk)
    try:
        found = comments.comment(lead, request.POST.get("text", ""), by=person(request), at=timezone.now())
        messages.success(request, f"已评论，通知了{'、'.join(map(str, found.told))}。" if found.told else "已评论。")
        if found.warning:
            messages.warning(request, found.warning)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{lead.get_absolute_url()}#timeline")


@needs(Can.LEAD_EDIT)
@require_POST
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /comments/7/withdrawal/: one's own."""
    row = get_object_or_404(Comment.objects.visible_to(person(request)).select_related("lead"), pk=pk)
    try:
        comments.withdraw(row, by=person(request), at=timezone.now())
        messages.success(request, "已收回。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(f"{row.lead.get_absolute_url()}#timeline")


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_contact_add(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/contacts/: a new person on this lead."""
    lead = lead_of(request, pk)
    initial = {"company_name": str(lead.company or ""), **offered(request)}
    form = LeadContactForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pursue.check_hands(lead, person(request))
            contact = form.store(person(request), timezone.now())
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
    """速记: which lead? Those due first; a tap opens its follow-up form with everything but the outcome filled in."""
    user = person(request)
    query = request.GET.get("q", "").replace("\x00", "").strip()
    mine = Q(owner=user) | Q(pk__in=Lead.collaborators.through.objects.filter(user=user).values("lead"))
    leads = Lead.objects.visible_to(user).open().filter(mine).listed()
    if query:
        leads = leads.filter(Q(name__icontains=query) | Q(company__name__icontains=query))
    context = {"leads": leads.order_by("next_on", "pk")[:30], "query": query, "today": timezone.localdate()}
    return render(request, "leads/quick_note.html", context)
