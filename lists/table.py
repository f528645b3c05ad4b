"""The table of a list page: our template, plain class names, columns whose figures and days line up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, ClassVar

import django_tables2 as tables
from django.template import Context, Engine, Template

BLANK = "—"


class ListTable(tables.Table):
    """Base of every list's table. Its first column names the row: it heads the card that a row becomes on a phone."""

    class Meta:
        template_name = "django_tables2/list.html"
        attrs: ClassVar[dict[str, Any]] = {"class": "list"}
        default = BLANK

    def get_column_class_names(self, classes_set: set[str], bound_column: Any) -> set[str]:
        """`col-NAME` instead of the bare name, which could be the name of a part (`title`, `next`, `actions`)."""
        return classes_set | {f"col-{bound_column.name}"}


class NumberColumn(tables.Column):
    """A figure: right-aligned, digits of one width. The unit belongs in the header (`总投资（亿元）`)."""

    attrs: ClassVar[dict[str, Any]] = {"th": {"class": "num"}, "td": {"class": "num"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", self.attrs)
        super().__init__(*args, **kwargs)


class DayColumn(tables.DateColumn):
    """A day, 2026-01-06."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", "Y-m-d")
        kwargs.setdefault("attrs", {"td": {"class": "day"}})
        super().__init__(*args, **kwargs)


class MomentColumn(tables.DateTimeColumn):
    """A moment to the minute, 2026-01-06 09:30."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", "Y-m-d H:i")
        kwargs.setdefault("attrs", {"td": {"class": "day"}})
        super().__init__(*args, **kwargs)


class PartColumn(tables.TemplateColumn):
    """A cell written by a template (`template_name`, or `template_code` of one line): compiled once, and in the page's own
    context, where the library compiles the line for each cell and makes a new context with all its processors."""

    def render(self, record: Any, table: Any, value: Any, bound_column: Any, **kwargs: Any) -> Any:
        page = getattr(table, "context", None) or Context()
        own = self.get_context_data(record=record, table=table, value=value, bound_column=bound_column, **kwargs)
        part = (
            _compiled(self.template_code)
            if self.template_code
            else Engine.get_default().get_template(self.template_name)
        )
        with page.update({"request": table.request, **own}):
            return part.render(page)


@lru_cache(maxsize=200)
def _compiled(code: str) -> Template:
    return Template(code)
