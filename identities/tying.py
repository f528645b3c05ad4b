"""A person says how two companies belong together, or that they do not; and takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from identities.judge import hold_identities
from identities.models import Company, CompanyTie, TieKind
from staff.models import User
from staff.refusal import Refused


def decide_tie(
    upper: Company, lower: Company, kind: str, *, holds: bool, by: User, at: datetime, why: str = ""
) -> CompanyTie:
    """Keeps the person's word. Refused where somebody's stands, where the two are one, or the other way round stands."""
    if kind not in TieKind.values:
        raise Refused("请选择是什么关系。", field="kind", code="kind")
    if upper == lower:
        raise Refused("这是同一家企业。", code="one_row")
    with transaction.atomic():
        hold_identities()
        standing = CompanyTie.objects.standing().select_related("by")
        if stands := standing.filter(upper=upper, lower=lower, kind=kind).first():
            word = "确认" if stands.holds else "否认"
            raise Refused(f"{stands.by}已{word}这个关系。要改请先撤回。", code="decided")
        turned = standing.filter(upper=lower, lower=upper, kind=kind, holds=True).first()
        if turned and holds:
            raise Refused(f"{turned.by}已记录了反过来的关系，请先撤回那一条。", code="turned")
        try:
            with transaction.atomic():
                return CompanyTie.objects.create(
                    upper=upper, lower=lower, kind=kind, holds=holds, by=by, at=at, why=why[:400]
                )
        except IntegrityError as error:
            raise Refused("刚才有人已作出判断，请刷新再看。", code="decided") from error


def withdraw_tie(tie: CompanyTie, *, by: User, at: datetime) -> None:
    """Takes the word back; Refused where it is already."""
    if not CompanyTie.objects.standing().filter(pk=tie.pk).update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("这条已被撤回。", code="withdrawn")
    tie.refresh_from_db()
