"""The lists of what the office decides for all leads: what they can be asked for, and their columns."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms

from leads.models import SpecialDay
from lists.filters import DayRange, YesNo
from lists.table import DayColumn, ListTable


class SpecialDayFilter(filters.FilterSet):
    q = filters.CharFilter(
        field_name="name", lookup_expr="icontains", label="名称", widget=forms.SearchInput({"placeholder": "名称"})
    )
    day = DayRange(label="日期")
    works = YesNo(label="上班")

    class Meta:
        model = SpecialDay
        fields: list[str] = []


class SpecialDayTable(ListTable):
    day = DayColumn(verbose_name="日期", linkify=("leads:day-edit", {"pk": tables.A("pk")}))
    weekday = tables.Column(verbose_name="星期", accessor="day", orderable=False)
    works = tables.Column(verbose_name="上班还是休息")
    name = tables.Column(verbose_name="名称")
    by = tables.Column(verbose_name="谁改的", order_by="by__name")

    class Meta(ListTable.Meta):
        order_by = "-day"

    def render_weekday(self, record: SpecialDay) -> str:
        return f"星期{'一二三四五六日'[record.day.weekday()]}"

    def render_works(self, record: SpecialDay) -> str:
        return "上班" if record.works else "休息"
