"""Several counts in one query."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery


class NumberOf(Subquery):
    """How many rows there are, as an expression to annotate another row with; they may refer to it by OuterRef."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


def numbers_of(**asked: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of the querysets has, by its name. One query."""
    found = dict.fromkeys(asked, 0)
    parts: dict[str, str] = {}
    values: list[Any] = []
    for name, rows in asked.items():
        try:
            sql, own = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts[name] = f"(SELECT COUNT(*) FROM ({sql}) counted)"  # noqa: S608 (the ORM's own, its values apart)
        values += own
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", values)
            found |= dict(zip(parts, cursor.fetchone(), strict=True))
    return found
