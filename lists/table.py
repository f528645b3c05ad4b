"""The table of a list page: our template, plain class names, columns whose figures and days line up."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar

import django_tables2 as tables
from django.template import Context, Engine, Template
from django.utils import dateformat, timezone
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

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

    @property
    def body(self) -> SafeString:
        """The rows of the page: written here, as their loop in a template took half the time of a list. The attributes of a
        column are those of all its cells."""
        columns = list(self.columns)
        opened = [_opened(column, is_first=number == 0) for number, column in enumerate(columns)]
        written: list[str] = []
        for row in self.paginated_rows:
            written.append(f'<tr {row.attrs.as_html()} role="row">')
            for column, before in zip(columns, opened, strict=True):
                cell = row.get_cell(column.name)
                blank = " data-blank" if column is not columns[0] and cell == column.default else ""
                words = conditional_escape(localize(cell, use_l10n=column.localize))
                written.append(f"{before}{blank}>{words}</td>")
            written.append("</tr>")
        return mark_safe("".join(written))  # noqa: S308 (each cell is escaped above)


def _opened(column: Any, *, is_first: bool) -> SafeString:
    """The cells' tag but for its end: the first heads the card that a row becomes on a phone."""
    place = mark_safe(" data-lead") if is_first else format_html(' data-label="{}"', column.header)
    return format_html('<td {} role="cell"{}', column.attrs["td"].as_html(), place)


class NumberColumn(tables.Column):
    """A figure: right-aligned, digits of one width. The unit belongs in the header (`总投资（亿元）`)."""

    attrs: ClassVar[dict[str, Any]] = {"th": {"class": "num"}, "td": {"class": "num"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", self.attrs)
        super().__init__(*args, **kwargs)


class _Told(tables.TemplateColumn):
    """A day or a moment in local time, without the template that the library compiles for each cell."""

    words = ""

    def render(self, value: date | None, bound_column: Any, **kwargs: Any) -> Any:
        if not value:
            return bound_column.default
        return dateformat.format(timezone.localtime(value) if isinstance(value, datetime) else value, self.words)


class DayColumn(_Told, tables.DateColumn):
    """A day, 2026-01-06."""

    words = "Y-m-d"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", self.words)
        kwargs.setdefault("attrs", {"td": {"class": "day"}})
        super().__init__(*args, **kwargs)


class MomentColumn(_Told, tables.DateTimeColumn):
    """A moment to the minute, 2026-01-06 09:30."""

    words = "Y-m-d H:i"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("format", self.words)
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
