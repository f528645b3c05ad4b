"""Lists about sources: what they can be asked for, and their columns on the page and in the export."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from lists.filters import DayRange
from lists.table import ListTable, MomentColumn, NumberColumn, PartColumn
from press.models import Article, Link, Source, Visit

WEEKS = 4


def with_health(rows: QuerySet[Source]) -> QuerySet[Source]:
    """Each source with `weekly`, its articles a week over the last four, and how it is: `succeeded`, `failures`, `due`."""
    since = timezone.now() - timedelta(weeks=WEEKS)
    recent = Article.objects.filter(source=OuterRef("pk"), arrived_at__gte=since).order_by().values("source")
    weekly = Subquery(recent.annotate(n=Count("pk")).values("n")[:1])
    return rows.annotate(
        weekly=Coalesce(weekly, 0) * 1.0 / WEEKS, succeeded=F("schedule__succeeded_at"), failures=F("schedule__failures"),
        due=F("schedule__next_at"),
    )  # fmt: skip


class SourceFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "名称或网址"}))
    kind = filters.ChoiceFilter(label="类型", empty_label="全部类型", choices=Source.Kind.choices)
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态",
        choices=[("well", "正常"), ("failing", "在失败"), ("paused", "已暂停"), ("never", "还没成功过")],
    )  # fmt: skip

    class Meta:
        model = Source
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return rows.filter(Q(name__icontains=value) | Q(url__icontains=value))

    def by_state(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        return rows.filter({
            "well": Q(paused_at=None, schedule__failures=0, schedule__succeeded_at__isnull=False),
            "failing": Q(paused_at=None, schedule__failures__gt=0),
            "paused": Q(paused_at__isnull=False),
            "never": Q(schedule__succeeded_at=None, schedule__isnull=False),
        }[value])  # fmt: skip


class SourceTable(ListTable):
    name = PartColumn(template_name="press/source_name.html", verbose_name="来源", empty_values=())
    kind = tables.Column(verbose_name="类型")
    weekly = NumberColumn(verbose_name="每周篇数")
    succeeded = MomentColumn(verbose_name="最近成功")
    failures = NumberColumn(verbose_name="连续失败")
    due = MomentColumn(verbose_name="下次抓取")
    created_by = tables.Column(verbose_name="谁加的", order_by="created_by__name")

    class Meta(ListTable.Meta):
        order_by = "name"

    def value_name(self, record: Source) -> str:
        return record.name

    def render_kind(self, record: Source) -> str:
        return record.get_kind_display()

    def render_weekly(self, value: float) -> str:
        return f"{value:.1f}"


class VisitFilter(filters.FilterSet):
    source = filters.ModelChoiceFilter(label="来源", empty_label="全部来源", queryset=Source.objects.watched())
    state = filters.ChoiceFilter(label="状态", empty_label="全部状态", choices=Visit.State.choices)
    kind = filters.ChoiceFilter(label="类型", empty_label="全部类型", choices=Visit.Kind.choices)
    asked = DayRange(field_name="asked_at", label="日期")

    class Meta:
        model = Visit
        fields: list[str] = []


class VisitTable(ListTable):
    asked_at = MomentColumn(verbose_name="时间", linkify=True)
    source = tables.Column(
        verbose_name="来源", linkify=lambda record: record.source.get_absolute_url(), order_by="source__name"
    )
    kind = tables.Column(verbose_name="类型")
    state = PartColumn(template_name="press/visit_state.html", verbose_name="状态")
    found = NumberColumn(verbose_name="看到")
    fresh = NumberColumn(verbose_name="新链接")
    error = tables.Column(verbose_name="原因")
    by = tables.Column(verbose_name="谁")

    class Meta(ListTable.Meta):
        order_by = "-asked_at"

    def render_kind(self, record: Visit) -> str:
        return record.get_kind_display()

    def value_state(self, record: Visit) -> str:
        return record.get_state_display()


class LinkFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "标题或网址"}))
    source = filters.ModelChoiceFilter(label="来源", empty_label="全部来源", queryset=Source.objects.watched())
    state = filters.ChoiceFilter(label="状态", empty_label="全部状态", choices=Link.State.choices)
    code = filters.ChoiceFilter(
        label="失败原因", empty_label="全部原因",
        choices=[
            ("unreachable", "打不开"), ("slow", "太慢"), ("status", "网站拒绝"), ("robots", "robots.txt 不允许"), ("type", "不是网页"),
            ("too_large", "太大"), ("redirects", "跳转太多"), ("inside", "内部地址"), ("address", "网址不对"), ("error", "出错"),
        ],
    )  # fmt: skip
    visit = filters.NumberFilter(label="抓取记录", widget=forms.HiddenInput, min_value=1, max_value=2**62)
    found = DayRange(field_name="found_at", label="看到日期")

    class Meta:
        model = Link
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Link], name: str, value: str) -> QuerySet[Link]:
        return rows.filter(Q(title__icontains=value) | Q(url__icontains=value))


class LinkTable(ListTable):
    title = PartColumn(template_name="press/link_title.html", verbose_name="链接", empty_values=())
    source = tables.Column(verbose_name="来源", order_by="source__name")
    state = PartColumn(template_name="press/link_state.html", verbose_name="状态")
    error = tables.Column(verbose_name="原因")
    tries = NumberColumn(verbose_name="试过")
    found_at = MomentColumn(verbose_name="看到")
    act = PartColumn(
        template_name="press/link_act.html",
        verbose_name="操作",
        orderable=False,
        empty_values=(),
        exclude_from_export=True,
    )

    class Meta(ListTable.Meta):
        order_by = "-found_at"

    def value_title(self, record: Link) -> str:
        return f"{record.title} {record.url}".strip()

    def value_state(self, record: Link) -> str:
        return record.get_state_display()

    def order_error(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        by = F("error").desc() if is_descending else F("error").asc()
        return rows.order_by(by, "-pk"), True
