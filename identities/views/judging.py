"""待判: pairs that may be one, side by side, and what people decide about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from identities.judge import judge, withdraw
from identities.known import sides
from identities.merge import first_kept, merge
from identities.models import Doubt, Judgement
from staff.models import User
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused

PAGE = 20
KINDS = {"company": "企业", "project": "项目"}
STATES = {"waiting": "待判", "unsure": "不确定", "different": "不同", "same": "相同"}


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=Judgement.Verdict, error_messages={"required": "请选择相同、不同或不确定。"})
    why = forms.CharField(label="理由", max_length=400, required=False)


@needs(Can.COMPANY_READ)
@require_GET
def doubt_list(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, the likeliest first, or what was judged, the newest first; one of them open."""
    kind = request.GET.get("kind", "company")
    state = request.GET.get("state", "waiting")
    kind, state = kind if kind in KINDS else "company", state if state in STATES else "waiting"
    rows: QuerySet[Any] = _waiting(kind) if state == "waiting" else _judged(kind, state)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    pairs = list(page.object_list)
    asked = next((pair for pair in pairs if str(pair.pk) == request.GET.get("pair")), None)
    pair = asked or next(iter(pairs), None)
    known = sides([pair.left, pair.right]) if pair else {}
    context = {
        "page": page, "kind": kind, "state": state, "kinds": KINDS, "states": STATES, "pairs": pairs, "pair": pair,
        "is_open": asked is not None, "sides": list(known.values()), "waiting": state == "waiting",
        "may_judge": user_can(request.user, Can.COMPANY_EDIT),
    }  # fmt: skip
    return render(request, "identities/doubt_list.html", context)


def _waiting(kind: str) -> QuerySet[Doubt]:
    return Doubt.objects.waiting().filter(**{f"left_{kind}__isnull": False}).listed()


def _judged(kind: str, state: str) -> QuerySet[Judgement]:
    rows = Judgement.objects.filter(withdrawn_at=None, verdict=state, **{f"left_{kind}__isnull": False})
    pairs = rows.select_related("by", "merge", "left_company", "right_company", "left_project", "right_project")
    return pairs.order_by("-at", "-pk")


@needs(Can.COMPANY_EDIT)
@require_POST
def doubt_judge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One word on one pair. 相同 makes the two one at once, with the values that are offered; it can be undone."""
    assert isinstance(request.user, User)
    pair = get_object_or_404(Doubt.objects.visible_to(request.user).listed(), pk=pk)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择相同、不同或不确定。")
        return _back(request)
    verdict, why = form.cleaned_data["verdict"], form.cleaned_data["why"]
    try:
        if verdict == Judgement.Verdict.SAME:
            done = merge(*first_kept(pair.left, pair.right), by=request.user, at=timezone.now(), why=why)
            messages.success(request, f"“{done.gone}”已并入“{done.kept}”。可在“相同”里撤销。")
        else:
            given = judge(pair.left, pair.right, verdict, by=request.user, at=timezone.now(), why=why)
            messages.success(request, f"“{pair.left}”和“{pair.right}”：{given.get_verdict_display()}。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(request)


@needs(Can.COMPANY_EDIT)
@require_POST
def judgement_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    given = get_object_or_404(Judgement.objects.visible_to(request.user), pk=pk)
    try:
        withdraw(given, by=request.user, at=timezone.now())
        messages.success(request, "已撤回判断，这一对回到待判。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseBase:
    """The page of this site that the form names as `next`, else the list of pairs."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if is_ours else reverse("identities:doubt-list"))
