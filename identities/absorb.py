"""Making two rows one: everything that points to the second comes to point to the first."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction

from identities.models import Company, Project


def absorb(other: Company | Project, into: Company | Project) -> bool:
    """Moves every reference from `other` to `into` and marks it merged. False, with nothing changed, where a rule of
    another room forbids it (both have an open lead): then they stay two."""
    try:
        with transaction.atomic():
            for relation in other._meta.related_objects:
                _move(relation, other, into)
            type(other).objects.filter(pk=other.pk).update(merged_into=into)
    except IntegrityError:
        return False
    other.merged_into = into
    return True


def _move(relation: Any, other: models.Model, into: models.Model) -> None:
    """One kind of reference. Of two rows that would become one, the one that points to `into` stays."""
    field, model = relation.field, relation.related_model
    if field.many_to_many:
        through = relation.through._default_manager
        column = field.m2m_reverse_field_name()
        source = field.m2m_field_name()
        there = through.filter(**{column: into}).values(source)
        through.filter(**{column: other, f"{source}__in": there}).delete()
        through.filter(**{column: other}).update(**{column: into})
        return
    if model._meta.label_lower.endswith("event") or field.name.startswith(("left_", "right_")):
        return  # versions of the past stay as they were; a judgement is about the two rows it was given on
    for row in model._default_manager.filter(**{field.name: other}):
        with_conflict = _same_row(model, field.name, row, into)
        if with_conflict:
            row.delete()
        else:
            model._default_manager.filter(pk=row.pk).update(**{field.name: into})


def _same_row(model: type[models.Model], name: str, row: models.Model, into: models.Model) -> bool:
    """Whether a row equal in a plain unique constraint already points to `into` (the same name, the same proposal)."""
    for constraint in model._meta.constraints:
        if (
            isinstance(constraint, models.UniqueConstraint)
            and name in constraint.fields
            and constraint.condition is None
        ):
            same = {field: getattr(row, field) for field in constraint.fields if field != name}
            if model._default_manager.filter(**{name: into}, **same).exists():
                return True
    return False
