"""查重, 首谈登记, 撞单 and 初判."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from identities.models import Company
from leads import clocks, first_talk
from leads.appraise import appraise
from leads.clash_lists import ClashFilter, ClashTable, sides_of
from leads.forms import OwnerForm
from leads.holding import holders, mask
from leads.models import Appraisal, ClaimAttempt, Clash, Lead, Stage
from leads.views.lead import lead_of, person
from lists.page import list_page
from staff.models import User
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused

FOUND = 20


@needs(Can.LEAD_READ)
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Is this find free? Who holds each firm of that name, masked, and how long."""
    user = person(request)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    companies = list(Company.objects.visible_to(user).current().named(query)[:FOUND]) if query else []
    held = holders([row.pk for row in companies], user)
    attempts = ClaimAttempt.objects.filter(by=user).select_related("lead", "holder__department", "clash")
    context: dict[str, Any] = {
        "query": query, "found": [(row, held.get(row.pk, [])) for row in companies],
        "attempts": [(row, mask(row.holder)) for row in attempts[:FOUND]], "may_claim": user_can(user, Can.LEAD_EDIT),
    }  # fmt: skip
    return render(request, "leads/check.html", context)


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def company_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /companies/7/claims/ with proof: time, person and words of the first talk."""
    company = get_object_or_404(Company.objects.visible_to(person(request)).current(), pk=pk)
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            lead = first_talk.claim_company(
                company, by=person(request), at=timezone.now(), proof=form.cleaned_data["proof"]
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(f"{reverse('leads:check')}#attempts")
        messages.success(request, f"首谈已登记，保护到 {lead.protected_until:%Y-%m-%d}。")
        return redirect(lead)
    context = {"company": company, "form": form, "held": holders([company.pk], person(request)).get(company.pk, [])}
    return render(request, "leads/company_claim.html", context, status=422 if form.errors else 200)


class ProofForm(forms.Form):
    proof = forms.CharField(
        label="首谈凭据", max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="什么时间、和谁、怎么谈的，例如：11月20日与陈启明通话，约下周来访",
        error_messages={"required": "请写明首谈凭据：什么时间、和谁、怎么谈的。"},
    )  # fmt: skip


class StatementForm(forms.Form):
    statement = forms.CharField(
        label="申诉理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明申诉理由：您在什么时间、和谁谈过。"},
    )  # fmt: skip


class RulingForm(forms.Form):
    ruling = forms.ChoiceField(
        label="裁定", choices=Clash.Ruling, widget=forms.RadioSelect, error_messages={"required": "请选择裁定结果。"}
    )
    why = forms.CharField(label="裁定理由", max_length=400, error_messages={"required": "请写明裁定理由。"})


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def clash_raise(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /attempts/7/clashes/: one's refused claim is put before the leaders."""
    attempt = get_object_or_404(ClaimAttempt.objects.filter(by=person(request)).select_related("lead", "holder"), pk=pk)
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clash = first_talk.dispute(
                attempt, by=person(request), at=timezone.now(), statement=form.cleaned_data["statement"]
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已提交申诉，科长会收到通知。")
            return redirect(clash)
    context = {"attempt": attempt, "form": form}
    return render(request, "leads/clash_raise.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_GET
def clash_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Clash.objects.visible_to(person(request)).seen_by(person(request)).listed(),
        filterset_class=ClashFilter,
        table_class=ClashTable,
        template="leads/clash_list.html",
        export_name="撞单",
    )


def _clash_page(request: HttpRequest, clash: Clash, form: RulingForm) -> HttpResponse:
    user, attempt = person(request), clash.attempt
    sees = clash.sees  # type: ignore[attr-defined]
    holder, challenger = sides_of(clash, user)
    sides = (attempt.by_id, attempt.holder_id)
    spoken = attempt.lead.followups.all().select_related("by").order_by("at")
    own = Lead.objects.filter(owner=attempt.by, company=attempt.lead.company_id or 0)
    context: dict[str, Any] = {
        "clash": clash, "attempt": attempt, "form": form, "sees": sees,
        "holder": holder, "challenger": challenger,
        "claims": list(attempt.lead.claims.filter(owner=attempt.holder).select_related("article").order_by("at")),
        "contacts": [row for row in spoken if row.by_id == attempt.holder_id],
        "other_leads": list(own.exclude(pk=attempt.lead_id)),
        "may_rule": not clash.ruling and user_can(user, Can.LEAD_ASSIGN) and user.pk not in sides,
    }  # fmt: skip
    return render(request, "leads/clash.html", context, status=422 if form.errors else 200)


@needs(Can.LEAD_EDIT)
@require_GET
def clash_detail(request: HttpRequest, pk: int) -> HttpResponse:
    clash = get_object_or_404(Clash.objects.visible_to(person(request)).seen_by(person(request)).listed(), pk=pk)
    return _clash_page(request, clash, RulingForm())


@needs(Can.LEAD_ASSIGN)
@require_POST
def clash_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /clashes/7/rulings/ with ruling and why."""
    clash = get_object_or_404(Clash.objects.visible_to(person(request)).seen_by(person(request)).listed(), pk=pk)
    form = RulingForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            first_talk.rule(clash, data["ruling"], by=person(request), at=timezone.now(), why=data["why"])
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已裁定，双方会收到通知。")
            return redirect(clash)
    return _clash_page(request, clash, form)


class AppraisalForm(forms.Form):
    """The judgement card: the verdict, the reason, and whom to or where to."""

    verdict = forms.ChoiceField(
        label="结论", choices=Appraisal.Verdict, widget=forms.RadioSelect, error_messages={"required": "请选择结论。"}
    )
    why = forms.CharField(label="理由", max_length=400, error_messages={"required": "请写明初判的理由。"})
    passed_to = forms.ModelChoiceField(
        label="转给（选“转给别人”时）", queryset=User.objects.none(), required=False, empty_label="请选择"
    )
    to = forms.ModelChoiceField(
        label="关闭为（选“放弃”时）", queryset=Stage.objects.none(), required=False, empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, to = self.fields["passed_to"], self.fields["to"]
        assert isinstance(people, forms.ModelChoiceField)
        assert isinstance(to, forms.ModelChoiceField)
        source = OwnerForm().fields["owner"]
        assert isinstance(source, forms.ModelChoiceField)
        people.queryset, people.label_from_instance = source.queryset, source.label_from_instance  # type: ignore[method-assign]
        to.queryset = Stage.objects.closing()


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_appraise(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/appraisals/: go, drop or pass on, with the reason."""
    lead = lead_of(request, pk)
    form = AppraisalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = appraise(lead, by=person(request), at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, format_html("初判已记录：{}。", kept.get_verdict_display()))
            sees = Lead.objects.visible_to(person(request)).filter(pk=pk).exists()
            return redirect(lead) if sees else redirect("leads:lead-list")
    context = {"lead": lead, "form": form, "title": "初判", "submit": "记录初判"}
    return render(request, "leads/lead_act.html", context, status=422 if form.errors else 200)


class AnswerForm(forms.Form):
    note = forms.CharField(label="怎么答复的", max_length=400, error_messages={"required": "请写一句怎么答复的。"})


@needs(Can.LEAD_EDIT)
@require_http_methods(["GET", "POST"])
def lead_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/7/answers/: what the introducer was told."""
    lead = lead_of(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clocks.answer_introducer(lead, by=person(request), at=timezone.now(), note=form.cleaned_data["note"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已记录对引荐人的答复。")
            return redirect(lead)
    context = {"lead": lead, "form": form, "title": "答复引荐人", "submit": "保存"}
    return render(request, "leads/lead_act.html", context, status=422 if form.errors else 200)
