"""报道: the list, one article with its marks, its bytes."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lists.page import list_page
from press.filters import ArticleFilter
from press.models import Article, Mention
from press.queue import retry
from press.seen import see
from press.shown import corrections_of, shown_article
from press.tables import ArticleTable
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs


def _named(kind: str) -> Coalesce:
    """How many companies or projects an article names; counted for the rows of one page, not of the table."""
    names = Mention.objects.filter(article=OuterRef("pk"), kind=kind, gone=False).order_by().values("article")
    counted = names.annotate(n=Count("of", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@needs(Can.ARTICLE_READ)
@require_GET
def article_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    rows = Article.objects.visible_to(request.user).light().select_related("source")
    return list_page(
        request, queryset=rows.annotate(companies=_named("company"), projects=_named("project")),
        filterset_class=ArticleFilter, table_class=ArticleTable,
        template="press/article_list.html", export_name="报道",
    )  # fmt: skip


@needs(Can.ARTICLE_READ)
@require_GET
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).select_related("source", "added_by"), pk=pk)
    view = request.GET.get("view", "")
    view = view if view in ("repaired", "both") else "original"
    see(article, timezone.now())
    context = shown_article(article, view, request.GET.get("at", "")) | {"story": article.story()}
    context |= corrections_of(article)
    return render(request, "press/article_detail.html", context)


@needs(Can.ARTICLE_READ)
@require_GET
def article_raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes as a download: never as a page of ours, whatever they hold."""
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).only("raw", "digest", "cleared_at"), pk=pk)
    if article.cleared_at:
        messages.error(request, "原件已按保留规定清理，只留下被引用的句子。")
        return redirect(article)
    response = HttpResponse(bytes(article.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="article-{pk}.bin"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@needs(Can.ARTICLE_ADD)
@require_POST
def article_retry(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).light(), pk=pk)
    if retry([article.pk]):
        record(request.user, "重试报道", about=article)
        messages.success(request, "已重新排队，稍后刷新查看结果。")
    return redirect(article)
