"""抓取记录和链接: how the sources were asked, and what became of each link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from lists.page import list_page
from press.models import Link, Visit
from press.source_tables import LinkFilter, LinkTable, VisitFilter, VisitTable
from staff.models import User
from staff.permissions import Can, needs


@needs(Can.SOURCE_READ)
@require_GET
def visit_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return list_page(
        request, queryset=Visit.objects.visible_to(request.user).select_related("source", "by").defer("cursor", "read"),
        filterset_class=VisitFilter, table_class=VisitTable, template="press/visit_list.html", export_name="抓取记录",
    )  # fmt: skip


@needs(Can.SOURCE_READ)
@require_GET
def link_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    return list_page(
        request, queryset=Link.objects.visible_to(request.user).select_related("source", "article").defer(
            "article__raw", "article__original", "article__text", "article__bigrams"
        ),
        filterset_class=LinkFilter, table_class=LinkTable, template="press/link_list.html", export_name="链接",
    )  # fmt: skip


@needs(Can.SOURCE_READ)
@require_GET
def visit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, in counts that renew themselves while it runs."""
    assert isinstance(request.user, User)
    rows = Visit.objects.visible_to(request.user).with_counts().select_related("source", "by")
    visit = get_object_or_404(rows, pk=pk)
    links = visit.links.exclude(state=Link.State.OLD).order_by("-ended_at", "pk")[:20]
    return render(request, "press/visit_detail.html", {"visit": visit, "links": links})
