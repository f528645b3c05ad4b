"""One act on many leads: first what will be changed and what not, and why; then each lead by itself, as it stands at that
moment. Who was quicker in between keeps the lead, and the one who acts is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from leads.carry import Step, carry
from leads.models import ClosingReason, Lead, Stage, Tag
from leads.models.lead import Industry
from leads.pursue import assign, check_hands, check_next, choose, locked
from staff.journal import record
from staff.models import User
from staff.permissions import Can, user_can
from staff.refusal import Refused

# So many leads at once at most.
MOST = 500


class Act(models.TextChoices):
    ASSIGN = "assign", "转交"
    TAG = "tag", "加标签"
    UNTAG = "untag", "去标签"
    NEXT = "next", "改下一步"
    INDUSTRY = "industry", "改产业"
    CLOSE = "close", "关闭"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done to each lead; only what the act asks for is set."""

    act: Act
    owner: User | None = None
    tag: str = ""
    next_step: str = ""
    next_on: date | None = None
    industry: str = ""
    stage: Stage | None = None
    reason: ClosingReason | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One lead of the preview; `why_not` says why it will stay as it is, empty where it will change."""

    lead: Lead
    why_not: str = ""


@dataclass(slots=True)
class Done:
    changed: list[Lead] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


def preview(act: Act, leads: list[Lead], by: User) -> list[Line]:
    """Each lead with why the act will leave it as it is, by what stands now."""
    shared = set(Lead.collaborators.through.objects.filter(user=by, lead__in=leads).values_list("lead", flat=True))
    return [Line(lead, _why_not(act, lead, by, lead.pk in shared)) for lead in leads]


def _why_not(act: Act, lead: Lead, by: User, works_on_it: bool) -> str:
    may_assign = user_can(by, Can.LEAD_ASSIGN)
    if act == Act.ASSIGN:
        if lead.closed_at:
            return "已关闭"
        return "" if may_assign or lead.owner_id == by.pk else "只有负责人或科长可以转交"
    if not (may_assign or lead.owner_id == by.pk or works_on_it):
        return "还在线索池里，请先认领" if lead.in_pool else "不在您手上"
    if act == Act.CLOSE and lead.closed_at:
        return f"已经关闭（{lead.stage}）"
    if act == Act.NEXT and (lead.closed_at or lead.in_pool):
        return "已关闭" if lead.closed_at else "在线索池里，没有下一步"
    return ""


def apply(wish: Wish, seen: dict[int, int | None], *, by: User, at: datetime) -> Done:
    """Does it to each of the leads (by key, with the owner that the person saw), each in a transaction of its own."""
    if len(seen) > MOST:
        raise Refused(f"一次最多改 {MOST} 条，请分几次。", code="many")
    done = Done()
    rows = Lead.objects.visible_to(by).filter(pk__in=seen).select_related("stage", "owner").order_by("pk")
    for lead in rows:
        try:
            with transaction.atomic():
                row = locked(lead)
                if row.owner_id != seen[row.pk]:
                    raise Refused(f"刚才已由{row.owner}接手" if row.owner else "刚才放回了线索池")
                shared = row.collaborators.filter(pk=by.pk).exists()
                if why_not := _why_not(wish.act, row, by, shared):
                    raise Refused(why_not)
                ACTS[wish.act](row, wish, by, at)
        except Refused as refusal:
            done.left.append(Line(lead, refusal.message))
        else:
            done.changed.append(lead)
    if done.changed:
        record(
            by,
            f"批量{wish.act.label}",
            about=f"{len(done.changed)} 条线索",
            note="：".join(filter(None, [str(wish.reason or ""), wish.why])),
            at=at,
        )
    return done


def _assign(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    if wish.owner is None:
        raise Refused("请选择转交给谁。", field="owner")
    if lead.owner_id == wish.owner.pk:
        raise Refused(f"已经由{wish.owner}负责")
    assign(lead, wish.owner, by=by, at=at)


def _tag(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    lead.tags.add(Tag.objects.get_or_create(name=wish.tag.strip()[:20])[0])


def _untag(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    tag = lead.tags.filter(name=wish.tag.strip()).first()
    if tag is None:
        raise Refused(f"没有标签“{wish.tag}”")
    lead.tags.remove(tag)


def _next(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    check_hands(lead, by)
    check_next(lead.owner, wish.next_step, wish.next_on)
    Lead.objects.filter(pk=lead.pk).update(next_step=wish.next_step, next_on=wish.next_on)


def _industry(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    if lead.industry == wish.industry:
        raise Refused(f"产业已经是{wish.industry}")
    if wish.industry not in Industry.values:
        raise Refused("请选择产业。", field="industry")
    choose(lead, "industry", wish.industry, by=by, at=at, why="批量修改")


def _close(lead: Lead, wish: Wish, by: User, at: datetime) -> None:
    if wish.stage is None:
        raise Refused("请选择关闭为什么。", field="stage")
    carry(lead, wish.stage, Step(why=wish.why, reason=wish.reason), by=by, at=at)


ACTS: dict[Act, Callable[[Lead, Wish, User, datetime], Any]] = {
    Act.ASSIGN: _assign,
    Act.TAG: _tag,
    Act.UNTAG: _untag,
    Act.NEXT: _next,
    Act.INDUSTRY: _industry,
    Act.CLOSE: _close,
}
