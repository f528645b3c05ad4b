"""The journal: acts that people did, and what changed on a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory.models
from django.db import models
from django.utils import timezone

from staff.models import Entry, User


def record(
    user: User | None, act: str, *, about: models.Model | str | None = None, note: str = "", at: datetime | None = None
) -> Entry:
    """Leaves one journal row: who did what about which object. `act` is a Chinese phrase for people."""
    row = about if isinstance(about, models.Model) else None
    return Entry.objects.create(
        at=at or timezone.now(),
        by=user,
        by_name=str(user) if user else "系统",
        act=act,
        about=str(about or "")[:200],
        model=row._meta.label_lower if row else "",
        object_id=row.pk if row else None,
        note=note,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that changed (or the row's creation, where `field` is empty)."""

    at: datetime
    by: str
    field: str
    before: Any
    after: Any


def changes(
    row: models.Model,
    *,
    fields: tuple[str, ...] | None = None,
    people: Mapping[int, str] | None = None,
    most: int = 200,
) -> list[Change]:
    """What changed on the row, newest first, by Chinese field label; `fields` limits to these field names.

    people: everybody's name by primary key, where the caller has them already. Read from the row's event table, which a database trigger fills, so bulk and raw changes are in it too.
    """
    events = pghistory.models.Events.objects.tracks(row).order_by("-pgh_created_at", "-pgh_id")[:most]
    names = dict(User.objects.values_list("pk", "name")) if people is None else people
    found: list[Change] = []
    for event in events:
        by = names.get((event.pgh_context or {}).get("user") or 0, "系统")
        if not event.pgh_diff:
            found.append(Change(event.pgh_created_at, by, "", None, None))
            continue
        for column, (before, after) in event.pgh_diff.items():
            field = next((f for f in row._meta.fields if f.column == column or f.name == column), None)
            if field is None or not field.editable or (fields and field.name not in fields):
                continue
            found.append(Change(event.pgh_created_at, by, str(field.verbose_name), before, after))
    return found
