"""What the clock does by itself: reminders, escalations, protection that lapses, leads that go back to the pool.

`keep_time` may run late, twice, or in two workers at once: every act stands under a key in ClockAct that is used once, in
one transaction with what it does. All days are local days of the office.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from leads import claims, clocks
from leads.models import Claim, Clock, ClockAct, Lead, Stage
from leads.rules import Rules, rules
from leads.workdays import Calendar
from staff.models import Notice
from staff.notify import tell

Act = ClockAct.Act
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of the run with all that its decisions depend on."""

    at: datetime
    rules: Rules
    calendar: Calendar

    @property
    def today(self) -> date:
        return timezone.localdate(self.at)


def keep_time(at: datetime) -> dict[str, int]:
    """Does whatever is due at that moment and was not done yet; how many acts of each kind."""
    now = Now(at, rules(), Calendar.present())
    _begin_missing(now)
    return {
        Act.DUE: _clocks(now, Q(due_on=now.today), Act.DUE, _remind),
        Act.BREACH: _clocks(now, Q(due_on__lt=now.today, breached_at=None), Act.BREACH, _breach),
        Act.PROTECT_LAPSE: _protection(now, Act.PROTECT_LAPSE),
        Act.PROTECT_WARN: _protection(now, Act.PROTECT_WARN),
        **_returns(now),
    }


def once(act: Act, lead: Lead, day: date, at: datetime, kind: str = "") -> bool:
    """Whether the act on the lead for that day is still to be done: takes its key. Call it in the act's transaction."""
    key = _key(act, lead, day, kind)
    return ClockAct.objects.get_or_create(key=key, defaults={"act": act, "lead": lead, "day": day, "at": at})[1]


def _key(act: Act, lead: Lead, day: date, kind: str = "") -> str:
    return f"{act}:{lead.pk}:{kind}:{day}"


def _begin_missing(now: Now) -> None:
    """Clocks of open leads in hands that lost theirs, or that came before there were any."""
    running = Clock.objects.filter(lead=OuterRef("pk"), kind=Clock.Kind.REPORT, done_at=None)
    if not now.rules.report_days:
        return
    for lead in Lead.objects.open().filter(in_pool=False).exclude(Exists(running)):
        clocks.begin_report(lead, at=now.at)


def _clocks(now: Now, due: Q, act: Act, do: Callable[[Now, Clock], None]) -> int:
    """Does the act for each running clock of that condition which the lead's rows do not show as done."""
    count = 0
    running = Clock.objects.running().filter(due).select_related("lead__owner__department", "lead__department")
    rows = {_key(act, row.lead, row.due_on, row.kind): row for row in running.order_by("due_on", "pk")}
    done = set(ClockAct.objects.filter(key__in=rows).values_list("key", flat=True))
    for clock in (row for key, row in rows.items() if key not in done):
        with transaction.atomic():
            clocks.settle(clock.lead)
            if Clock.objects.filter(pk=clock.pk, done_at__isnull=False).exists():
                continue
            if once(act, clock.lead, clock.due_on, now.at, clock.kind):
                do(now, clock)
                count += 1
    return count


def _remind(now: Now, clock: Clock) -> None:
    if clock.lead.owner:
        text = f"“{clock.lead.name}”今天应{clock.get_kind_display()}。"
        tell([clock.lead.owner], text, kind=Notice.Kind.CLOCK, about=clock.lead, at=now.at)


def _breach(now: Now, clock: Clock) -> None:
    """Marks the breach and tells the leaders; the owner too."""
    Clock.objects.filter(pk=clock.pk, done_at=None, breached_at=None).update(breached_at=now.at)
    lead = clock.lead
    who = f"{lead.owner}负责" if lead.owner else "还没有人负责"
    text = f"“{lead.name}”没有按时{clock.get_kind_display()}，期限 {clock.due_on:%Y-%m-%d}，{who}。"
    people = [*clocks.leaders_of(lead), *([lead.owner] if lead.owner else [])]
    tell(people, text, kind=Notice.Kind.CLOCK, about=lead, at=now.at)


