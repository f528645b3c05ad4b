"""One list page, from request to response: filter, sort, page, part of the page for htmx, Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_filters import FilterSet
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from lists.chips import Chip, address, chips_of, keys_of
from lists.export import EXCEL_TYPE, MOST_ROWS, excel_of
from lists.rows import Rows
from staff.journal import record
from staff.models import User
from staff.permissions import Can, user_can

PAGE_SIZES = (20, 50, 100)
# From so many rows on they are not all sorted for one page.
MANY = 2_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to see the list: what it is called, its address, whether it is the present one."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class List:
    """What `parts/results.html` shows besides the rows."""

    name: str
    count: int
    chips: list[Chip]
    clear_url: str
    sizes: list[Choice]
    sorts: list[Choice]
    export_url: str
    most_exported: int

    @property
    def too_long_to_export(self) -> bool:
        return self.count > self.most_exported


class _Paginator(Paginator):
    """Counts the rows, unless their number is known."""

    def __init__(self, *args: Any, known: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known is not None:
            self.count = known


def list_page(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    filterset_class: type[FilterSet],
    table_class: type[tables.Table],
    template: str,
    export_name: str,
    extra: dict[str, Any] | None = None,
    shown: Callable[[QuerySet[Any]], QuerySet[Any]] | None = None,
    count: Callable[[FilterSet], int | None] | None = None,
) -> HttpResponseBase:
    """The list of `queryset` (already `visible_to` the reader) as the request's query asks for it.

    Query: the FilterSet's own keys, `sort` (a column, "-" for descending), `page`, `per_page` (20, 50, 100), and
    `export=xlsx` for all filtered rows as a file: PermissionDenied without `Can.EXPORT`, a message when there are
    more than MOST_ROWS. The template defines a partial `list`, which alone is rendered for htmx; its context is
    `table`, `filter`, `list` (List) and `extra`. `shown` adds what only the rows that are shown or exported need:
    neither the count nor the search for a page's keys then joins for it. `count` knows the number of rows where it is
    kept, or says None.
    """
    filterset = filterset_class(request.GET or None, queryset=queryset, request=request)
    table = table_class(filterset.qs)
    table.request = request
    if order := [alias for alias in request.GET.getlist("sort") if alias]:
        table.order_by = order
    _settle_ties(table)
    if request.GET.get("export") == "xlsx":
        if shown:
            table.data.data = shown(table.data.data)
        return _export(request, table, filterset, export_name)
    known = count(filterset) if count else None
    table.paginate(paginator_class=partial(_Paginator, known=known), per_page=_page_size(request))
    table.page = _page_of(table, request.GET.get("page"), shown)
    context = {"table": table, "filter": filterset, "list": _describe(request, table, filterset, export_name)}
    htmx = cast(HtmxDetails, request.htmx)  # type: ignore[attr-defined]
    is_part = bool(htmx) and not htmx.boosted and not htmx.history_restore_request
    response = render(request, f"{template}#list" if is_part else template, {**context, **(extra or {})})
    patch_vary_headers(response, ["HX-Request"])
    return push_url(response, address(request)) if is_part else response


def _describe(request: HttpRequest, table: tables.Table, filterset: FilterSet, name: str) -> List:
    size = _page_size(request)
    own = [key for field, part in filterset.form.fields.items() for key in keys_of(field, part)]
    may_export = user_can(request.user, Can.EXPORT)
    return List(
        name=name,
        count=table.paginator.count,
        chips=chips_of(request, filterset),
        clear_url=address(request, drop=["page", *own]),
        sizes=[Choice(str(n), address(request, drop=["page"], per_page=n), n == size) for n in PAGE_SIZES],
        sorts=_sorts(request, table),
        export_url=address(request, drop=["page", "per_page"], export="xlsx") if may_export else "",
        most_exported=MOST_ROWS,
    )


def _sorts(request: HttpRequest, table: tables.Table) -> list[Choice]:
    """Each sortable column once, for the phone, where there is no header row; the present one turned round."""
    choices = []
    for column in table.columns:
        if column.orderable and column.header:
            sign = ("↓" if column.order_by_alias.is_descending else "↑") if column.is_ordered else ""
            url = address(request, drop=["page"], sort=str(column.order_by_alias.next))
            choices.append(Choice(f"{column.header}{sign}", url, bool(column.is_ordered)))
    return choices


def _settle_ties(table: tables.Table) -> None:
    """By primary key: rows that tie in the sorted column would otherwise repeat or vanish across pages. In the direction
    of that column, so that one index serves the order both ways."""
    rows = table.data.data
    if not isinstance(rows, QuerySet):
        return
    order = rows.query.order_by or (rows.query.get_meta().ordering if rows.query.default_ordering else ())
    if order:
        order = [_missing_last(rows, term) for term in order]
        last = order[-1]
        is_down = last.descending if isinstance(last, OrderBy) else str(last).startswith("-")
        table.data.data = rows.order_by(*order, "-pk" if is_down else "pk")


def _missing_last(rows: QuerySet[Any], term: Any) -> Any:
    """Rows that name no company are the last, whichever way the companies' names are ordered."""
    path = str(term).removeprefix("-")
    is_down = isinstance(term, str) and term.startswith("-")
    return F(path).desc(nulls_last=True) if is_down and _may_be_missing(rows, path) else term


