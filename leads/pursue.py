"""What people do to a lead. Each act guards, changes and leaves a row, in one transaction, and raises Refused when it may not.

An act that depends on what the person saw (the stage it was in, that it was free) is a conditional update: of two hands one
wins, the other is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from identities.models import Company, Project
from leads import claims, clocks
from leads.audience import tell_of
from leads.models import Claim, ClosingReason, Contact, FollowUp, Lead, LeadContact, LeadValue, Move, Stage
from leads.value_words import value_text
from press.models import Article
from press.seen import see
from staff.models import Department, User
from staff.permissions import Can, Role, user_can
from staff.refusal import Refused

FIRST_STEP = "核实项目，作出初判"
FIRST_DAYS = timedelta(days=1)

# The lead's column for each value that people and articles give.
COLUMNS = {
    LeadValue.Field.AMOUNT: "amount",
    LeadValue.Field.INDUSTRY: "industry",
    LeadValue.Field.PLACE: "place",
    LeadValue.Field.LAND: "land",
}
LABELS = {"amount": "总投资", "industry": "产业", "company": "企业", "place": "地点", "land": "用地"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of an article that say a value, and their sentence, in the stored original."""

    article: Article
    start: int
    end: int
    sentence_start: int
    sentence_end: int

    @property
    def quote(self) -> str:
        return self.article.original[self.sentence_start : self.sentence_end]

    @property
    def columns(self) -> dict[str, Any]:
        """As rows that are told store it."""
        return {
            "article": self.article, "start": self.start, "end": self.end, "sentence_start": self.sentence_start,
            "sentence_end": self.sentence_end, "quote": self.quote,
        }  # fmt: skip


def open_lead(
    *,
    name: str,
    by: User,
    at: datetime,
    owner: User | None,
    next_step: str = "",
    next_on: date | None = None,
    company: Company | None = None,
    project: Project | None = None,
    department: Department | None = None,
    stage: Stage | None = None,
    article: Article | None = None,
    proof: str = "",
    is_demo: bool = False,
) -> Lead:
    """A new lead in `owner`'s hands, or in the pool where there is none. The claim keeps its time, article and proof."""
    check_next(owner, next_step, next_on)
    stage = stage or Stage.objects.first_open()
    try:
        with transaction.atomic():
            hold_stage(stage)
            lead = Lead.objects.create(
                name=name, company=company, project=project, stage=stage, stage_since=at, owner=owner, in_pool=owner is None,
                department=department or (owner.department if owner else None), next_step=next_step, next_on=next_on,
                created_at=at, created_by=by, is_demo=is_demo,
            )  # fmt: skip
            Move.objects.create(lead=lead, from_stage=None, to_stage=stage, by=by, at=at, article=article)
            if owner:
                claims.start(lead, owner, at=at, article=article, proof=proof)
            clocks.begin_all(lead, at=at)
    except IntegrityError as error:
        if "lead_open_once_per_project" in str(error):
            raise Refused("这个项目已经有一条在办线索，请改用“并入”。", code="project_taken") from error
        raise
    lead.refresh_from_db()
    return lead


def hold_stage(stage: Stage) -> None:
    """Keeps the stage in use until the transaction ends; Refused where it was retired meanwhile.

    Shared: any number of leads move into one stage at once. Always held before a lead is, as retiring a stage does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT retired_at FROM leads_stage WHERE id = %s FOR SHARE", [stage.pk])
        found = cursor.fetchone()
    if found is None or found[0] is not None:
        raise Refused(f"“{stage}”已经停用，请换一个阶段。", field="stage", code="retired")


def check_next(owner: User | None, next_step: str, next_on: date | None) -> None:
    """Raises Refused when a lead in somebody's hands would have no next step or no day for it."""
    if owner is None:
        return
    if not next_step.strip():
        raise Refused("请填写下一步：有负责人的线索必须有下一步。", field="next_step", code="next_step")
    if next_on is None:
        raise Refused("请选择下一步日期。", field="next_on", code="next_on")


def locked(lead: Lead) -> Lead:
    """The lead's present row, held until the transaction ends.

    Held first and read then: a query that joins and locks at once loses the row when its stage changed while it waited.
    """
    Lead.objects.select_for_update().values_list("pk").get(pk=lead.pk)
    return Lead.objects.select_related("stage", "owner").get(pk=lead.pk)


