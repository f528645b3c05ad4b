"""How far a year has come: what was reached against what was set, and against the part of the year that is gone.

A project counts once, in the year of its first signing (start, start of production); what another lead of the same project
reached before is not counted again. A milestone's day decides, not the day on which somebody typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
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
# Those whose sum nobody asks for.
LATER = (Milestone.Kind.STARTED, Milestone.Kind.OPERATING)
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


def reached(leads: LeadQuerySet, kind: str, year: int | None, shared: Sequence[int] | None = None) -> LeadQuerySet:
    """The leads whose project came to the milestone for the first time: in that year, or at all where none is told.
    shared: the `shared_projects`, where they are at hand."""
    shared = shared_projects() if shared is None else shared
    when = _in_year(year) if year else Q()
    if shared:
        first = _first(Milestone.objects.filter(when, kind=kind), shared).values("lead")
        # Of a project's only lead it is not asked which came first.
        leads = leads.filter(Q(project=None) | ~Q(project__in=shared) | Q(pk__in=first))
    if kind == Milestone.Kind.SIGNED:
        return leads.filter(_in_year(year, "signed_on") if year else Q(signed_on__isnull=False))
    facts = Milestone.objects.filter(when, kind=kind, what=Milestone.What.ACTUAL, stands=True).order_by()
    return leads.filter(Exists(facts.filter(lead=OuterRef("pk"))))


def shared_projects() -> list[int]:
    """The projects that have more than one lead: few, and asked for once, as it is over all leads. One query."""
    leads = Lead.objects.filter(project__isnull=False).order_by().values("project")
    return list(leads.annotate(n=Count("*")).filter(n__gt=1).values_list("project", flat=True))


def _in_year(year: int, day: str = "on") -> Q:
    return Q(**{f"{day}__range": (date(year, 1, 1), date(year, 12, 31))})


def _first(words: QuerySet[Milestone], shared: Sequence[int]) -> QuerySet[Milestone]:
    """Of these words the facts that stand, one of each kind for a project: the first, by whichever lead of it."""
    facts = Milestone.objects.filter(what=Milestone.What.ACTUAL, stands=True).order_by()
    if not shared:
        return words.filter(what=Milestone.What.ACTUAL, stands=True).order_by()
    # Its lead's project, asked of the few that share one: no join for the others.
    project = Lead.objects.order_by().filter(pk=OuterRef(OuterRef("lead"))).values("project")
    before = facts.filter(
        Q(on__lt=OuterRef("on")) | Q(on=OuterRef("on"), lead__lt=OuterRef("lead")),
        kind=OuterRef("kind"),
        lead__project=Subquery(project),
    ).exclude(lead=OuterRef("lead"))
    alone = ~Q(lead__in=Lead.objects.order_by().filter(project__in=shared).values("pk"))
    return words.filter(alone | ~Exists(before), what=Milestone.What.ACTUAL, stands=True).order_by()


def year_gone(on: date, year: int) -> Decimal:
    """The share of the year that is over at the end of that day, 0 to 1."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = min(max((on - first).days + 1, 0), (last - first).days + 1)
    return Decimal(days) / ((last - first).days + 1)


def progress(user: User, year: int, on: date) -> list[Progress]:
    """Each indicator over the leads that the person sees, against the targets of their unit. Four queries."""
    targets, shared = targets_of(user.department, year), shared_projects()
    pace = year_gone(on, year)
    signed = reached(Lead.objects.visible_to(user), Milestone.Kind.SIGNED, year, shared).order_by()
    sums = list(signed.values_list("currency").annotate(n=Count("*"), total=Sum("amount")))
    later = Milestone.objects.filter(_in_year(year), visible(user, "lead__"), kind__in=LATER)
    counts = dict(_first(later, shared).values_list("kind").annotate(n=Count("*")))
    counts[Milestone.Kind.SIGNED] = sum(n for _, n, _ in sums)
    yuan = sum((total or Decimal(0) for currency, _, total in sums if currency == "CNY"), Decimal(0))
    # A foreign sum stands beside the yuan; it is never converted.
    foreign = totals((currency, total) for currency, _, total in sums if currency != "CNY")
    found = []
    for indicator in Indicator:
        is_sum = indicator == Indicator.AMOUNT
        actual = (yuan / YI).quantize(Decimal("0.01")) if is_sum else Decimal(counts.get(MILESTONE[indicator], 0))
        found.append(_progress(indicator, actual, targets.get(indicator), pace, year, beside=foreign if is_sum else ""))
    return found


def _progress(
    indicator: Target.Indicator, actual: Decimal, target: Decimal | None, pace: Decimal, year: int, *, beside: str
) -> Progress:
    url = f"{reverse('leads:lead-list')}?{urlencode({'reached': MILESTONE[indicator], 'reached_in': year})}"
    return Progress(
        label=indicator.label, unit="亿元" if indicator == Indicator.AMOUNT else "个", actual=actual, target=target,
        share=int(actual * 100 / target) if target else None, pace=int(pace * 100), light=_light(actual, target, pace),
        url=url, beside=beside,
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
    """The years that a page offers: from the first with a target or a milestone reached to this one; newest first."""
    told = set(Target.objects.values_list("year", flat=True).distinct()) | {on.year}
    facts = Milestone.objects.filter(what=Milestone.What.ACTUAL, stands=True, on__lte=on)
    # The first of each kind is at the head of an index; the years of all facts would be read from every one of them.
    firsts = [facts.filter(kind=kind).order_by("on").values_list("on", flat=True)[:1] for kind in Milestone.Kind]
    told |= {day.year for day in firsts[0].union(*firsts[1:], all=True)}
    return range(max(told), min(told) - 1, -1)
