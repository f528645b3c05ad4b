"""梯队: 储备, 开工, 建设, 投产, each with its count and sums, and where exactly those rows are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Sum
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from leads.models import Lead, Stage
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


def echelons(rows: Any, query: QueryDict | None = None) -> list[Line]:
    """A line per echelon of these leads, with a line per stage. Three queries, however many leads.

    rows: leads visible to the reader, filtered as `query` says; the addresses keep its filters.
    """
    open_rows = rows.filter(closed_at=None).order_by()
    groups = list(open_rows.values("stage", "currency").annotate(n=Count("pk", distinct=True), total=Sum("amount")))
    over = Lead.objects.all().stale(timezone.now()).values("pk")
    stale = dict(open_rows.filter(pk__in=over).values_list("stage").annotate(n=Count("pk", distinct=True)))
    asked = set(query.getlist("stage")) if query else set()
    stages = [stage for stage in Stage.objects.open() if not asked or str(stage.pk) in asked]
    found = []
    for echelon in Stage.Echelon:
        own = [stage for stage in stages if stage.echelon == echelon]
        if echelon != Stage.Echelon.CLOSED:
            line = _line(str(echelon.label), own, groups, stale, query)
            line.stages = [_line(stage.name, [stage], groups, stale, query) for stage in own]
            found.append(line)
    return found


def _line(
    label: str, stages: list[Stage], groups: list[dict[str, Any]], stale: dict[int, int], query: QueryDict | None
) -> Line:
    keys = {stage.pk for stage in stages}
    own = [row for row in groups if row["stage"] in keys]
    return Line(
        label, sum(row["n"] for row in own), sum(stale.get(key, 0) for key in keys), totals(_sums(own)),
        rows_at(stages, query), rows_at(stages, query, state="stale"),
    )  # fmt: skip


def _sums(groups: list[dict[str, Any]]) -> list[tuple[str, Any]]:
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
