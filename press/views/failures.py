"""失败的报道: what failed, at which step, why, since when; tried again one by one or all that the filter names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lists.page import list_page
from press.bell import ring
from press.filters import FailureFilter
from press.models import Article
from press.queue import retry
from press.tables import FailureTable
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs


@needs(Can.ARTICLE_READ)
@require_GET
def failure_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    rows = Article.objects.visible_to(request.user).light().filter(failed_at__isnull=False).select_related("source")
    return list_page(
        request, queryset=rows, filterset_class=FailureFilter, table_class=FailureTable,
        template="press/failure_list.html", export_name="失败的报道",
    )  # fmt: skip


@needs(Can.ARTICLE_ADD)
@require_POST
def failure_retry(request: HttpRequest) -> HttpResponse:
    """Lets all failed articles that the query's filter names wait again."""
    assert isinstance(request.user, User)
    rows = Article.objects.visible_to(request.user).filter(failed_at__isnull=False)
    named = FailureFilter(request.GET or None, queryset=rows, request=request).qs
    count = retry(list(named.values_list("pk", flat=True)))
    if count:
        ring()
        record(request.user, "重试失败的报道", note=f"{count} 篇")
        messages.success(request, f"{count} 篇已重新排队。")
    return redirect(f"{reverse('press:failure-list')}?{request.GET.urlencode()}")
