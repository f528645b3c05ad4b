"""The columns of the list of articles, on the page and in its export."""

from __future__ import annotations

import django_tables2 as tables

from lists.table import DayColumn, ListTable, MomentColumn, NumberColumn
from press.models import Article


class ArticleTable(ListTable):
    title = tables.TemplateColumn(template_name="press/article_title.html", verbose_name="标题", empty_values=())
    outlet = tables.Column(verbose_name="媒体")
    content_on = DayColumn(verbose_name="内容日期")
    published_on = DayColumn(verbose_name="页面日期")
    companies = NumberColumn(verbose_name="企业")
    projects = NumberColumn(verbose_name="项目")
    source = tables.Column(verbose_name="来源", order_by="source__name")
    arrived_at = MomentColumn(verbose_name="收到")

    class Meta(ListTable.Meta):
        order_by = "-arrived_at"

    def value_title(self, record: Article) -> str:
        return str(record)
