"""The rows of a table's page, each cell asked for once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django_tables2.rows import BoundRow, BoundRows
from django_tables2.utils import signature

Wanted = tuple[tuple[str, ...], str | None]
_wanted: dict[Any, Wanted] = {}


class Rows(BoundRows):
    """Rows that remember what their columns' functions want."""

    def __iter__(self) -> Iterator[BoundRow]:
        for record in self.data:
            yield Row(record, table=self.table)


class Row(BoundRow):
    """A row that looks a function's arguments up once, where the library inspects the function for each cell."""

    def _call_render(self, bound_column: Any, value: Any = None) -> Any:
        given = self._optional_cell_arguments(bound_column, value)
        content = _call(bound_column.render, given)
        return bound_column.link(content, **given) if bound_column.link else content


def _call(function: Callable[..., Any], given: dict[str, Any]) -> Any:
    """The function called with those of the arguments that it takes; None where it wants one that is not given."""
    names, rest = _of(function)
    if rest:
        return function(**given)
    if not all(name in given for name in names):
        return None
    return function(**{name: given[name] for name in names})


def _of(function: Callable[..., Any]) -> Wanted:
    key = getattr(function, "__func__", function)
    if key not in _wanted:
        _wanted[key] = signature(function)
    return _wanted[key]
