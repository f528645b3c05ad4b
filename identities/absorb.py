"""Making two rows one: everything that points to the second comes to point to the first. What moved is told, so that it
can be given back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from identities.models import Company, Doubt, Judgement, Merge, Project

# One reference that moved: [model label, primary key, field]. Of a table of links [label, {column: key, other column:
# key}, column], the column empty where no link moved because its twin was there and it was dropped.
Moved = list[list[Any]]

# What is about the two rows as they were; and what is rebuilt from them.
STAYING: tuple[type[models.Model], ...] = (Judgement, Merge, Doubt)


def absorb(other: Company | Project, into: Company | Project) -> Moved | None:
    """Moves every reference from `other` to `into` and marks it merged; what moved. None, with nothing changed, where a
    rule of another room forbids it (both have an open lead): then they stay two.

    Nothing is deleted: a row that cannot move because `into` has its like stays on `other`.
    """
    moved: Moved = []
    try:
        with transaction.atomic():
            for model, name, is_link in _references(type(other)):
                moved += _links(model, name, other, into) if is_link else _rows(model, name, other, into)
            type(other).objects.filter(pk=other.pk).update(merged_into=into)
    except IntegrityError:
        return None
    other.merged_into = into
    return moved


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str, bool]]:
    """Every table and column that points to the model, and whether it is a table of links only."""
    relations: Any = model._meta.related_objects
    for relation in relations:
        field = relation.field
        if field.many_to_many:
            yield relation.through, field.m2m_reverse_field_name(), True
        elif relation.related_model not in STAYING and not _is_past(relation.related_model):
            yield relation.related_model, field.name, False
    links: Any = model._meta.many_to_many
    for link in links:
        if not _is_past(link.remote_field.through):
            yield link.remote_field.through, link.m2m_field_name(), True


def _is_past(model: Any) -> bool:
    """Whether the table holds versions of the past, which stay as they were."""
    return hasattr(model, "pgh_tracked_model")


def _rows(model: type[models.Model], name: str, other: models.Model, into: models.Model) -> Moved:
    moved: Moved = []
    for row in model._base_manager.filter(**{name: other}).only("pk", name, *_unique_with(model, name)):
        if _may_move(model, name, row, into):
            model._base_manager.filter(pk=row.pk).update(**{name: into})
            moved.append([model._meta.label_lower, row.pk, name])
    return moved


def _may_move(model: type[models.Model], name: str, row: models.Model, into: models.Model) -> bool:
    """Not where its like is there; and a model may have rules of its own (`may_move`)."""
    asks = getattr(row, "may_move", None)
    return not _has_like(model, name, row, into) and (asks is None or asks(name, into))


def _unique_with(model: type[models.Model], name: str) -> set[str]:
    return {field for fields in _constraints(model, name) for field in fields}


def _constraints(model: type[models.Model], name: str) -> list[tuple[str, ...]]:
    """The other fields of every plain unique constraint that the column is part of."""
    return [
        tuple(field for field in constraint.fields if field != name)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
        and name in constraint.fields
        and constraint.condition is None
    ]


def _has_like(model: type[models.Model], name: str, row: models.Model, into: models.Model) -> bool:
    """Whether a row equal in a plain unique constraint points to `into` already (the same name, the same proposal)."""
    return any(
        model._base_manager.filter(**{name: into}, **{field: getattr(row, field) for field in fields}).exists()
        for fields in _constraints(model, name)
    )


def _links(through: type[models.Model], name: str, other: models.Model, into: models.Model) -> Moved:
    """Rows of a table of links. One whose twin is there goes: it says nothing more."""
    far = next(field.name for field in through._meta.fields if field.is_relation and field.name != name)
    moved: Moved = []
    there = set(through._base_manager.filter(**{name: into}).values_list(far, flat=True))
    for row in through._base_manager.filter(**{name: other}):
        target = getattr(row, f"{far}_id")
        moved.append([through._meta.label_lower, {name: other.pk, far: target}, "" if target in there else name])
        if target in there:
            row.delete()
        else:
            through._base_manager.filter(pk=row.pk).update(**{name: into})
    return moved


def give_back(moved: Moved, into: Company | Project, other: Company | Project) -> list[str]:
    """Points what moved to `other` again. What it could not: rows that point elsewhere by now, each said for people;
    rows that are gone by now have nothing to give back."""
    left: list[str] = []
    for label, key, name in moved:
        model: Any = apps.get_model(label)
        if isinstance(key, dict):
            link_again(model, key)
            if name:
                model._base_manager.filter(**{**key, name: into.pk}).delete()
            continue
        row = model._base_manager.filter(pk=key).first()
        if row is None or getattr(row, f"{name}_id") == other.pk:
            continue
        if getattr(row, f"{name}_id") == into.pk and _may_move(model, name, row, other):
            model._base_manager.filter(pk=key).update(**{name: other})
        else:
            now = getattr(row, name)
            left.append(f"{model._meta.verbose_name}“{row}”后来改到了“{now or '无'}”，没有退回"[:400])
    return left


def link_again(through: Any, key: dict[str, int]) -> None:
    """Ties two rows together again, where both are there."""
    ends = [(through._meta.get_field(column).related_model, value) for column, value in key.items()]
    if all(model._base_manager.filter(pk=value).exists() for model, value in ends):
        through._base_manager.get_or_create(**{f"{column}_id": value for column, value in key.items()})
