"""看板: a column per open stage with its count and sum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, IntegerField, Sum, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from leads.echelons import echelons, figures, rows_at
from leads.filters import LeadFilter
from leads.models import Lead, Stage
from leads.views.lead import person
from press.words import totals
from staff.permissions import Can, needs, user_can

# Cards shown per column; the column's head counts all and opens them as a list. With 50, eleven full columns took a
# third of a second to write; a screen shows six or seven.
MOST = 10


@dataclass(frozen=True, slots=True)
class Column:
    stage: Stage
    count: int
    total: str
    cards: list[Lead]
    url: str
    ahead: Stage | None
    """The next stage, whose gate the cards are held against."""
    options: SafeString
    """The stages to choose from, this one chosen: made once for the column, as it was half the time of the page."""

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


@needs(Can.LEAD_READ)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    rows = Lead.objects.visible_to(person(request)).open()
    filterset = LeadFilter(request.GET or None, queryset=rows, request=request)
    context: dict[str, Any] = {
        "columns": columns(filterset.qs, request.GET),
        "filter": filterset,
        "may_move": user_can(person(request), Can.LEAD_EDIT),
    }
    return render(request, "leads/board.html", context)


@needs(Can.LEAD_READ)
@require_GET
def echelon_list(request: HttpRequest) -> HttpResponse:
    """梯队: each figure opens its rows."""
    rows = Lead.objects.visible_to(person(request))
    filterset = LeadFilter(request.GET or None, queryset=rows, request=request)
    stages = list(Stage.objects.all())
    groups = figures(filterset.qs, timezone.now(), stages)
    context = {"echelons": echelons(groups, stages, request.GET), "filter": filterset}
    return render(request, "leads/echelon_list.html", context)


def columns(rows: Any, query: QueryDict) -> list[Column]:
    """A column per open stage: count and sums over all its leads, and the first cards by next step. Three queries."""
    counts: dict[int, int] = defaultdict(int)
    sums: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    grouped = rows.order_by().values("stage", "currency").annotate(n=Count("*"), total=Sum("amount"))
    for group in grouped:
        counts[group["stage"]] += group["n"]
        sums[group["stage"]].append((group["currency"], group["total"]))
    # All open leads stand in the columns' order in an index. Those that a filter leaves are sorted instead: along the index
    # each lead would be opened to be asked, in no order of the table.
    column = ExpressionWrapper(F("stage_id") + 0, output_field=IntegerField()) if any(query.values()) else F("stage")
    ranked = rows.order_by().annotate(
        place_in_column=Window(RowNumber(), partition_by=column, order_by=[F("next_on").asc(nulls_last=True), "pk"])
    )
    first = Lead.objects.filter(pk__in=[lead.pk for lead in ranked.filter(place_in_column__lte=MOST).only("pk")])
    stages, asked = list(Stage.objects.open()), set(query.getlist("stage"))
    cards: dict[int, list[Lead]] = defaultdict(list)
    for lead in first.select_related("owner").order_by(F("next_on").asc(nulls_last=True), "pk"):
        cards[lead.stage_id].append(lead)
    for stage in stages:
        for lead in cards[stage.pk]:
            lead.stage = stage
    return [
        Column(
            stage, counts[stage.pk], totals(sums[stage.pk]), cards[stage.pk],
            rows_at([stage], query) if not asked or str(stage.pk) in asked else "", ahead, _options(stages, stage),
        )
        for stage, ahead in zip(stages, [*stages[1:], None], strict=True)
    ]  # fmt: skip


def _options(stages: list[Stage], chosen: Stage) -> SafeString:
    rows = ((stage.pk, " selected" if stage == chosen else "", stage) for stage in stages)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)