def check_hands(lead: Lead, by: User) -> None:
    """Raises Refused unless the person owns the lead, works on it, or may assign leads."""
    if lead.owner_id == by.pk or user_can(by, Can.LEAD_ASSIGN) or lead.collaborators.filter(pk=by.pk).exists():
        return
    if lead.in_pool:
        raise Refused("这条线索还在线索池里，请先认领。", code="in_pool")
    raise Refused("这条线索不在您手上，请联系负责人或科长。", code="not_yours")


def move(
    lead: Lead, to: Stage, *, by: User, at: datetime, why: str = "", seen: Stage | None = None,
    reason: ClosingReason | None = None, article: Article | None = None, quote: str = "",
) -> Move:  # fmt: skip
    """Moves the lead to a stage and leaves a Move. `seen` is the stage the person saw it in: another one now is refused.

    A closing stage takes one of its reasons, and words where there is none; going back and opening again take words.
    """
    with transaction.atomic():
        hold_stage(to)
        row = locked(lead)
        check_hands(row, by)
        origin = row.stage
        if seen is not None and origin.pk != seen.pk:
            raise Refused(f"刚才有人已把它移到“{origin}”，请看过再决定。", code="moved_meanwhile")
        _check_move(row, to, by, why, reason)
        closing = to.is_closed
        words = "：".join(filter(None, [str(reason or ""), why.strip()]))[:400]
        if row.closed_at and not closing:
            check_next(row.owner, row.next_step, row.next_on)
        try:
            with transaction.atomic():
                Lead.objects.filter(pk=row.pk).update(
                    stage=to, stage_since=at, closed_at=at if closing else None,
                    closed_reason=reason if closing else None, closed_why=words if closing else "",
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused("这个项目已经有另一条在办线索，不能重新打开。", code="project_taken") from error
        left = Move.objects.create(
            lead=row, from_stage=origin, to_stage=to, by=by, at=at, why=words, article=article, quote=quote
        )
        clocks.settle(row)
        tell_of(row, f"“{row.name}”由{origin}到{to}（{by}）", at=at, by=by)
    lead.refresh_from_db()
    return left


def missing(lead: Lead, to: Stage) -> list[str]:
    """The fields of the lead that the stage asks for and that are empty."""
    # By the key of what a field refers to: whether there is a company is known without asking for it.
    asked = [name for name in to.required if name in LABELS]
    return [name for name in asked if not getattr(lead, "company_id" if name == "company" else name)]


def _check_move(lead: Lead, to: Stage, by: User, why: str, reason: ClosingReason | None) -> None:
    if to.pk == lead.stage_id:
        raise Refused(f"已经在“{to}”了。", code="same_stage")
    if not to.admits(by.role):
        who = "、".join(str(Role(role).label) for role in to.roles)
        raise Refused(f"只有{who}可以移入“{to}”，请联系他们。", field="stage", code="role")
    if reason is not None and (reason.stage_id != to.pk or reason.retired_at):
        raise Refused(f"请选择{to}的原因。", field="reason", code="reason")
    if lacking := missing(lead, to):
        names = "、".join(LABELS.get(name, name) for name in lacking)
        raise Refused(f"进入“{to}”前请先填写：{names}。", code="missing", field=lacking[0])
    if to.is_closed and reason is None and not why.strip():
        raise Refused(f"请写明{to}的原因。", field="why", code="why")
    if lead.closed_at and not to.is_closed and not why.strip():
        raise Refused(f"已关闭的线索重新打开，回到“{to}”，请写明原因。", field="why", code="why")
    if not to.is_closed and not lead.stage.is_closed and to.order < lead.stage.order and not why.strip():
        raise Refused(f"从“{lead.stage}”退回“{to}”，请写明原因。", field="why", code="why")


def claim(
    lead: Lead, *, by: User, at: datetime, next_step: str = FIRST_STEP, next_on: date | None = None,
    article: Article | None = None, proof: str = "",
) -> None:  # fmt: skip
    """Takes a lead out of the pool, or out of hands whose protection is over; Refused, and kept, where somebody holds it.

    Protection is about first talks: a lead that was signed is nobody's to take any more.
    """
    today = timezone.localdate(at)
    next_on = next_on or today + FIRST_DAYS
    check_next(by, next_step, next_on)
    lapsed = Q(protected_until__lt=today, stage__in=Stage.objects.unsigned()) & ~Q(owner=by)
    with transaction.atomic():
        before = locked(lead)
        taken = Lead.objects.filter(Q(in_pool=True) | lapsed, pk=lead.pk, closed_at=None).update(
            owner=by, in_pool=False, department=by.department, next_step=next_step, next_on=next_on
        )
        if taken:
            claims.end(before, Claim.End.TAKEN, at=at, by=by)
            claims.start(before, by, at=at, article=article, proof=proof)
            clocks.begin_report(before, at=at)
            claims.tell_loser(before, by, at=at)
    lead.refresh_from_db()
    if not taken:
        raise claims.refused(lead, by=by, at=at, article=article, proof=proof)


def release(lead: Lead, *, by: User, at: datetime, why: str) -> None:
    """Puts a lead back into the pool; the reason is kept as a follow-up."""
    if not why.strip():
        raise Refused("请写明放回线索池的原因。", field="why", code="why")
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        if row.in_pool:
            raise Refused("已经在线索池里了。", code="in_pool")
        FollowUp.objects.create(
            lead=row, kind=FollowUp.Kind.OTHER, at=at, by=by, is_contact=False, progress=f"放回线索池：{why}"
        )
        Lead.objects.filter(pk=row.pk).update(
            owner=None, in_pool=True, protected_until=None, next_step="", next_on=None
        )
        claims.end(row, Claim.End.RELEASED, at=at, by=by)
        clocks.end_report(row, at=at)
    lead.refresh_from_db()


def assign(lead: Lead, to: User, *, by: User, at: datetime, next_step: str = "", next_on: date | None = None) -> None:
    """Gives a lead to somebody; without a next step the standing one stays, or the first one is set for tomorrow."""
    with transaction.atomic():
        row = locked(lead)
        if not user_can(by, Can.LEAD_ASSIGN) and row.owner_id != by.pk:
            raise Refused("只有负责人或科长可以转交。", code="not_yours")
        if not user_can(to, Can.LEAD_EDIT):
            raise Refused(f"{to}不能负责线索，请换一个人。", field="owner", code="owner")
        today = timezone.localdate(at)
        step = next_step or row.next_step or FIRST_STEP
        day = next_on or row.next_on or today + FIRST_DAYS
        FollowUp.objects.create(
            lead=row, kind=FollowUp.Kind.OTHER, at=at, by=by, is_contact=False, progress=f"转交给{to}", next_step=step, next_on=day,
        )  # fmt: skip
        Lead.objects.filter(pk=row.pk).update(
            owner=to, in_pool=False, department=to.department, next_step=step, next_on=day
        )
        if row.owner_id != to.pk:
            claims.end(row, Claim.End.ASSIGNED, at=at, by=by)
            claims.start(row, to, at=at, article=row.claimed_article)
            clocks.begin_report(row, at=at)
    lead.refresh_from_db()


def set_next(lead: Lead, *, by: User, next_step: str, next_on: date | None) -> None:
    """Changes the next step or its day."""
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        check_next(row.owner, next_step, next_on)
        Lead.objects.filter(pk=row.pk).update(next_step=next_step, next_on=next_on)
    lead.refresh_from_db()


def add_contact(lead: Lead, contact: Contact, *, by: User, role: str, at: datetime | None = None) -> LeadContact:
    """Ties a contact to the lead in a role; the role changes where the tie is there already. An introducer is owed an answer."""
    check_hands(lead, by)
    tie = LeadContact.objects.update_or_create(lead=lead, contact=contact, defaults={"role": role})[0]
    clocks.introduced(lead, at=at or timezone.now())
    return tie


def choose(
    lead: Lead, field: str, value: Any, *, by: User, at: datetime, why: str = "", evidence: Evidence | None = None
) -> LeadValue:
    """Makes a value the lead's own for that field, from an article's words or from the person; the one before stays beside it."""
    with transaction.atomic():
        row = locked(lead)
        row.values.filter(field=field, chosen=True).update(chosen=False)
        chosen = LeadValue.objects.create(
            lead=row, field=field, value=value, text=value_text(field, value)[:400], by=by, at=at, why=why,
            **(evidence.columns if evidence else {}),
        )  # fmt: skip
        if evidence:
            see(evidence.article.pk, at)
        column = COLUMNS.get(LeadValue.Field(field))
        if column == "amount":
            Lead.objects.filter(pk=row.pk).update(amount=Decimal(value["value"]), currency=value["currency"])
        elif column:
            Lead.objects.filter(pk=row.pk).update(**{column: value})
    lead.refresh_from_db()
    return chosen
