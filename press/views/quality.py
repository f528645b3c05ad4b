"""阅读质量: the figures, what was corrected, what was read; 词条: what it taught the reader."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Substr
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_filters import FilterSet

from lists.page import list_page
from press import pieces, quality
from press.filters import CorrectionFilter, FactFilter, LessonFilter, MentionFilter
from press.lexicon import withdraw_lesson
from press.models import Correction, Fact, Lesson, Mention
from press.tables import CorrectionTable, FactTable, LessonTable, MentionTable
from staff.journal import record
from staff.models import User
from staff.permissions import Can, needs, user_can
from staff.refusal import Refused

# By the key of the article, which its index holds; the article's own order would sort all that was ever read.
NEWEST = ("-article_id", "start")
TITLES = {"field": "按项", "source": "按来源", "engine": "按引擎"}


@needs(Can.ARTICLE_READ)
@require_GET
def quality_page(request: HttpRequest) -> HttpResponseBase:
    """The shares, and below them the corrections as a list, which every figure filters to its own rows."""
    assert isinstance(request.user, User)
    shares = quality.shares()
    return list_page(
        request,
        queryset=Correction.objects.visible_to(request.user).listed(),
        filterset_class=CorrectionFilter,
        table_class=CorrectionTable,
        template="press/quality.html",
        export_name="更正",
        extra={
            "shares": [(title, shares[key]) for key, title in TITLES.items()],
            "may_export": user_can(request.user, Can.EXPORT),
        },
    )


def _told(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With the sentence of each, and without the articles' heavy columns."""
    length = F("sentence_end") - F("sentence_start")
    light = rows.select_related("article__source", "correction__by").defer(
        "article__raw", "article__original", "article__text", "article__bigrams"
    )
    return light.annotate(told=Substr("article__original", F("sentence_start") + 1, length))


def _tallied(model: type[Fact] | type[Mention], filterset: FilterSet) -> int | None:
    """The number of rows as the tallies have it; None for a filter that they do not know."""
    if filterset.is_bound and not filterset.form.is_valid():
        return None
    values = filterset.form.cleaned_data if filterset.is_bound else {}
    asked = {name: value for name, value in values.items() if value not in (None, "")}
    return quality.count_found(model, **asked) if asked.keys() <= {"kind", "source", "engine"} else None


@needs(Can.ARTICLE_READ)
@require_GET
def fact_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request, queryset=quality.present_facts().order_by(*NEWEST), filterset_class=FactFilter, table_class=FactTable,
        template="press/fact_list.html", export_name="读出的值", shown=_told, count=partial(_tallied, Fact),
    )  # fmt: skip


@needs(Can.ARTICLE_READ)
@require_GET
def mention_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request, queryset=quality.entities().order_by(*NEWEST), filterset_class=MentionFilter, table_class=MentionTable,
        template="press/mention_list.html", export_name="读出的名称", shown=_told,
        count=partial(_tallied, Mention),
    )  # fmt: skip


@needs(Can.EXPORT)
@require_GET
def training_pieces(request: HttpRequest) -> FileResponse:
    """The corrected articles as pieces of the marked corpus (training/README.md), as a file; journaled."""
    assert isinstance(request.user, User)
    found = list(pieces.pieces())
    record(request.user, "导出", about="训练语料", note=f"{len(found)} 篇")
    name = f"corrections-{timezone.localdate():%Y-%m-%d}.txt"
    return FileResponse(
        pieces.as_file(found), as_attachment=True, filename=name, content_type="text/plain; charset=utf-8"
    )


@needs(Can.ARTICLE_READ)
@require_GET
def lesson_list(request: HttpRequest) -> HttpResponseBase:
    assert isinstance(request.user, User)
    later = Lesson.objects.filter(name=OuterRef("name"), withdrawn_at=None, pk__gt=OuterRef("pk"))
    rows = Lesson.objects.visible_to(request.user).annotate(used=Count("articles"), holds=~Exists(later))
    rows = rows.select_related("by", "withdrawn_by", "correction__article__source").defer(
        "correction__article__raw", "correction__article__original", "correction__article__text",
        "correction__article__bigrams",
    )  # fmt: skip
    return list_page(
        request, queryset=rows, filterset_class=LessonFilter, table_class=LessonTable,
        template="press/lesson_list.html", export_name="词条",
    )  # fmt: skip


@needs(Can.READING_CORRECT)
@require_POST
def lesson_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    assert isinstance(request.user, User)
    lesson = get_object_or_404(Lesson.objects.visible_to(request.user), pk=pk)
    try:
        withdraw_lesson(lesson, by=request.user, at=timezone.now())
        messages.success(request, f"已撤回“{lesson}”，以后的报道不再照此读。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("press:lesson-list")
