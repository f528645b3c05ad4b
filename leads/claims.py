"""First talk (首谈): the record of who holds a lead, its protection, and those who came too late.

The acts on leads are in `leads.pursue`; they call these inside their transactions.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from identities.models import Company
from leads.holding import mask
from leads.models import Claim, ClaimAttempt, Lead
from leads.rules import rules
from press.models import Article
from staff.models import Notice, User
from staff.notify import tell
from staff.refusal import Refused

DAY = timedelta(days=1)


def start(lead: Lead, owner: User, *, at: datetime, article: Article | None = None, proof: str = "") -> None:
    """Records that the lead is in the owner's hands from now, with the proof, and begins its protection."""
    Claim.objects.create(lead=lead, owner=owner, at=at, article=article, proof=proof[:400])
    until = timezone.localdate(at) + rules().protect_days * DAY
    Lead.objects.filter(pk=lead.pk).update(claimed_at=at, claimed_article=article, protected_until=until)


def end(lead: Lead, why: Claim.End, *, at: datetime, by: User | None = None) -> None:
    """Ends the claim that runs; none may run, for a lead out of the pool."""
    Claim.objects.filter(lead=lead, ended_at=None).update(ended_at=at, ended_why=why, ended_by=by)


def extended(lead: Lead, contact_at: datetime) -> dict[str, Any]:
    """The column that a recorded contact changes: protection counts anew from it, and never ends sooner than before."""
    if lead.in_pool or lead.closed_at:
        return {}
    until = timezone.localdate(contact_at) + rules().protect_days * DAY
    return {"protected_until": max(until, lead.protected_until or until)}


def without(lead: Lead, last: datetime | None) -> dict[str, Any]:
    """The column after a contact was withdrawn: protection from the last one that stands, else from the claim."""
    if lead.in_pool or lead.closed_at or lead.claimed_at is None:
        return {}
    since = max(lead.claimed_at, last or lead.claimed_at)
    return {"protected_until": timezone.localdate(since) + rules().protect_days * DAY}


def refused(lead: Lead, *, by: User, at: datetime, article: Article | None = None, proof: str = "") -> Refused:
    """What to tell who came too late; where somebody else holds the lead, the attempt is kept and the holder is told.

    Call it outside the transaction that failed, and raise what it returns.
    """
    holder = lead.owner
    if lead.closed_at or holder is None:
        return Refused("这条线索已关闭。", code="taken")
    if holder.pk == by.pk:
        return Refused("这条线索已经在您手上了。", code="taken")
    with transaction.atomic():
        attempt = ClaimAttempt.objects.create(
            lead=lead, by=by, at=at, holder=holder, protected_until=lead.protected_until, article=article, proof=proof[:400]
        )  # fmt: skip
        tell(
            [holder], f"{mask(by)}想认领“{lead.name}”，已因您在先被拒。", kind=Notice.Kind.CLASH, about=lead, at=at,
            once=f"attempt:{attempt.pk}",
        )  # fmt: skip
    is_protected = lead.protected_until is not None and lead.protected_until >= timezone.localdate(at)
    until = f"，保护到 {lead.protected_until:%Y-%m-%d}" if is_protected else ""
    return Refused(f"已被{mask(holder)}认领{until}。这次认领已记录，有不同意见可以申诉。", code="taken")


def tell_loser(before: Lead, by: User, *, at: datetime) -> None:
    """Tells who held the lead until now that somebody took it over, its protection being over."""
    if before.owner is not None:
        text = f"“{before.name}”的保护期已过，由{mask(by)}认领。"
        tell([before.owner], text, kind=Notice.Kind.CLASH, url="/leads/", at=at)


def held(company: Company) -> Lead | None:
    """The open lead in whose owner's hands the company is, the longest protected first; None where it is free."""
    leads = Lead.objects.open().filter(company=company, in_pool=False).select_related("owner__department", "stage")
    return leads.order_by("-protected_until", "pk").first()
