"""新闻待办: the stories that wait, one open beside its facts, and the decisions on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from leads import triage, watch
from leads.filters import ProposalFilter
from leads.forms import IgnoreForm
from leads.holding import holders
from leads.models import Lead, Proposal, WatchRule
from leads.tables import ProposalTable
from lists.page import list_page
from press.models import Article
from press.seen import see
from press.shown import shown_article
from staff.models import User
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused

PAGE = 30


def _cards(user: User) -> Any:
    return watch.inbox(user).listed()


@needs(Can.PROPOSAL_READ)
@require_GET
def inbox(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The waiting stories; the one with `pk` (else the first) is open. A decided one still opens, with its decision."""
    assert isinstance(request.user, User)
    page = Paginator(_cards(request.user), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    card = next((row for row in rows if row.pk == pk), None)
    if pk is not None and card is None:
        card = get_object_or_404(Proposal.objects.visible_to(request.user).listed(), pk=pk)
    is_open = card is not None
    card = card or next(iter(rows), None)
    held = holders([row.company_id for row in [*rows, card] if row and row.company_id], request.user)
    for row in [*rows, card]:
        if row is not None:
            row.holders = held.get(row.company_id, [])
    context: dict[str, Any] = {
        "page": page, "rows": rows, "card": card, "is_open": is_open, "reasons": Proposal.Reason,
        # The bar's numbers; the first is known here, so it is not counted again.
        "inbox_count": page.paginator.count, "notice_count": request.user.notices.filter(read_at=None).count(),
    }  # fmt: skip
    if card is not None:
        context |= _opened(card, request.GET.get("view", "original"), request.user)
    return render(request, "leads/inbox.html", context)


def _opened(card: Proposal, view: str, user: User) -> dict[str, Any]:
    """The article of the card with its marks, and the facts about the card's project."""
    article = type(card.article).objects.get(pk=card.article_id)
    see(article, timezone.now())
    context = shown_article(article, "repaired" if view == "repaired" else "original")
    appearance = article.appearances.filter(project=card.project_id).first()
    project = next((row for row in context["projects"] if appearance and row.name == appearance.of), None)
    # Those one may call come before those who cut the ribbon; reporters are left out.
    people = sorted(context["people"], key=lambda row: row.data["category"] != "business")
    told = Proposal.objects.filter(project=card.project_id).order_by().values("article")
    reposts = Article.objects.filter(repost_of__in=told).order_by().values("pk")
    also_in = Article.objects.filter(pk__in=told.union(reposts)).exclude(pk=article.pk)
    return {
        **context,
        "project_read": project,
        "facts": project.facts if project else [],
        "people": [row for row in people if row.data["category"] != "media"],
        "also_in": also_in.light().order_by("arrived_at", "pk"),
        "may_decide": user_can(user, Can.PROPOSAL_DECIDE),
        "why": watch.why([card], user).get(card.pk, []),
        "watched": WatchRule.objects.filter(owner=user, is_active=True, companies=card.company_id or 0).exists(),
    }


@needs(Can.PROPOSAL_READ)
@require_GET
def proposal_list(request: HttpRequest) -> HttpResponseBase:
    """Every proposal, decided ones included, as a list."""
    assert isinstance(request.user, User)
    return list_page(
        request,
        queryset=Proposal.objects.visible_to(request.user).listed(),
        filterset_class=ProposalFilter,
        table_class=ProposalTable,
        template="leads/proposal_list.html",
        export_name="新闻待办",
    )


@needs(Can.PROPOSAL_DECIDE)
@require_GET
def proposal_ignore(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    card = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    return render(request, "leads/proposal_ignore.html", {"card": card, "form": IgnoreForm()})


@needs(Can.PROPOSAL_DECIDE)
@require_GET
def proposal_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Which lead to merge into: those of the same project and company first, then what the search finds."""
    assert isinstance(request.user, User)
    card = get_object_or_404(Proposal.objects.visible_to(request.user), pk=pk)
    query = request.GET.get("q", "").replace("\x00", "").strip()
    leads = Lead.objects.visible_to(request.user).open().listed()
    near = Q(project=card.project_id)
    if card.company_id:
        near |= Q(company=card.company_id)
    found = leads.filter(Q(name__icontains=query) | Q(company__name__icontains=query)) if query else leads.filter(near)
    return render(request, "leads/proposal_merge.html", {"card": card, "query": query, "leads": found[:20]})


@needs(Can.PROPOSAL_DECIDE)
@require_GET
def proposal_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks before old news becomes a lead."""
    assert isinstance(request.user, User)
    card = get_object_or_404(Proposal.objects.visible_to(request.user).listed(), pk=pk)
    act = "pool" if request.GET.get("act") == "pool" else "accept"
    return render(request, "leads/proposal_accept.html", {"card": card, "act": act})


def _accept(request: HttpRequest, card: Proposal, user: User) -> Lead:
    triage.check_fresh(card, sure="sure" in request.POST)
    lead = triage.accept(card, by=user, at=timezone.now(), mine=request.POST["act"] == "accept")
    where = "到我手上" if lead.owner_id else "到线索池"
    messages.success(request, format_html('已接收{}：<a href="{}">{}</a>', where, lead.get_absolute_url(), lead.name))
    return lead


def _merge(request: HttpRequest, card: Proposal, user: User) -> None:
    chosen = request.POST.get("lead", "")
    seen = Lead.objects.visible_to(user).open()
    # Without a choice: the lead that the story was proposed for, whoever holds it.
    if chosen:
        lead = seen.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else None
    else:
        lead = Lead.objects.open().filter(pk=card.lead_id or 0).first()
    if lead is None:
        raise Refused("请选择要并入的线索。", field="lead", code="lead")
    triage.merge(card, lead, by=user, at=timezone.now())
    if seen.filter(pk=lead.pk).exists():
        messages.success(request, format_html('已并入 <a href="{}">{}</a>', lead.get_absolute_url(), lead.name))
    else:
        messages.success(request, f"“{card.name}”已转给在谈的人。")


def _ignore(request: HttpRequest, card: Proposal, user: User) -> None:
    reason, why = (
        request.POST.get("reason") or request.GET.get("reason", ""),
        request.POST.get("why", "").replace("\x00", ""),
    )
    triage.ignore(card, by=user, at=timezone.now(), reason=reason, why=why)
    url = reverse("leads:inbox-card", args=[card.pk])
    messages.success(
        request, format_html('已忽略“{}”。<a href="{}" data-key="u">查看或恢复 <kbd>u</kbd></a>', card.name, url)
    )


def _reopen(request: HttpRequest, card: Proposal, user: User) -> None:
    triage.reopen(card, by=user)
    messages.success(request, f"“{card.name}”已回到待处理。")


ACTS: dict[str, Callable[[HttpRequest, Proposal, User], object]] = {
    "accept": _accept, "pool": _accept, "merge": _merge, "ignore": _ignore, "reopen": _reopen,
}  # fmt: skip


@needs(Can.PROPOSAL_DECIDE)
@require_POST
def proposal_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision on one proposal; then the next waiting story opens."""
    assert isinstance(request.user, User)
    card = get_object_or_404(Proposal.objects.visible_to(request.user).listed(), pk=pk)
    following = list(_cards(request.user).values_list("pk", flat=True)[:200])
    act = ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise Refused("请选择接收、并入或忽略。", code="act")
        act(request, card, request.user)
    except Refused as refusal:
        if refusal.code == "old_news":
            return redirect(f"{reverse('leads:proposal-accept', args=[card.pk])}?act={request.POST['act']}")
        messages.error(request, refusal.message)
        return redirect(card)
    if card.state == Proposal.State.WAITING:
        return redirect(card)
    after = following[following.index(card.pk) + 1 :] if card.pk in following else following
    left = set(_cards(request.user).filter(pk__in=after).values_list("pk", flat=True))
    to = next((row for row in after if row in left), None)
    return redirect("leads:inbox-card", to) if to else redirect("leads:inbox")


@needs(Can.PROPOSAL_DECIDE)
@require_POST
def inbox_bulk(request: HttpRequest) -> HttpResponse:
    """POST /inbox/bulk/ with the `card`s ticked and an act: accept, pool, or ignore with a reason."""
    assert isinstance(request.user, User)
    asked = [int(key) for key in request.POST.getlist("card") if key.isdecimal() and len(key) < 19]
    cards = Proposal.objects.visible_to(request.user).listed().filter(pk__in=asked)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    try:
        done, left = triage.decide_all(cards, act, by=request.user, at=timezone.now(), reason=reason)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("leads:inbox")
    if done:
        messages.success(request, f"已处理 {done} 条。")
    for name, why in left[:5]:
        messages.error(request, f"“{name}”没有处理：{why}")
    if len(left) > 5:
        messages.error(request, f"还有 {len(left) - 5} 条没有处理，请逐条打开看。")
    return redirect("leads:inbox")
