"""A table as an Excel file: every filtered row, typed cells, text that no spreadsheet program will run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from lists.table import DayColumn, MomentColumn, NumberColumn

MOST_ROWS = 20_000
EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | Decimal | bool | date | datetime | time | None

# Only of these is the stored value exported instead of what the page shows: any other column may mask on purpose.
_AS_STORED = (tables.Column, NumberColumn, DayColumn, MomentColumn, tables.DateColumn, tables.DateTimeColumn)
_TYPED = (bool, int, float, Decimal, date, datetime, time)
_LONGEST = 32_767
_KEEP_IN_MEMORY = 4 * 1024 * 1024


def excel_of(table: tables.Table, *, title: str) -> IO[bytes]:
    """The whole table (not one page of it) as an .xlsx, at its start. Columns with exclude_from_export are left out.

    `value_NAME` and `render_NAME` of the table decide what a cell says, as on the page; plain columns keep their type.
    """
    columns = [column for column in table.columns if not column.column.exclude_from_export]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for number in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 36 if number == 1 else 14
    sheet.append([_bold(sheet, str(column.header)) for column in columns])
    for row in table.rows:
        sheet.append([_written(sheet, cell) for cell in _cells(table, row, columns)])
    file = SpooledTemporaryFile(max_size=_KEEP_IN_MEMORY)  # noqa: SIM115  the response closes it
    book.save(file)
    file.seek(0)
    return file


def _cells(table: tables.Table, row: Any, columns: list[Any]) -> Iterator[Cell]:
    for column in columns:
        shown_by_table = hasattr(table, f"value_{column.name}") or hasattr(table, f"render_{column.name}")
        if not shown_by_table and type(column.column) in _AS_STORED:
            stored = column.accessor.resolve(row.record, quiet=True)
            if isinstance(stored, _TYPED):
                yield stored
                continue
        shown = row.get_cell_value(column.name)
        yield None if shown in (None, "", column.default) else _typed(shown)


def _typed(value: Any) -> Cell:
    return value if isinstance(value, _TYPED) else strip_tags(str(value)).strip()


def _written(sheet: Any, value: Cell) -> Any:
    """A cell for openpyxl.

    Text is always typed as text and marked with Excel's own text prefix, so "=1+1" stays those four characters, also
    after somebody edits the cell; unlike a quote put in front, this survives the way back through an import.
    """
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, datetime):
        moment = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        cell = WriteOnlyCell(sheet, value=moment)
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, value: str) -> Any:
    clean = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    if not clean.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")):
        return clean
    cell = WriteOnlyCell(sheet, value=clean)
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _bold(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.font = Font(bold=True)
    return cell


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in r"[]:*?/\'" else sign for sign in title)[:31] or "Sheet1"