def _protection(now: Now, act: Act) -> int:
    """Warns a few days before a protection is over, and tells when it is."""
    held = Lead.objects.open().filter(in_pool=False, stage__in=Stage.objects.unsigned()).select_related("owner")
    if act == Act.PROTECT_WARN:
        last = now.today + now.rules.protect_warn_days * DAY
        rows = held.filter(protected_until__range=(now.today, last)) if now.rules.protect_warn_days else held.none()
    else:
        rows = held.filter(protected_until__lt=now.today)
    count = 0
    told = ClockAct.objects.filter(act=act, lead=OuterRef("pk"), day=OuterRef("protected_until"))
    for lead in rows.exclude(Exists(told)).order_by("protected_until", "pk"):
        assert lead.owner is not None
        assert lead.protected_until is not None
        with transaction.atomic():
            if not once(act, lead, lead.protected_until, now.at):
                continue
            left = (lead.protected_until - now.today).days
            ends = (
                f"保护还剩 {left} 天，到 {lead.protected_until:%Y-%m-%d}" if left >= 0 else "保护期已过，别人可以认领"
            )
            text = f"“{lead.name}”{ends}；记录一次联系即重新起算。"
            tell([lead.owner], text, kind=Notice.Kind.DUE, about=lead, at=now.at)
            count += 1
    return count


def last_contact(lead: Lead) -> datetime:
    """Since when there was no contact: the last one, or the claim where none followed it."""
    assert lead.claimed_at is not None
    return max(lead.claimed_at, lead.last_contact_at or lead.claimed_at)


def returns_on(lead: Lead, numbers: Rules, calendar: Calendar) -> date | None:
    """The day on which the lead goes back to the pool unless there is a contact; None where the rule is off."""
    if not numbers.return_days or lead.claimed_at is None:
        return None
    return calendar.next_workday(timezone.localdate(last_contact(lead)) + numbers.return_days * DAY)


def _returns(now: Now) -> dict[str, int]:
    """Warns and returns. No lead goes back without a warning on an earlier day, however long no worker ran."""
    found: dict[str, int] = {Act.RETURN_WARN: 0, Act.RETURN: 0}
    if not now.rules.return_days:
        return found
    silent = now.at - max(0, now.rules.return_days - now.rules.return_warn_days - 1) * DAY
    since = Greatest(F("claimed_at"), Coalesce(F("last_contact_at"), F("claimed_at")))
    held = Lead.objects.open().filter(in_pool=False, claimed_at__isnull=False, stage__in=Stage.objects.unsigned())
    rows = held.alias(since=since).filter(since__lte=silent).select_related("owner__department", "department")
    for lead in rows.order_by("pk"):
        day = returns_on(lead, now.rules, now.calendar)
        assert day is not None
        if now.today < day - now.rules.return_warn_days * DAY:
            continue
        with transaction.atomic():
            if _warn(now, lead, day):
                found[Act.RETURN_WARN] += 1
            elif now.today >= day and now.calendar.works(now.today) and _give_back(now, lead, day):
                found[Act.RETURN] += 1
    return found


def _warn(now: Now, lead: Lead, day: date) -> bool:
    """Tells the owner that the lead goes back on that day; on the day itself or later: on the next worked day."""
    if not once(Act.RETURN_WARN, lead, day, now.at):
        return False
    assert lead.owner is not None
    shown = max(day, now.calendar.next_workday(now.today + DAY))
    silent = (now.today - timezone.localdate(last_contact(lead))).days
    text = f"“{lead.name}”已 {silent} 天没有联系，{shown:%Y-%m-%d} 将放回线索池；记录一次联系即可留下。"
    tell([lead.owner], text, kind=Notice.Kind.DUE, about=lead, at=now.at)
    return True


def _give_back(now: Now, lead: Lead, day: date) -> bool:
    """Puts the lead back into the pool, unless it was warned of today only, or something happened meanwhile."""
    warned = ClockAct.objects.get(key=_key(Act.RETURN_WARN, lead, day))
    if timezone.localdate(warned.at) >= now.today:
        return False
    if not once(Act.RETURN, lead, day, now.at):
        return False
    same: dict[str, Any] = {name: getattr(lead, name) for name in ("owner", "claimed_at", "last_contact_at")}
    given = Lead.objects.filter(pk=lead.pk, in_pool=False, closed_at=None, **same).update(
        owner=None, in_pool=True, protected_until=None, next_step="", next_on=None
    )
    if not given:
        return False
    claims.end(lead, Claim.End.RETURNED, at=now.at)
    clocks.end_report(lead, at=now.at)
    assert lead.owner is not None
    people = [lead.owner, *clocks.leaders_of(lead)]
    text = f"“{lead.name}”{now.rules.return_days} 天没有联系，已放回线索池。"
    tell(people, text, kind=Notice.Kind.DUE, about=lead, at=now.at)
    return True