def _page_of(
    table: tables.Table, number: str | None, shown: Callable[[QuerySet[Any]], QuerySet[Any]] | None
) -> Page[Any]:
    """The keys of the page first, then their rows: what a row shows is not made for those before the page (a list of
    430 thousand facts opened its last page in 10 s, now in 0.1)."""
    page: Page[Any] = table.paginator.get_page(number)
    rows = table.data.data
    if isinstance(rows, QuerySet):
        keys = _keys_of(rows, max(0, page.start_index() - 1), page.end_index(), page.paginator.count)
        wanted = rows.order_by().filter(pk__in=keys)
        found = {row.pk: row for row in (shown(wanted) if shown else wanted)} if keys else {}
        page.object_list = Rows([found[key] for key in keys if key in found], table)
    return page


def _keys_of(rows: QuerySet[Any], start: int, end: int, count: int) -> list[Any]:
    """The keys of these rows, counted from the nearer end: the last page costs as little as the first."""
    keys = rows.values_list("pk", flat=True)
    if rows.ordered and start > count // 2:
        return list(keys.reverse()[count - end : count - start])[::-1]
    if count >= MANY and (path := _of_another(rows)):
        # Those that name one come first. Asked for alone, they are found along the index of the names; with the others,
        # the database would first join all rows and sort them.
        order = [_plain(rows.query.order_by[0], path), *rows.query.order_by[1:]]
        found = list(keys.filter(**{f"{path}__isnull": False}).order_by(*order)[start:end])
        if len(found) == end - start:
            return found
    return list(keys[start:end])


def _of_another(rows: QuerySet[Any]) -> str:
    """The column of a row that these rows may name or not (company__name), where they are ordered by it first; else ""."""
    first: Any = rows.query.order_by[0] if rows.query.order_by else ""
    path = getattr(first.expression, "name", "") if isinstance(first, OrderBy) else str(first).removeprefix("-")
    return path if _may_be_missing(rows, path) else ""


def _plain(term: Any, path: str) -> str:
    """The same order without a word on those that name none, as the index has it."""
    return f"-{path}" if isinstance(term, OrderBy) and term.descending else path


def _may_be_missing(rows: QuerySet[Any], path: str) -> bool:
    """Whether the path leads over one relation that a row may lack."""
    relation, _, column = path.partition("__")
    if not column or "__" in column or relation in rows.query.annotations:
        return False
    field = rows.model._meta.get_field(relation)
    return bool(field.is_relation and getattr(field, "concrete", False) and field.null)


def _page_size(request: HttpRequest) -> int:
    asked = request.GET.get("per_page", "")
    return int(asked) if asked in {str(size) for size in PAGE_SIZES} else PAGE_SIZES[0]


def _export(request: HttpRequest, table: tables.Table, filterset: FilterSet, name: str) -> HttpResponseBase:
    if not user_can(request.user, Can.EXPORT):
        raise PermissionDenied(Can.EXPORT)
    count = len(table.rows) if not isinstance(table.data.data, QuerySet) else table.data.data.count()
    if count > MOST_ROWS:
        messages.error(request, f"没有导出：筛出 {count:,} 行，一次最多导出 {MOST_ROWS:,} 行。请先缩小筛选范围。")
        return redirect(address(request))
    file = excel_of(table, title=name)
    filters = "；".join(f"{chip.label}：{chip.value}" for chip in chips_of(request, filterset)) or "无"
    record(cast(User, request.user), "导出", about=name, note=f"{count} 行；筛选 {filters}")
    filename = f"{name}-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=filename, content_type=EXCEL_TYPE)
