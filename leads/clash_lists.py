"""The list of clashes: what it can be asked for, and its columns."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet

from leads.holding import mask
from leads.models import Clash
from lists.filters import DayRange
from lists.table import ListTable, MomentColumn
from staff.models import User


class ClashFilter(filters.FilterSet):
    q = filters.CharFilter(
        field_name="attempt__lead__name", lookup_expr="icontains", label="线索",
        widget=forms.SearchInput({"placeholder": "线索名称"}),
    )  # fmt: skip
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部", choices=[("open", "待裁定"), ("ruled", "已裁定")]
    )
    ruling = filters.ChoiceFilter(choices=Clash.Ruling, label="裁定", empty_label="全部")
    raised = DayRange(field_name="raised_at", label="提出日期")

    class Meta:
        model = Clash
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Clash], name: str, value: str) -> QuerySet[Clash]:
        return rows.filter(ruling="") if value == "open" else rows.exclude(ruling="")


def sides_of(clash: Clash, user: User) -> tuple[str, str]:
    """Holder and challenger as the person may know them; the clash is annotated with `sees`, whether they see its lead."""
    attempt, sees = clash.attempt, clash.sees  # type: ignore[attr-defined]
    holder = str(attempt.holder) if sees else mask(attempt.holder)
    return holder, str(attempt.by) if sees or user.pk != attempt.holder_id else mask(attempt.by)


class ClashTable(ListTable):
    lead = tables.Column(
        verbose_name="线索", accessor="attempt__lead__name", linkify=lambda record: record.get_absolute_url()
    )
    holder = tables.Column(verbose_name="负责人", accessor="attempt__holder", order_by="attempt__holder__name")
    by = tables.Column(verbose_name="申诉人", accessor="attempt__by", order_by="attempt__by__name")
    raised_at = MomentColumn(verbose_name="提出")
    ruling = tables.Column(verbose_name="裁定", empty_values=())
    ruled_by = tables.Column(verbose_name="谁裁定", order_by="ruled_by__name")
    ruled_at = MomentColumn(verbose_name="裁定时间")

    class Meta(ListTable.Meta):
        order_by = "-raised_at"

    def render_holder(self, record: Clash) -> str:
        return sides_of(record, self.request.user)[0]

    def render_by(self, record: Clash) -> str:
        return sides_of(record, self.request.user)[1]

    def render_ruling(self, record: Clash) -> str:
        return record.get_ruling_display() if record.ruling else "待裁定"
