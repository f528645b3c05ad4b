"""关注: the rules by which news comes into the inbox, what is muted, and proposing by hand what no rule took."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leads import triage, watch
from leads.models import Mute, Proposal, WatchRule
from leads.views.lead import person
from leads.watch_forms import MuteForm, WatchRuleForm
from leads.watch_lists import MuteFilter, MuteTable, WatchRuleFilter, WatchRuleTable
from lists.page import list_page
from press.models import Article
from staff.journal import record
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused

SHOWN = 20


@needs(Can.PROPOSAL_READ)
@require_GET
def watch_list(request: HttpRequest) -> HttpResponseBase:
    rules = WatchRule.objects.visible_to(person(request)).select_related("owner", "created_by")
    return list_page(
        request,
        queryset=rules.prefetch_related("companies", "projects", "sources"),
        filterset_class=WatchRuleFilter,
        table_class=WatchRuleTable,
        template="leads/watch_list.html",
        export_name="关注规则",
    )


@needs(Can.PROPOSAL_DECIDE)
@require_http_methods(["GET", "POST"])
def watch_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new rule or a change to one; with `preview` it only shows what the rule would have caught in the last 30 days."""
    user, at = person(request), timezone.now()
    rule = get_object_or_404(WatchRule.objects.visible_to(user), pk=pk) if pk is not None else None
    may_office = user_can(user, Can.RULE_EDIT)
    form = WatchRuleForm(request.POST or None, rule=rule, may_office=may_office)
    context: dict[str, Any] = {"form": form, "rule": rule, "may": rule is None or bool(rule.owner_id) or may_office}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            found = watch.caught(form.criteria, at)
            return render(request, "leads/watch_edit.html", context | {"count": found.count(), "rows": found[:SHOWN]})
        try:
            form.store(user, at)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "已保存；过去 30 天待处理的新闻已按新规则重新归类。")
            return redirect("leads:watch-list")
    return render(request, "leads/watch_edit.html", context, status=422 if form.errors else 200)


@needs(Can.PROPOSAL_DECIDE)
@require_http_methods(["GET", "POST"])
def watch_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks, then deletes the rule; its versions stay in the history."""
    user, at = person(request), timezone.now()
    rule = get_object_or_404(WatchRule.objects.visible_to(user), pk=pk)
    if request.method == "POST":
        try:
            watch.check_may_change(rule.owner, user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("leads:watch-list")
        record(user, "删除关注规则", about=rule)
        rule.delete()
        watch.sort_again(at)
        messages.success(request, f"已删除“{rule.name}”。")
        return redirect("leads:watch-list")
    return render(request, "leads/watch_remove.html", {"rule": rule})


@needs(Can.PROPOSAL_DECIDE)
@require_POST
def proposal_watch(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /proposals/7/watches/: its company, else its project, is watched from now on."""
    card = get_object_or_404(Proposal.objects.visible_to(person(request)), pk=pk)
    rule = watch.watch(card, by=person(request), at=timezone.now())
    url = reverse("leads:watch-list")
    messages.success(request, format_html('已关注：有新闻会通知您（“{}”）。<a href="{}">我的关注</a>', rule.name, url))
    return redirect(card)


@needs(Can.PROPOSAL_READ)
@require_GET
def mute_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=Mute.objects.visible_to(person(request)).select_related(
            "owner", "company", "source", "by", "lifted_by"
        ),
        filterset_class=MuteFilter,
        table_class=MuteTable,
        template="leads/mute_list.html",
        export_name="不再提示",
    )


@needs(Can.PROPOSAL_DECIDE)
@require_http_methods(["GET", "POST"])
def proposal_mute(request: HttpRequest, pk: int) -> HttpResponse:
    """Which of the card's company, source or a word is not to come again, for oneself or for the office."""
    user = person(request)
    card = get_object_or_404(Proposal.objects.visible_to(user).listed(), pk=pk)
    kinds = [("source", f"来源：{card.article.source}"), ("word", "含某个词的")]
    if card.company:
        kinds.insert(0, ("company", f"企业：{card.company}"))
    form = MuteForm(request.POST or None, kinds=kinds, may_office=user_can(user, Can.RULE_EDIT))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        thing = {"company": card.company, "source": card.article.source, "word": data["word"]}[data["kind"]]
        owner = None if data.get("whose") == "office" else user
        row = watch.mute(by=user, at=timezone.now(), owner=owner, kind=data["kind"], thing=thing, why=data["why"])
        url = reverse("leads:mute-list")
        messages.success(request, format_html('“{}”不再提示。<a href="{}">查看或恢复</a>', row, url))
        return redirect("leads:inbox")
    return render(request, "leads/proposal_mute.html", {"card": card, "form": form}, status=422 if form.errors else 200)


@needs(Can.PROPOSAL_DECIDE)
@require_POST
def mute_lift(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Mute.objects.visible_to(person(request)), pk=pk)
    try:
        watch.lift(row, by=person(request), at=timezone.now())
        messages.success(request, f"“{row}”的新闻恢复提示。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("leads:mute-list")


@needs(Can.PROPOSAL_DECIDE)
@require_POST
def propose_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /articles/7/proposals/ with `of`, the name of a project in it: into the inbox, whatever the rules say."""
    article = get_object_or_404(Article.objects.visible_to(person(request)), pk=pk)
    try:
        of = request.POST.get("of", "").replace("\x00", "")
        card = triage.propose_by_hand(article, of, by=person(request), at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(article)
    messages.success(request, "已提为线索，请接收。")
    return redirect(card)
