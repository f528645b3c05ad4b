"""汇总对账: totals that the press gives, and one of them beside the projects that coverage names for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from identities.filters import StatementFilter
from identities.reconcile import account_of
from identities.tables import StatementTable
from lists.page import list_page
from press.models import Statement
from staff.models import User
from staff.permissions import Can, needs

HEAVY = tuple(f"article__{name}" for name in ("raw", "text", "bigrams"))


@needs(Can.COMPANY_READ)
@require_GET
def statement_list(request: HttpRequest) -> HttpResponseBase:
    """Every total that the newest reading of an article finds; a repost says nothing again."""
    assert isinstance(request.user, User)
    rows = Statement.objects.visible_to(request.user).filter(gone=False, article__repost_of=None)
    return list_page(
        request,
        queryset=rows.select_related("article__source").defer(*HEAVY, "article__original"),
        filterset_class=StatementFilter,
        table_class=StatementTable,
        template="identities/statement_list.html",
        export_name="汇总对账",
    )


@needs(Can.COMPANY_READ)
@require_GET
def statement_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    rows = Statement.objects.visible_to(request.user).select_related("article__source").defer(*HEAVY)
    return render(request, "identities/statement_detail.html", {"account": account_of(get_object_or_404(rows, pk=pk))})
