"""梯队: 储备, 开工, 建设, 投产, each with its count and sums, and where exactly those rows are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.http import QueryDict
from django.urls import reverse

from leads.models import Stage
from leads.models.lead import stands_too_long
from press.words import totals


@dataclass(slots=True)
class Line:
    """One echelon or one stage of it: how many leads, what they add up to by currency, how many are stale, its rows."""

    label: str
    count: int = 0
    stale: int = 0
    total: str = ""
    url: str = ""
    stale_url: str = ""
    stages: list[Line] = field(default_factory=list)


def figures(rows: Any, at: datetime, stages: Sequence[Stage], *by: str, **more: Count) -> list[dict[str, Any]]:
    """The open ones of these leads by stage, currency and the further columns `by`: how many (`n`), their sum (`total`),
    how many stand too long (`stale`), and what `more` counts of them. One query.

    stages: all of the office.
    """
    groups = rows.filter(closed_at=None).order_by().values("stage", "currency", *by)
    stale = Count("pk", filter=stands_too_long(at, stages))
    return list(groups.annotate(n=Count("*"), total=Sum("amount"), stale=stale, **more))


def echelons(
    groups: Iterable[Mapping[str, Any]], stages: Iterable[Stage], query: QueryDict | None = None, *, whole: bool = True
) -> list[Line]:
    """A line per echelon, where they are `whole` with a line per stage.

    groups: `figures` of leads visible to the reader, filtered as `query` says; the addresses keep its filters.
    stages: all of the office, in order.
    """
    groups = list(groups)
    asked = set(query.getlist("stage")) if query else set()
    offered = [stage for stage in stages if not stage.is_closed and stage.retired_at is None]
    shown = [stage for stage in offered if not asked or str(stage.pk) in asked]
    found = []
    for echelon in Stage.Echelon:
        own = [stage for stage in shown if stage.echelon == echelon]
        if echelon != Stage.Echelon.CLOSED:
            line = _line(str(echelon.label), own, groups, query)
            line.stages = [_line(stage.name, [stage], groups, query) for stage in own] if whole else []
            found.append(line)
    return found


def _line(label: str, stages: list[Stage], groups: Iterable[Mapping[str, Any]], query: QueryDict | None) -> Line:
    keys = {stage.pk for stage in stages}
    own = [row for row in groups if row["stage"] in keys]
    return Line(
        label, sum(row["n"] for row in own), sum(row["stale"] for row in own), totals(_sums(own)),
        rows_at(stages, query), rows_at(stages, query, state="stale"),
    )  # fmt: skip


def _sums(groups: Iterable[Mapping[str, Any]]) -> list[tuple[str, Any]]:
    sums: dict[str, Any] = {}
    for row in groups:
        sums[row["currency"]] = sums.get(row["currency"], 0) + (row["total"] or 0)
    return list(sums.items())


def rows_at(stages: list[Stage], query: QueryDict | None = None, state: str = "open") -> str:
    """The lead list with exactly the leads in these stages, under the filters of the query; "" where there are none."""
    if not stages:
        return ""
    asked = query.copy() if query else QueryDict(mutable=True)
    asked.setlist("stage", [str(stage.pk) for stage in stages])
    asked["state"] = state if state == "stale" else asked.get("state") or state
    return f"{reverse('leads:lead-list')}?{asked.urlencode()}"
