"""The columns of the lists of companies and projects."""

from __future__ import annotations

import django_tables2 as tables

from identities.models import Project
from lists.table import DayColumn, ListTable, NumberColumn


class CompanyTable(ListTable):
    name = tables.Column(verbose_name="企业", linkify=True)
    industry = tables.Column(verbose_name="产业")
    place = tables.Column(verbose_name="所在地")
    articles = NumberColumn(verbose_name="报道")
    project_count = NumberColumn(verbose_name="项目")
    created_at = DayColumn(verbose_name="建档")

    class Meta(ListTable.Meta):
        order_by = "-created_at"


class ProjectTable(ListTable):
    name = tables.Column(verbose_name="项目", linkify=True)
    companies = tables.ManyToManyColumn(verbose_name="企业", separator="、")
    kind = tables.Column(verbose_name="类别")
    articles = NumberColumn(verbose_name="报道")
    created_at = DayColumn(verbose_name="建档")

    class Meta(ListTable.Meta):
        order_by = "-created_at"

    def render_kind(self, record: Project) -> str:
        return record.get_kind_display()
