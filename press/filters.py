"""What the list of articles can be asked for."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from lists.filters import DayRange
from press.models import Article, Mention, Source
from search.fields import contains


class ArticleFilter(filters.FilterSet):
    """Text in the article, where it came from, how far it got, when it is about."""

    q = filters.CharFilter(method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "标题或正文"}))
    source = filters.ModelChoiceFilter(queryset=Source.objects.all(), label="来源", empty_label="全部来源")
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态",
        choices=[("done", "已读完"), ("waiting", "正在读"), ("failed", "失败"), ("nothing", "没有读到项目"), ("repost", "转载"),
                 ("old", "旧闻")],
    )  # fmt: skip
    arrived = DayRange(field_name="arrived_at", label="收到日期")

    class Meta:
        model = Article
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        condition = contains("bigrams", value)
        return rows.filter(condition) if condition is not None else rows.none()

    def by_state(self, rows: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        conditions: dict[str, dict[str, Any]] = {
            "done": {"propose_at__isnull": False},
            "waiting": {"propose_at": None, "failed_at": None},
            "failed": {"failed_at__isnull": False},
            "repost": {"repost_of__isnull": False},
        }
        if value == "nothing":
            named = Mention.objects.filter(article=OuterRef("pk"), kind=Mention.Kind.PROJECT, gone=False)
            return rows.filter(~Exists(named), propose_at__isnull=False)
        if value == "old":
            return rows.filter(pk__in=Article.objects.old_news().values("pk"))
        return rows.filter(**conditions[value])
