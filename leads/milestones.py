"""Setting milestones: a newer word on a day stands, the older ones stay; and how a lead's milestones compare."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leads.models import Lead, Milestone
from leads.pursue import Evidence, check_hands, locked
from staff.models import User
from staff.refusal import Refused


def set_milestone(
    lead: Lead, kind: str, what: str, on: date, *, by: User, at: datetime, why: str = "", precise: str = "day",
    evidence: Evidence | None = None,
) -> Milestone:  # fmt: skip
    """Says when a milestone is planned or was reached, by an article's words or the person's. Refused for a fact to come."""
    if what == Milestone.What.ACTUAL and precise == Milestone.Precise.DAY and on > timezone.localdate(at):
        raise Refused("实际日期不能在今天之后；还没到的请填计划日期。", field="on", code="future")
    with transaction.atomic():
        check_hands(locked(lead), by)
        return write(lead, kind, what, on, by=by, at=at, why=why, precise=precise, evidence=evidence)


def write(
    lead: Lead, kind: str, what: str, on: date, *, by: User, at: datetime, why: str = "", precise: str = "day",
    evidence: Evidence | None = None,
) -> Milestone:  # fmt: skip
    """Writes the word down and makes it stand, for acts that have asked whether the person may."""
    with transaction.atomic():
        row = locked(lead)
        row.milestones.filter(kind=kind, what=what, stands=True).update(stands=False)
        said = Milestone.objects.create(
            lead=row, kind=kind, what=what, on=on, precise=precise, by=by, at=at, why=why[:400],
            **(evidence.columns if evidence else {}),
        )  # fmt: skip
        _note_signing(row, said)
        return said


def withdraw(milestone: Milestone, *, by: User, at: datetime) -> None:
    """Takes a word back; the one before it stands again. Refused where somebody was quicker."""
    with transaction.atomic():
        row = locked(milestone.lead)
        check_hands(row, by)
        mine = Milestone.objects.filter(pk=milestone.pk, withdrawn_at=None)
        if not mine.update(withdrawn_at=at, withdrawn_by=by, stands=False):
            raise Refused("这一条已经撤回了。", code="withdrawn")
        words = row.milestones.filter(kind=milestone.kind, what=milestone.what)
        if milestone.stands and (before := words.filter(withdrawn_at=None).order_by("-at", "-pk").first()):
            Milestone.objects.filter(pk=before.pk).update(stands=True)
        _note_signing(row, milestone)


def _note_signing(lead: Lead, changed: Milestone) -> None:
    """The day of the signing that stands, on the lead itself: the year's figures are added up over all leads."""
    if (changed.kind, changed.what) == (Milestone.Kind.SIGNED, Milestone.What.ACTUAL):
        facts = lead.milestones.filter(kind=changed.kind, what=changed.what, stands=True)
        Lead.objects.filter(pk=lead.pk).update(signed_on=facts.values_list("on", flat=True).first())


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone of a lead: what stands, how late it is, and every word said on it, newest first."""

    kind: Milestone.Kind
    planned: Milestone | None
    actual: Milestone | None
    delay: int | None
    """Days late: of the fact against the plan, else of today against the plan; negative when early; None unknown."""
    history: list[Milestone]

    @property
    def early(self) -> int:
        """Days early; 0 when not."""
        return max(0, -(self.delay or 0))


def milestone_lines(lead: Lead, today: date) -> list[Line]:
    """A line per kind, in their order. `leads.lead_rows` fetches them."""
    rows: dict[str, list[Milestone]] = defaultdict(list)
    for row in lead.milestones.all():
        rows[row.kind].append(row)
    return [_line(kind, rows[kind], today) for kind in Milestone.Kind]


def _line(kind: Milestone.Kind, rows: list[Milestone], today: date) -> Line:
    standing = {row.what: row for row in rows if row.stands}
    planned, actual = standing.get("planned"), standing.get("actual")
    delay = None
    if planned and actual:
        delay = (actual.on - planned.on).days
    elif planned and today > planned.on:
        delay = (today - planned.on).days
    return Line(kind, planned, actual, delay, rows)
