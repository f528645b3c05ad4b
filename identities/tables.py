"""The columns of the lists of companies and projects."""

from __future__ import annotations

import django_tables2 as tables

from identities.models import Project
from identities.reconcile import area_of
from lists.table import DayColumn, ListTable, NumberColumn
from press.models import Statement


class CompanyTable(ListTable):
    name = tables.Column(verbose_name="企业", linkify=True)
    industry = tables.Column(verbose_name="产业")
    place = tables.Column(verbose_name="所在地")
    # Counted for the rows of one page: ordering by them would count for the whole table.
    articles = NumberColumn(verbose_name="报道", orderable=False)
    project_count = NumberColumn(verbose_name="项目", orderable=False)
    created_at = DayColumn(verbose_name="建档")

    class Meta(ListTable.Meta):
        order_by = "-created_at"


class ProjectTable(ListTable):
    name = tables.Column(verbose_name="项目", linkify=True)
    companies = tables.ManyToManyColumn(verbose_name="企业", separator="、")
    kind = tables.Column(verbose_name="类别")
    articles = NumberColumn(verbose_name="报道", orderable=False)
    created_at = DayColumn(verbose_name="建档")

    class Meta(ListTable.Meta):
        order_by = "-created_at"

    def render_kind(self, record: Project) -> str:
        return record.get_kind_display()


class StatementTable(ListTable):
    text = tables.Column(verbose_name="说法", linkify=("identities:statement-detail", {"pk": tables.A("pk")}))
    area = tables.Column(verbose_name="范围", empty_values=())
    period = tables.Column(verbose_name="时期", order_by=("since", "until"))
    count = NumberColumn(verbose_name="项目数")
    amount = tables.Column(verbose_name="总额", order_by="amount")
    article = tables.Column(verbose_name="报道", linkify=True, orderable=False)
    told_on = DayColumn(verbose_name="内容日期", accessor="article__told_on", order_by="article__content_on")

    class Meta(ListTable.Meta):
        order_by = "-told_on"

    def render_area(self, record: Statement) -> str:
        return area_of(record) or "—"

    def render_amount(self, record: Statement) -> str:
        return record.total
