"""How far a year has come: what was reached against what was set, and against the part of the year that is gone.

A project counts once, in the year of its first signing (start, start of production); what another lead of the same project
reached before is not counted again. A milestone's day decides, not the day on which somebody typed it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from leads.models import Lead, Milestone, Target
from leads.models.lead import LeadQuerySet, visible
from press.words import YI, totals
from staff.models import Department, User

Indicator = Target.Indicator
# The milestone that an indicator counts.
MILESTONE = {
    Indicator.SIGNED: Milestone.Kind.SIGNED,
    Indicator.AMOUNT: Milestone.Kind.SIGNED,
    Indicator.STARTED: Milestone.Kind.STARTED,
    Indicator.OPERATING: Milestone.Kind.OPERATING,
}
# Behind the year by less than so much of what it should be is yellow, by more red.
YELLOW = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Progress:
    """One indicator of one year: the figure, the target where one is set, shares in percent, and the rows' address."""

    label: str
    unit: str
    actual: Decimal
    target: Decimal | None
    share: int | None
    pace: int
    light: str
    url: str
    beside: str = ""

    @property
    def is_count(self) -> bool:
        """Whether the figure is the number of the rows that its address opens."""
        return self.unit == "个"

    @property
    def word(self) -> str:
        """What the light means, for those who see no colour."""
        return {"ok": "达到时序", "warn": "略慢", "bad": "滞后"}.get(self.light, "")


def reached(leads: LeadQuerySet, kind: str, year: int | None) -> LeadQuerySet:
    """The leads whose project came to the milestone for the first time: in that year, or at all where none is told."""
    when = _in_year(year) if year else Q()
    facts = Milestone.objects.filter(when, kind=kind, what=Milestone.What.ACTUAL, stands=True).order_by()
    # Of a project's only lead it is not asked which came first.
    alone = Q(project=None) | ~Q(project__in=_shared())
    first = _first(Milestone.objects.filter(when, kind=kind)).values("lead")
    return leads.filter(alone | Q(pk__in=first), Exists(facts.filter(lead=OuterRef("pk"))))


def _shared() -> QuerySet[Lead, Any]:
    """The projects that have more than one lead: few."""
    leads = Lead.objects.filter(project__isnull=False).order_by().values("project")
    return leads.annotate(n=Count("*")).filter(n__gt=1).values("project")


def _in_year(year: int) -> Q:
    return Q(on__range=(date(year, 1, 1), date(year, 12, 31)))


def _first(words: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Of these words the facts that stand, one of each kind for a project: the first, by whichever lead of it."""
    facts = Milestone.objects.filter(what=Milestone.What.ACTUAL, stands=True).order_by()
    before = facts.filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), lead__lt=OuterRef("lead")),
        kind=OuterRef("kind"),
        lead__project=OuterRef("lead__project"),
    ).exclude(lead=OuterRef("lead"))
    alone = Q(lead__project=None) | ~Q(lead__project__in=_shared())
    return words.filter(alone | ~Exists(before), what=Milestone.What.ACTUAL, stands=True).order_by()


def year_gone(on: date, year: int) -> Decimal:
    """The share of the year that is over at the end of that day, 0 to 1."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = min(max((on - first).days + 1, 0), (last - first).days + 1)
    return Decimal(days) / ((last - first).days + 1)


def progress(user: User, year: int, on: date) -> list[Progress]:
    """Each indicator over the leads that the person sees, against the targets of their unit. Two queries."""
    targets = targets_of(user.department, year)
    pace = year_gone(on, year)
    facts = _first(Milestone.objects.filter(kind__in=set(MILESTONE.values()))).filter(_in_year(year))
    sums: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in (
        facts.filter(visible(user, "lead__"))
        .values("kind", currency=F("lead__currency"))
        .annotate(n=Count("*"), total=Sum("lead__amount"))
    ):
        sums[row["kind"]].append(row)
    return [
        _progress(indicator, sums[MILESTONE[indicator]], targets.get(indicator), pace, year) for indicator in Indicator
    ]


def _progress(
    indicator: Target.Indicator, groups: Sequence[Mapping[str, Any]], target: Decimal | None, pace: Decimal, year: int
) -> Progress:
    is_sum = indicator == Indicator.AMOUNT
    yuan = sum((row["total"] or Decimal(0) for row in groups if row["currency"] == "CNY"), Decimal(0))
    actual = (yuan / YI).quantize(Decimal("0.01")) if is_sum else Decimal(sum(row["n"] for row in groups))
    # A foreign sum stands beside the yuan; it is never converted.
    beside = totals((row["currency"], row["total"]) for row in groups if row["currency"] != "CNY") if is_sum else ""
    url = f"{reverse('leads:lead-list')}?{urlencode({'reached': MILESTONE[indicator], 'reached_in': year})}"
    share = int(actual * 100 / target) if target else None
    return Progress(
        label=indicator.label, unit="亿元" if is_sum else "个", actual=actual, target=target, share=share,
        pace=int(pace * 100), light=_light(actual, target, pace), url=url, beside=beside,
    )  # fmt: skip


def _light(actual: Decimal, target: Decimal | None, pace: Decimal) -> str:
    if not target:
        return ""
    due = target * pace
    return "ok" if actual >= due else "warn" if actual >= due * YELLOW else "bad"


def targets_of(department: Department | None, year: int) -> dict[str, Decimal]:
    """The unit's targets of that year by indicator."""
    rows = Target.objects.filter(department=department, year=year) if department else Target.objects.none()
    return dict(rows.values_list("indicator", "value"))


def set_targets(
    department: Department, year: int, values: Mapping[str, Decimal | None], *, by: User, at: datetime
) -> list[str]:
    """Sets, changes and (with None) removes targets; the Chinese names of those that changed."""
    changed = []
    with transaction.atomic():
        Department.objects.select_for_update().get(pk=department.pk)
        before = targets_of(department, year)
        for indicator, value in values.items():
            if before.get(indicator) == value:
                continue
            changed.append(str(Indicator(indicator).label))
            row = Target.objects.filter(department=department, year=year, indicator=indicator)
            if value is None:
                row.delete()
            elif not row.update(value=value, by=by, at=at):
                Target.objects.create(department=department, year=year, indicator=indicator, value=value, by=by, at=at)
    return changed


def years(on: date) -> Iterable[int]:
    """The years that a page offers: those with a target or a milestone reached, and this one; newest first."""
    told = set(Target.objects.values_list("year", flat=True).distinct()) | {on.year}
    facts = Milestone.objects.filter(what=Milestone.What.ACTUAL, stands=True, on__lte=on).order_by()
    told |= set(facts.values_list(F("on__year"), flat=True).distinct())
    return sorted(told, reverse=True)
