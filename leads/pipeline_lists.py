"""What the lists of promises and of who won which firm can be asked for, and their columns."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from leads.models import Promise, Winner
from lists.filters import DayRange
from lists.table import DayColumn, ListTable
from press.words import stage_word


class PromiseFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="承诺", widget=forms.SearchInput({"placeholder": "承诺或线索名称"}))
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部",
        choices=[("due", "已到期待答复"), ("open", "待兑现"), ("delayed", "延期过"), ("kept", "已兑现"), ("broken", "落空")],
    )  # fmt: skip
    whose = filters.ChoiceFilter(
        method="by_whose", label="归属", empty_label="全部", choices=[("mine", "我负责的")]
    )  # fmt: skip
    due = DayRange(field_name="due", label="期限")

    class Meta:
        model = Promise
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Promise], name: str, value: str) -> QuerySet[Promise]:
        return rows.filter(Q(what__icontains=value) | Q(lead__name__icontains=value))

    def by_state(self, rows: QuerySet[Promise], name: str, value: str) -> QuerySet[Promise]:
        match value:
            case "due":
                return rows.due(timezone.localdate())  # type: ignore[attr-defined]
            case "delayed":
                return rows.filter(answers__answer="delayed").distinct()
            case _:
                return rows.filter(state=value)

    def by_whose(self, rows: QuerySet[Promise], name: str, value: str) -> QuerySet[Promise]:
        return rows.filter(lead__owner=self.request.user)


class PromiseTable(ListTable):
    what = tables.Column(verbose_name="承诺", linkify=True)
    lead = tables.Column(verbose_name="线索", linkify=True, order_by="lead__name")
    owner = tables.Column(verbose_name="负责人", accessor="lead__owner", order_by="lead__owner__name", default="线索池")
    due = DayColumn(verbose_name="期限")
    told_due = DayColumn(verbose_name="原定期限")
    state = tables.Column(verbose_name="状态")
    article = tables.Column(verbose_name="报道", linkify=True, orderable=False)

    class Meta(ListTable.Meta):
        order_by = "due"

    def render_state(self, record: Promise) -> str:
        if record.state == Promise.State.OPEN and record.due <= timezone.localdate():
            return "已到期，待答复"
        return f"{record.get_state_display()}{'（延期）' if record.is_delayed else ''}"


class WinnerFilter(filters.FilterSet):
    q = filters.CharFilter(
        method="by_text", label="企业", widget=forms.SearchInput({"placeholder": "企业、项目、地点"})
    )
    state = filters.ChoiceFilter(choices=Winner.State, label="状态", empty_label="全部状态")
    record = filters.ChoiceFilter(choices=Winner.Record, label="我们的记录", empty_label="全部")
    created = DayRange(field_name="created_at", label="发现日期")

    class Meta:
        model = Winner
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Winner], name: str, value: str) -> QuerySet[Winner]:
        return rows.filter(
            Q(company__name__icontains=value) | Q(what__icontains=value) | Q(place__icontains=value)
            | Q(park__icontains=value)
        )  # fmt: skip


class WinnerTable(ListTable):
    company = tables.Column(verbose_name="企业", linkify=lambda record: record.get_absolute_url(), empty_values=())
    what = tables.Column(verbose_name="项目")
    record = tables.Column(verbose_name="我们的记录")
    record_on = DayColumn(verbose_name="记录日期")
    place = tables.Column(verbose_name="去了哪里")
    park = tables.Column(verbose_name="园区")
    on = DayColumn(verbose_name="落地时间")
    stage = tables.Column(verbose_name="报道阶段")
    state = tables.Column(verbose_name="状态")
    by = tables.Column(verbose_name="谁定的", order_by="by__name")

    class Meta(ListTable.Meta):
        order_by = "-created_at"

    def render_company(self, record: Winner) -> str:
        return str(record.company or record.what or "未说企业")

    def render_stage(self, value: Any) -> str:
        return stage_word(value)
