"""到位资金: sums that came in for a lead, with their vouchers; and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from leads.attach import attach
from leads.models import Funds, Lead
from leads.pursue import check_hands, locked
from press.words import totals
from staff.models import User
from staff.refusal import Refused


def add(
    lead: Lead, amount: Decimal, currency: str, *, on: date, by: User, at: datetime, note: str = "",
    voucher: File[bytes] | None = None,
) -> Funds:  # fmt: skip
    """Records a sum in base units that came in on a day, today at the latest."""
    if on > timezone.localdate(at):
        raise Refused("到位日期不能在今天之后。", field="on", code="future")
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        paper = attach(row, voucher, by=by, at=at) if voucher else None
        return Funds.objects.create(
            lead=row, amount=amount, currency=currency, on=on, note=note.strip()[:200], voucher=paper, by=by, at=at
        )


def withdraw(row: Funds, *, by: User, at: datetime, why: str) -> None:
    """Takes a sum back with the reason; it stays to be read. Refused where somebody was quicker."""
    if not why.strip():
        raise Refused("请写明撤回的原因。", field="why", code="why")
    with transaction.atomic():
        check_hands(row.lead, by)
        mine = Funds.objects.filter(pk=row.pk, withdrawn_at=None)
        if not mine.update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why.strip()[:400]):
            raise Refused("这一笔已经撤回了。", code="withdrawn")


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of a lead, newest first, what the standing ones add up to, and how much of the lead's amount that is."""

    rows: list[Funds]
    total: str
    percent: int | None


def sums_of(lead: Lead) -> Sums:
    """`leads.lead_rows` fetches them. The share counts sums in the currency of the lead's own amount alone."""
    rows = list(lead.funds.all())
    standing: dict[str, Decimal] = {}
    for row in rows:
        if row.withdrawn_at is None:
            standing[row.currency] = standing.get(row.currency, Decimal(0)) + row.amount
    own = standing.get(lead.currency)
    percent = int(own * 100 / lead.amount) if own and lead.amount else None
    return Sums(rows, totals(standing.items()), percent)
