"""首谈 and 撞单: is a firm free, claiming it with proof, and a leader's ruling where two say that they spoke first."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from identities.models import Company
from leads import claims, clocks
from leads.holding import mask
from leads.models import Claim, ClaimAttempt, Clash, Lead
from leads.pursue import FIRST_DAYS, FIRST_STEP, claim, locked, open_lead
from press.models import Article
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused

Ruling = Clash.Ruling


def claim_company(company: Company, *, by: User, at: datetime, proof: str, article: Article | None = None) -> Lead:
    """Claims a firm with proof: its lead of the pool, or a new one where it has none. Refused, and kept, where it is held.

    Two who claim a free firm at once make one lead: the other's claim is refused as that of one who came later.
    """
    if not proof.strip():
        raise Refused("请写明首谈凭据：什么时间、和谁、怎么谈的。", field="proof", code="proof")
    with transaction.atomic():
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        standing = claims.held(company) or Lead.objects.open().filter(company=company).order_by("pk").first()
        if standing is None:
            return open_lead(
                name=company.name[:400], by=by, at=at, owner=by, company=company, article=article, proof=proof.strip(),
                next_step=FIRST_STEP, next_on=_tomorrow(at), department=by.department,
            )  # fmt: skip
    claim(standing, by=by, at=at, article=article, proof=proof.strip())
    return standing


def _tomorrow(at: datetime) -> date:
    return timezone.localdate(at) + FIRST_DAYS


def dispute(attempt: ClaimAttempt, *, by: User, at: datetime, statement: str) -> Clash:
    """Puts a refused claim before the leaders; once for each."""
    if attempt.by_id != by.pk:
        raise Refused("只能为自己的认领申诉。", code="not_yours")
    if not statement.strip():
        raise Refused("请写明申诉理由：您在什么时间、和谁谈过。", field="statement", code="statement")
    with transaction.atomic():
        clash, made = Clash.objects.get_or_create(
            attempt=attempt, defaults={"statement": statement.strip(), "raised_at": at}
        )
        if not made:
            raise Refused("这次认领已经申诉过了。", code="raised")
        text = f"撞单待裁定：{by}与{attempt.holder}都说首谈“{attempt.lead.name}”。"
        tell(clocks.leaders_of(attempt.lead), text, kind=Notice.Kind.CLASH, about=clash, at=at)
        tell(
            [attempt.holder],
            f"{mask(by)}对“{attempt.lead.name}”提出撞单申诉。",
            kind=Notice.Kind.CLASH,
            about=clash,
            at=at,
        )
    return clash


def rule(clash: Clash, ruling: str, *, by: User, at: datetime, why: str) -> None:
    """A leader's ruling, kept with its reason; of two at once one rules. It moves the lead, or adds who works on it."""
    attempt = clash.attempt
    if not user_can(by, Can.LEAD_ASSIGN) or by.pk in (attempt.by_id, attempt.holder_id):
        raise Refused("由没有参与的科长裁定。", code="not_yours")
    if ruling not in Ruling.values:
        raise Refused("请选择裁定结果。", field="ruling", code="ruling")
    if not why.strip():
        raise Refused("请写明裁定理由。", field="why", code="why")
    with transaction.atomic():
        open_one = Clash.objects.filter(pk=clash.pk, ruling="")
        if not open_one.update(ruling=ruling, why=why.strip()[:400], ruled_by=by, ruled_at=at):
            clash.refresh_from_db()
            raise Refused(f"{clash.ruled_by}已经裁定：{clash.get_ruling_display()}。", code="ruled")
        lead = locked(attempt.lead)
        if ruling == Ruling.CHALLENGER:
            _hand_over(lead, attempt, by=by, at=at)
        elif ruling == Ruling.SHARED:
            lead.collaborators.add(attempt.by)
        text = f"“{lead.name}”撞单裁定：{Ruling(ruling).label}。理由：{why.strip()}"
        tell([attempt.by, attempt.holder], text, kind=Notice.Kind.CLASH, about=clash, at=at)
    clash.refresh_from_db()


def _hand_over(lead: Lead, attempt: ClaimAttempt, *, by: User, at: datetime) -> None:
    if lead.closed_at:
        raise Refused("这条线索已关闭，请先重新打开。", code="closed")
    if lead.owner_id == attempt.by_id:
        return
    Lead.objects.filter(pk=lead.pk).update(
        owner=attempt.by, in_pool=False, department=attempt.by.department,
        next_step=lead.next_step or FIRST_STEP, next_on=lead.next_on or _tomorrow(at),
    )  # fmt: skip
    claims.end(lead, Claim.End.RULED, at=at, by=by)
    claims.start(lead, attempt.by, at=at, article=attempt.article, proof=attempt.proof)
    clocks.begin_report(lead, at=at)
