"""Rows into tables by COPY, in one transaction, past the history triggers: nothing of it is a person's act."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction
from django.db.models import JSONField
from django.utils import timezone

from search.bigrams import bigrams
from search.fields import BigramField

Row = Mapping[str, Any]
BATCH = 20_000


class Tables:
    """Collects rows of any models and copies each model's when there are enough. Keys are counted here, from 1 above
    what a table holds, so that rows can name each other before they are written."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.counts: dict[str, int] = {}
        self._waiting: dict[type[models.Model], list[Row]] = {}
        self._next: dict[type[models.Model], int] = {}

    def key(self, model: type[models.Model]) -> int:
        """The next key of the table, for a row that others name before it is written."""
        if model not in self._next:
            self._next[model] = (model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self._next[model] += 1
        return self._next[model] - 1

    def add(self, model: type[models.Model], /, **values: Any) -> int:
        """Takes one row by attribute names (`company_id`, `name`); what is not told is the field's default. Its key."""
        key: int = values.get("id") or self.key(model)
        values["id"] = key
        rows = self._waiting.setdefault(model, [])
        rows.append(values)
        if len(rows) >= BATCH:
            self._copy(model)
        return key

    def flush(self) -> None:
        """Writes what waits and sets the sequences behind the last keys."""
        for model in list(self._waiting):
            self._copy(model)
        with connection.cursor() as cursor:
            for model, following in self._next.items():
                table = model._meta.db_table
                cursor.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(1, following - 1)])

    def _copy(self, model: type[models.Model]) -> None:
        rows = self._waiting.pop(model, [])
        if not rows:
            return
        fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
        columns = ", ".join(f'"{field.column}"' for field in fields)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'copy "{model._meta.db_table}" ({columns}) from stdin') as copy,
        ):
            for line in _lines(rows, fields, self.at):
                copy.write_row(line)
        name = str(model._meta.verbose_name)
        self.counts[name] = self.counts.get(name, 0) + len(rows)


def _lines(rows: Iterable[Row], fields: list[models.Field[Any, Any]], at: datetime) -> Iterator[list[Any]]:
    known = {field.attname for field in fields}
    now = {
        field.attname for field in fields if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    }
    documents = {field.attname for field in fields if isinstance(field, JSONField)}
    pairs = {field.attname: field.source for field in fields if isinstance(field, BigramField)}
    vectors = {field.attname for field in fields if isinstance(field, SearchVectorField)}
    plain = [field.attname for field in fields]
    defaults = {field.attname: field.get_default() for field in fields}
    for row in rows:
        if unknown := row.keys() - known - {"searched"}:
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        line = []
        for name in plain:
            if name in pairs:
                text = row.get("searched") if "searched" in row else row.get(pairs[name])
                value: Any = " ".join(f"'{pair}'" for pair in bigrams(text or ""))
            elif name in row:
                value = json.dumps(row[name], ensure_ascii=False) if name in documents else row[name]
            elif name in now:
                value = at
            elif name in documents:
                value = json.dumps(defaults[name], ensure_ascii=False) if defaults[name] is not None else None
            else:
                value = None if name in vectors else defaults[name]
            line.append(value)
        yield line


@contextmanager
def filling(at: datetime | None = None) -> Iterator[Tables]:
    """One transaction in which tables are filled; full-text indexes are built once, at the end."""
    tables = Tables(at or timezone.now())
    with transaction.atomic():
        _check_references()
        with _without_triggers(), _without_text_indexes():
            yield tables
            tables.flush()
            _check_references()
    with connection.cursor() as cursor:
        # A vacuum, so that indexes answer alone: in an office that grows, the server does it by and by.
        cursor.execute("analyze" if connection.in_atomic_block else "vacuum analyze")


def _check_references() -> None:
    """Now rather than at the end: no table can be altered while a check of its rows is due."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


@contextmanager
def _without_triggers() -> Iterator[None]:
    """No row of history for what nobody did; foreign keys are checked as ever."""
    tables = [model._meta.db_table for model in _models() if getattr(model, "pgh_event_model", None) or _tracked(model)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'alter table "{table}" disable trigger user')
        yield
        for table in tables:
            cursor.execute(f'alter table "{table}" enable trigger user')


def _tracked(model: type[models.Model]) -> bool:
    return bool(getattr(model._meta, "triggers", None))


@contextmanager
def _without_text_indexes() -> Iterator[None]:
    """Inverted indexes grow row by row at many times the cost of building them whole."""
    dropped = [(model, index) for model in _models() for index in model._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as editor:
        for model, index in dropped:
            editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model, index in dropped:
            editor.add_index(model, index)


def _models() -> list[type[models.Model]]:
    from django.apps import apps

    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
