"""Several counts in one query."""

from __future__ import annotations

from dataclasses import dataclass, replace
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


# Stands for the key of a row in a question that is written down once for all rows of a kind.
ANY = -1


@dataclass(frozen=True, slots=True)
class Question:
    """How many rows some querysets have, written down: asked again it costs the database alone, not the writing."""

    sql: str
    values: tuple[Any, ...]
    names: tuple[str, ...]
    none: tuple[str, ...]
    """What has no rows whatever the database holds."""

    def about(self, key: int) -> Question:
        """The same about the row of that key, where it was written about ANY."""
        return replace(self, values=tuple(key if value == ANY else value for value in self.values))

    def answer(self) -> dict[str, int]:
        """The number by each name. One query."""
        found = dict.fromkeys(self.none, 0)
        if self.names:
            with connection.cursor() as cursor:
                cursor.execute(self.sql, self.values)
                found |= dict(zip(self.names, cursor.fetchone(), strict=True))
        return found


def question_of(**asked: QuerySet[Any]) -> Question:
    """How many rows each of the querysets has, to be asked by its name; of one with values of its own, how many of those."""
    parts: dict[str, str] = {}
    values: list[Any] = []
    for name, rows in asked.items():
        try:
            plain = rows.order_by()
            sql, own = (plain if rows.query.values_select else plain.values("pk")).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts[name] = f"(SELECT COUNT(*) FROM ({sql}) counted)"  # noqa: S608 (the ORM's own, its values apart)
        values += own
    none = tuple(name for name in asked if name not in parts)
    return Question(f"SELECT {', '.join(parts.values())}", tuple(values), tuple(parts), none)


def numbers_of(**asked: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of the querysets has, by its name. One query."""
    return question_of(**asked).answer()
