"""Response clocks: what each lead asks for by which day, and whether it was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone

from leads.models import Clock, FollowUp, Lead, LeadContact, Move, Stage
from leads.rules import Rules, rules
from leads.workdays import Calendar
from staff.models import Department, User
from staff.permissions import Role
from staff.refusal import Refused

Kind = Clock.Kind
DAYS = {
    Kind.ANSWER: "answer_days", Kind.JUDGE: "judge_days", Kind.INTRODUCER: "introducer_days", Kind.REPORT: "report_days",
}  # fmt: skip


def begin(lead: Lead, kinds: Iterable[Kind], *, at: datetime, number: int = 1) -> None:
    """Starts these clocks where the lead has none of that kind and round yet and the rule is on."""
    numbers, calendar = rules(), Calendar.present()
    rows = [clock for kind in kinds if (clock := _clock(lead, kind, number, at, numbers, calendar))]
    Clock.objects.bulk_create(rows, ignore_conflicts=True)


def begin_report(lead: Lead, *, at: datetime) -> None:
    """Starts the next round of reports of a lead that came into somebody's hands, unless a round runs."""
    rounds = lead.clocks.filter(kind=Kind.REPORT)
    if not rounds.filter(done_at=None).exists():
        last = rounds.aggregate(last=Max("round"))["last"] or 0
        begin(lead, [Kind.REPORT], at=at, number=last + 1)


def end_report(lead: Lead, *, at: datetime) -> None:
    """Nobody reports on a lead of the pool: the round that runs ends there."""
    lead.clocks.filter(kind=Kind.REPORT, done_at=None).update(done_at=at, note="已放回线索池")


def _clock(lead: Lead, kind: Kind, number: int, at: datetime, numbers: Rules, calendar: Calendar) -> Clock | None:
    days = getattr(numbers, DAYS[kind])
    if not days:
        return None
    due = calendar.after(timezone.localdate(at), days, in_workdays=bool(numbers.in_workdays))
    return Clock(lead=lead, kind=kind, round=number, starts_at=at, due_on=due)


def begin_all(lead: Lead, *, at: datetime) -> None:
    """The clocks of a new lead: response and first judgement; reports too when it is in somebody's hands."""
    begin(lead, [Kind.ANSWER, Kind.JUDGE, *([Kind.REPORT] if lead.owner_id else [])], at=at)


def settle(lead: Lead) -> int:
    """Marks done what the lead's rows say was done: a contact by its owner, a judgement or a move beyond it, a report.

    Safe to repeat; how many clocks it stopped. A report that is in starts the next round.
    """
    stopped = 0
    for clock in lead.clocks.filter(done_at=None):
        done = _done(lead, clock)
        if done is None:
            continue
        at, by, note = done
        stopped += Clock.objects.filter(pk=clock.pk, done_at=None).update(done_at=at, done_by=by, note=note)
        if clock.kind == Kind.REPORT and not lead.closed_at:
            # A report before its day does not shorten the next term; a late one begins it when it came.
            begin(lead, [Kind.REPORT], at=max(at, _evening(clock)), number=clock.round + 1)
    return stopped


def _evening(clock: Clock) -> datetime:
    """The clock's last day, at the hour when it began."""
    start = timezone.localtime(clock.starts_at)
    return start.replace(year=clock.due_on.year, month=clock.due_on.month, day=clock.due_on.day)


def _done(lead: Lead, clock: Clock) -> tuple[datetime, User | None, str] | None:
    """When, by whom and how the clock's matter was done; None while it was not."""
    match clock.kind:
        case Kind.ANSWER:
            contact = _contacts(lead).filter(at__gte=clock.starts_at).first() if lead.owner_id else None
            return (contact.at, contact.by, "已联系") if contact else None
        case Kind.REPORT:
            contact = _contacts(lead).filter(at__gt=clock.starts_at).first()
            return (contact.at, contact.by, "已记进展") if contact else None
        case Kind.JUDGE:
            return _judged(lead)
    return None


def _contacts(lead: Lead) -> QuerySet[FollowUp]:
    """The follow-ups in which the other side was reached, oldest first."""
    return FollowUp.objects.spoken().filter(lead=lead).select_related("by").order_by("at", "pk")


def _judged(lead: Lead) -> tuple[datetime, User | None, str] | None:
    """By the appraisal, or by a move beyond the second stage, in which leads are judged, or out of the open ones."""
    if appraisal := lead.appraisals.select_related("by").order_by("at", "pk").first():
        return appraisal.at, appraisal.by, appraisal.get_verdict_display()
    judging = list(Stage.objects.open().order_by("order")[:2])[-1]
    moves = lead.moves.filter(to_stage__order__gt=judging.order).select_related("by", "to_stage")
    move: Move | None = moves.order_by("at", "pk").first()
    return (move.at, move.by, f"已推进到“{move.to_stage}”") if move else None


def answer_introducer(lead: Lead, *, by: User, at: datetime, note: str) -> None:
    """Records what the introducer was told; Refused where no answer is owed or it was given."""
    if not note.strip():
        raise Refused("请写一句怎么答复的。", field="note", code="note")
    running = Clock.objects.filter(lead=lead, kind=Kind.INTRODUCER, done_at=None)
    if not running.update(done_at=at, done_by=by, note=note.strip()[:400]):
        raise Refused("这条线索没有待答复的引荐人。", code="no_clock")


def introduced(lead: Lead, *, at: datetime) -> None:
    """Starts the clock for the answer when the lead has an introducer."""
    if lead.contacts.filter(role=LeadContact.Role.INTRODUCER).exists():
        begin(lead, [Kind.INTRODUCER], at=at)


def leaders_of(lead: Lead) -> list[User]:
    """Whom to tell when a lead's day goes by: the leaders of its unit, else of the nearest above; else the heads."""
    unit = lead.department or (lead.owner.department if lead.owner else None)
    leaders = User.objects.filter(is_active=True, role=Role.LEADER).select_related("department")
    found: dict[str, list[User]] = {}
    for leader in leaders:
        if unit and leader.department and unit.path.startswith(leader.department.path):
            found.setdefault(leader.department.path, []).append(leader)
    if found:
        return found[max(found, key=len)]
    heads = User.objects.filter(is_active=True, role__in=[Role.HEAD, Role.ADMINISTRATOR])
    above = heads.filter(department__in=_above(unit)) if unit else heads
    return list(above) or list(heads)


def _above(unit: Department) -> list[int]:
    return [int(key) for key in unit.path.strip("/").split("/")]


def lines(clocks: Iterable[Clock], at: datetime) -> list[dict[str, Any]]:
    """A lead's clocks as its page shows them, running ones first: the row, its state and the days left."""
    today = timezone.localdate(at)
    rows = sorted(clocks, key=lambda row: (row.done_at is not None, row.due_on, row.pk))
    return [
        {
            "clock": row,
            "state": "done" if row.done_at else "late" if row.due_on < today else "running",
            "was_late": timezone.localdate(row.done_at) > row.due_on if row.done_at else row.due_on < today,
        }
        for row in rows
    ]
