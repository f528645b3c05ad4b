"""初判: go, drop, or pass on, with the reason. The verdict is kept, and carried out in the same act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads import clocks
from leads.models import Appraisal, Lead, Stage
from leads.pursue import assign, check_hands, locked, move
from staff.models import User
from staff.refusal import Refused

Verdict = Appraisal.Verdict


def appraise(
    lead: Lead,
    verdict: str,
    *,
    by: User,
    at: datetime,
    why: str,
    passed_to: User | None = None,
    to: Stage | None = None,
) -> Appraisal:
    """Go: the lead moves to the next stage. Drop: into the closed stage `to`. Pass: into the hands of `passed_to`."""
    if verdict not in Verdict.values:
        raise Refused("请选择跟进、放弃还是转给别人。", field="verdict", code="verdict")
    if not why.strip():
        raise Refused("请写明初判的理由。", field="why", code="why")
    if verdict == Verdict.PASS and passed_to is None:
        raise Refused("请选择转给谁。", field="passed_to", code="passed_to")
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        if row.closed_at:
            raise Refused("这条线索已关闭。", code="closed")
        kept = Appraisal.objects.create(
            lead=row, verdict=verdict, why=why.strip()[:400], by=by, at=at,
            passed_to=passed_to if verdict == Verdict.PASS else None,
        )  # fmt: skip
        clocks.settle(row)
        _carry_out(row, kept, to)
    lead.refresh_from_db()
    return kept


def _carry_out(lead: Lead, kept: Appraisal, to: Stage | None) -> None:
    match kept.verdict:
        case Verdict.PASS:
            assert kept.passed_to is not None
            assign(lead, kept.passed_to, by=kept.by, at=kept.at)
        case Verdict.DROP:
            closed = to if to and to.is_closed else Stage.objects.closing().first()
            if closed is None:
                raise Refused("没有可用的关闭阶段，请先在阶段设置里启用一个。", field="to", code="to")
            move(lead, closed, by=kept.by, at=kept.at, why=kept.why)
        case _:
            ahead = Stage.objects.open().filter(order__gt=lead.stage.order).order_by("order").first()
            judging = list(Stage.objects.open().order_by("order")[:2])[-1]
            if ahead and lead.stage.order <= judging.order:
                move(lead, ahead, by=kept.by, at=kept.at, why=kept.why)
