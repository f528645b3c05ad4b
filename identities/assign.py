"""Which row each group gets: what people decided about the rows, and whose row it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from identities.models import Company, CompanyName, Judgement, Merge, Project

Row = TypeVar("Row", Company, Project)
Key = TypeVar("Key", bound=Hashable)


def apart(kind: str, ids: set[int], decided: set[int]) -> set[frozenset[int]]:
    """The pairs among these ids that a person judged to be different (what was merged away counts as what it became); and
    every two rows that people decided on: those are made one by people only."""
    pairs = {frozenset(pair) for pair in combinations(sorted(decided), 2)}
    if len(ids) < 2:
        return pairs
    left, right = f"left_{kind}", f"right_{kind}"
    stands = Judgement.objects.filter(withdrawn_at=None, verdict=Judgement.Verdict.DIFFERENT).annotate(
        a=Coalesce(f"{left}__merged_into", left), b=Coalesce(f"{right}__merged_into", right)
    )
    about = Q(**{f"{left}__in": ids}) | Q(**{f"{left}__merged_into__in": ids})
    judged = stands.filter(about).values_list("a", "b")
    return pairs | {frozenset(pair) for pair in judged if pair[0] != pair[1]}


def known_rows(model: type[Row], ids: set[int]) -> tuple[dict[int, Row], set[int]]:
    """These rows by key, and which of them a person decided on: named, gave a code or a further name, or merged another
    into. One query."""
    kept = "kept_company" if model is Company else "kept_project"
    merges = Merge.objects.standing()
    typed: Any = Value(False)
    if model is Company:
        typed = Exists(CompanyName.objects.filter(company=OuterRef("pk"), by__isnull=False, kind__gt=""))
    rows: Any = model._default_manager.filter(pk__in=ids).annotate(
        is_typed=typed,
        is_kept=Exists(merges.filter(**{kept: OuterRef("pk")})),
        is_kept_through=Exists(merges.filter(**{f"{kept}__merged_into": OuterRef("pk")})),
    )
    found: dict[int, Row] = {row.pk: row for row in rows}
    decided = {
        row.pk
        for row in rows
        if row.named_by_id is not None
        or getattr(row, "code", None)
        or row.is_typed
        or row.is_kept
        or row.is_kept_through
    }
    return found, decided


def assign(
    groups: Sequence[Sequence[Key]],
    rows_of: Callable[[Key], set[int]],
    rows: Mapping[int, Row],
    home: Callable[[Row], Key],
    decided: set[int],
) -> Iterator[tuple[Sequence[Key], Row | None]]:
    """Each group with the row it gets, or None for a new one.

    A row goes to the group that holds its home (where its names part, the one it is called by), else to the first that
    has it; of several rows a group takes the one that a person decided on, else the oldest, that nobody merged away.
    """
    taken: dict[int, int] = {}
    for number, group in enumerate(groups):
        members = set(group)
        for pk in sorted({pk for member in group for pk in rows_of(member)}):
            if pk in rows and (home(rows[pk]) in members or pk not in taken):
                taken[pk] = number
    for number, group in enumerate(groups):
        mine = [rows[pk] for pk, owner in taken.items() if owner == number and rows[pk].merged_into_id is None]
        yield group, min(mine, key=lambda row: (row.pk not in decided, row.pk), default=None)
