"""关联企业和名称: what people say of how companies belong together, and by what names they know one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from identities.known import others_of
from identities.models import Company, CompanyName, CompanyTie
from identities.naming import add_name, remove_name
from identities.tying import decide_tie, withdraw_tie
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused

# What the other company is to this one: the kind of tie, and whether the other is the upper one.
WORDS = {
    "child": ("子公司", "owns", False), "parent": ("母公司", "owns", True), "set_up": ("由它投资设立", "invests", False),
    "investor": ("它的投资方", "invests", True), "former": ("它的曾用名", "former", False),
    "group": ("同一集团", "group", False),
}  # fmt: skip


@needs(Can.COMPANY_EDIT)
@require_http_methods(["GET", "POST"])
def company_tie(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Which company belongs with this one, and how; by hand."""
    assert isinstance(request.user, User)
    rows = Company.objects.visible_to(request.user).current()
    company = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        other = get_object_or_404(rows, pk=_number(request.POST.get("other", "")))
        label, kind, other_is_upper = WORDS.get(request.POST.get("word", ""), ("", "", False))
        upper, lower = (other, company) if other_is_upper else (company, other)
        return _decide(request, company, upper, lower, kind, holds=True, done=f"已记录：“{other}”是{label}。")
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {"company": company, "query": query, "found": others_of(company, query), "words": WORDS}
    return render(request, "identities/tie_form.html", context)


@needs(Can.COMPANY_EDIT)
@require_POST
def company_tie_judge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Confirms or denies what coverage says of this company and another."""
    assert isinstance(request.user, User)
    rows = Company.objects.visible_to(request.user).current()
    company = get_object_or_404(rows, pk=pk)
    ends = [get_object_or_404(rows, pk=_number(request.POST.get(end, ""))) for end in ("upper", "lower")]
    holds = request.POST.get("holds") == "yes"
    done = "已确认这个关系。" if holds else "已标为不成立，不再按它判断。"
    return _decide(request, company, ends[0], ends[1], request.POST.get("kind", ""), holds=holds, done=done)


def _decide(
    request: HttpRequest, company: Company, upper: Company, lower: Company, kind: str, *, holds: bool, done: str
) -> HttpResponse:
    assert isinstance(request.user, User)
    why = request.POST.get("why", "").replace("\x00", "")
    try:
        decide_tie(upper, lower, kind, holds=holds, by=request.user, at=timezone.now(), why=why)
        messages.success(request, done)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(company)


@needs(Can.COMPANY_EDIT)
@require_POST
def tie_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    tie = get_object_or_404(CompanyTie.objects.visible_to(request.user).select_related("upper", "lower"), pk=pk)
    try:
        withdraw_tie(tie, by=request.user, at=timezone.now())
        messages.success(request, "已撤回。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(tie.lower if request.POST.get("from") == "lower" else tie.upper)


@needs(Can.COMPANY_EDIT)
@require_POST
def company_name_add(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    company = get_object_or_404(Company.objects.visible_to(request.user).current(), pk=pk)
    text = request.POST.get("text", "").replace("\x00", "")[:400]
    try:
        name = add_name(company, text, request.POST.get("kind", ""), request.user)
        messages.success(request, f"已加上{name.get_kind_display()}“{name.text}”，以后的报道这样叫也归到这里。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(company)


@needs(Can.COMPANY_EDIT)
@require_POST
def name_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    name = get_object_or_404(CompanyName.objects.select_related("company"), pk=pk)
    try:
        remove_name(name)
        record(request.user, "去掉企业名称", about=name.company, note=name.text)
        messages.success(request, f"已去掉“{name.text}”。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(name.company)


def _number(text: str) -> int:
    """The key of a row; 0, which is none's, for what can be none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
