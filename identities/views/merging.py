"""合并: two rows side by side, a choice per field; the merge with what it moved, and its undoing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from identities.known import others_of, sides
from identities.merge import choices, first_kept, merge, moved_by_kind, undo
from identities.models import Company, Merge, Project
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused


@needs(Can.COMPANY_EDIT)
@require_http_methods(["GET", "POST"])
def company_merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The company with the one that the query names (`other`)."""
    return _side_by_side(request, Company.objects.current(), pk)


@needs(Can.COMPANY_EDIT)
@require_http_methods(["GET", "POST"])
def project_merge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The project with the one that the query names (`other`)."""
    return _side_by_side(request, Project.objects.current(), pk)


@needs(Can.COMPANY_EDIT)
@require_GET
def company_others(request: HttpRequest, pk: int) -> HttpResponse:
    """Which company it is one with: those whose names hold what is typed, or that are likely it."""
    return _others(request, Company.objects.current(), pk)


@needs(Can.COMPANY_EDIT)
@require_GET
def project_others(request: HttpRequest, pk: int) -> HttpResponse:
    """Which project it is one with."""
    return _others(request, Project.objects.current(), pk)


def _others(request: HttpRequest, rows: QuerySet[Any], pk: int) -> HttpResponse:
    row = get_object_or_404(rows, pk=pk)
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    context = {"row": row, "query": query, "found": others_of(row, query), "is_company": isinstance(row, Company)}
    return render(request, "identities/others.html", context)


def _side_by_side(request: HttpRequest, rows: QuerySet[Any], pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    one, two = get_object_or_404(rows, pk=pk), get_object_or_404(rows, pk=_number(request.GET.get("other", "")))
    if one == two:
        raise Http404
    kept, gone = first_kept(one, two)
    offered = choices(kept, gone)
    if request.method == "POST":
        taken = {row.field for row in offered if request.POST.get(row.field) == "gone"}
        try:
            why = request.POST.get("why", "")[:400]
            return redirect(merge(kept, gone, by=request.user, at=timezone.now(), why=why, taken=taken))
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(one)
    known = sides([kept, gone])
    context = {"kept": kept, "gone": gone, "choices": offered, "sides": [known[kept], known[gone]]}
    return render(request, "identities/merge_form.html", context)


def _number(text: str) -> int:
    """The key of a row; 404 for what can be none."""
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


@needs(Can.COMPANY_READ)
@require_GET
def merge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    done = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    fields = [
        (done.kept._meta.get_field(name).verbose_name, before, after)  # type: ignore[union-attr]
        for name, (before, after) in done.choices.items()
        if name != "named_by_id"
    ]
    context = {"done": done, "fields": fields, "counts": moved_by_kind(done)}
    return render(request, "identities/merge_detail.html", context)


@needs(Can.COMPANY_EDIT)
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponseBase:
    assert isinstance(request.user, User)
    done = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    try:
        done = undo(done, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已撤销合并，“{done.gone}”恢复为单独一条。")
        for line in done.left_over:
            messages.warning(request, line)
    return redirect(done)
