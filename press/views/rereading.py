"""重读: what newer engines read otherwise, to be taken or not, one by one or many at once; and reading again now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lists.page import list_page
from press import reread
from press.filters import ReadingFilter
from press.models import Article, Reading
from press.tables import ReadingTable
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused

MOST_AT_ONCE = 500
ACTS = {"take": "采用新读法", "keep": "保留旧读法"}


@needs(Can.ARTICLE_READ)
@require_GET
def reading_list(request: HttpRequest) -> HttpResponseBase:
    """Readings, those that wait first to be asked for, with the night's progress above."""
    assert isinstance(request.user, User)
    return list_page(
        request,
        queryset=Reading.objects.visible_to(request.user).listed(),
        filterset_class=ReadingFilter,
        table_class=ReadingTable,
        template="press/reading_list.html",
        export_name="重读",
        extra={"progress": reread.progress(timezone.now()), "waiting": Reading.objects.waiting().count()},
    )


@needs(Can.ARTICLE_READ)
@require_GET
def reading_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What one reading says otherwise than the one that is gone by, each with its sentence."""
    assert isinstance(request.user, User)
    rows = Reading.objects.visible_to(request.user).select_related("article__source", "decided_by")
    row = get_object_or_404(rows.defer("article__raw", "article__bigrams"), pk=pk)
    context = {"row": row, "article": row.article, "found": reread.waiting_differences(row)}
    context["older"] = row.state == Reading.State.PRESENT and reread.has_older(row)
    return render(request, "press/reading_detail.html", context)


@needs(Can.READING_CORRECT)
@require_POST
def reading_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """`act` take, keep, or back (to the reading before)."""
    assert isinstance(request.user, User)
    row = get_object_or_404(Reading.objects.visible_to(request.user).select_related("article__source"), pk=pk)
    now = timezone.now()
    try:
        match request.POST.get("act"):
            case "take":
                reread.take(row, by=request.user, at=now)
                messages.success(request, "已采用新读法。人作过的更正都还在；要退回，可在“重读”里打开这一条。")
            case "keep":
                reread.keep(row, by=request.user, at=now)
                messages.success(request, "已保留旧读法，这一版引擎不会再问这篇。")
            case "back":
                reread.put_back(row, by=request.user, at=now)
                record(request.user, "退回旧读法", about=row.article)
                messages.success(request, "已退回上一次的读法。")
            case _:
                messages.error(request, "请选择采用新读法，还是保留旧读法。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(row.article)


@needs(Can.READING_CORRECT)
@require_http_methods(["GET", "POST"])
def readings_decide(request: HttpRequest) -> HttpResponse:
    """All waiting readings that the list is filtered to, at once, after a question. `?act=take|keep` and the list's filters."""
    assert isinstance(request.user, User)
    act = request.GET.get("act", "")
    waiting = Reading.objects.visible_to(request.user).waiting()
    rows = ReadingFilter(request.GET, queryset=waiting, request=request).qs.order_by("pk")[:MOST_AT_ONCE]
    back = f"{reverse('press:reading-list')}?state=waiting"
    if act not in ACTS:
        return redirect(back)
    if request.method == "GET":
        count = len(rows)
        context = {
            "title": f"{ACTS[act]}：{count} 篇", "submit": ACTS[act], "cancel": back, "danger": act == "take",
            "text": "只处理列表里筛出的、还待确认的重读。人作过的更正、判断和线索取值都不会变。",
            "lines": [f"一次最多 {MOST_AT_ONCE} 篇"] if count == MOST_AT_ONCE else [],
        }  # fmt: skip
        return render(request, "press/readings_decide.html", context)
    done, passed = reread.decide_many(list(rows), act == "take", by=request.user, at=timezone.now())
    record(request.user, ACTS[act], about="重读", note=f"{done} 篇；{passed} 篇已有人处理")
    messages.success(request, f"{ACTS[act]} {done} 篇。" + (f"{passed} 篇刚才已有人处理。" if passed else ""))
    return redirect(back)


@needs(Can.READING_CORRECT)
@require_POST
def article_reread(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads one article again with the present engine; what differs is shown first and changes nothing by itself."""
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).light(), pk=pk)
    try:
        row = reread.reread(article, timezone.now(), ask=True)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(article)
    record(request.user, "重读报道", about=article)
    if row.state == Reading.State.WAITING:
        return redirect(row)
    messages.success(request, "重读完了，和现在的读法一样。")
    return redirect(article)
