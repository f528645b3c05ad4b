"""What is done to sources, visits and links by a button; each asks where it cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from press import sources, taking
from press.bell import GATHER, ring
from press.models import Link, Source, Visit
from press.source_tables import LinkFilter
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


def _source(request: HttpRequest, pk: int) -> tuple[Source, User]:
    assert isinstance(request.user, User)
    return get_object_or_404(Source.objects.visible_to(request.user).watched(), pk=pk), request.user


def _visit(request: HttpRequest, pk: int) -> tuple[Visit, User]:
    assert isinstance(request.user, User)
    rows = Visit.objects.visible_to(request.user).select_related("source")
    return get_object_or_404(rows, pk=pk), request.user


def _do(request: HttpRequest, act: Callable[[], object], said: str, to: Source | Visit) -> HttpResponse:
    """Does the act and says so, or says why not; back to the page of what it was about."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect(to)


@needs(Can.SOURCE_EDIT)
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    source, by = _source(request, pk)
    return _do(request, lambda: sources.pause(source, by=by, at=timezone.now()), "已暂停。随时可以恢复。", source)


@needs(Can.SOURCE_EDIT)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    source, by = _source(request, pk)
    return _do(request, lambda: sources.resume(source, by=by, at=timezone.now()), "已恢复。", source)


@needs(Can.SOURCE_EDIT)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    source, by = _source(request, pk)
    return _do(request, lambda: sources.ask_now(source, by=by, at=timezone.now()), "正在抓取。", source)


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything older, too: asks first, as it may be thousands of pages."""
    source, by = _source(request, pk)
    if request.method == "GET":
        return render(request, "press/source_back.html", {"source": source})
    try:
        visit = sources.ask_now(source, by=by, at=timezone.now(), back=True)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(source)
    return redirect(visit)


@needs(Can.SOURCE_EDIT)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    visit, by = _visit(request, pk)
    said = "已停止，没取的文章可以以后继续。"
    return _do(request, lambda: sources.stop(visit, by=by, at=timezone.now()), said, visit)


@needs(Can.SOURCE_EDIT)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    visit, by = _visit(request, pk)
    return _do(request, lambda: sources.go_on(visit, by=by, at=timezone.now()), "从停下的地方继续。", visit)


@needs(Can.SOURCE_EDIT)
@require_POST
def retry_link(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    link = get_object_or_404(Link.objects.visible_to(request.user).select_related("source"), pk=pk)
    if taking.retry([link.pk], timezone.now()):
        record(request.user, "重试链接", about=link.source, note=link.url)
        ring(GATHER)
        messages.success(request, "已重新排队。")
    return redirect(f"/links/?source={link.source_id}")


@needs(Can.SOURCE_EDIT)
@require_POST
def retry_links(request: HttpRequest) -> HttpResponseBase:
    """All failed links of the list as it is filtered."""
    assert isinstance(request.user, User)
    found = LinkFilter(request.POST, queryset=Link.objects.visible_to(request.user)).qs
    failed = list(found.filter(state=Link.State.FAILED).values_list("pk", flat=True)[:5000])
    count = taking.retry(failed, timezone.now())
    if count:
        record(request.user, "重试链接", note=f"{count} 条")
        ring(GATHER)
    messages.success(request, f"{count} 条失败的链接已重新排队。")
    return redirect("press:link-list")
