"""What people decide about pairs: two rows are one, two, or nobody can tell yet. One word stands per pair."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from identities.doubts import count_anew
from identities.models import Company, Judgement, Project
from identities.resolve import LOCK
from staff.models import User
from staff.refusal import Refused

Row = TypeVar("Row", bound=Company | Project)


def hold_identities() -> None:
    """Waits until no other hand puts companies and projects together, and holds it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def kind_of(row: Company | Project) -> str:
    return "company" if isinstance(row, Company) else "project"


def standing(a: Row, b: Row) -> Judgement | None:
    """The judgement that stands on the pair, or on rows that became these two."""
    kind = kind_of(a)
    left, right = f"left_{kind}", f"right_{kind}"

    def side(name: str, row: Row) -> Q:
        return Q(**{name: row}) | Q(**{f"{name}__merged_into": row})

    pair = (side(left, a) & side(right, b)) | (side(left, b) & side(right, a))
    return Judgement.objects.filter(pair, withdrawn_at=None).select_related("by").order_by("-at").first()


def judge(a: Row, b: Row, verdict: str, *, by: User, at: datetime, why: str = "") -> Judgement:
    """Keeps the person's word on the pair. Refused where somebody's stands already, or one was merged away meanwhile."""
    if a.pk == b.pk:
        raise Refused("这是同一条记录，不用判断。", code="one_row")
    with transaction.atomic():
        hold_identities()
        count_anew()
        for row in (a, b):
            row.refresh_from_db(fields=["merged_into"])
            if row.merged_into_id is not None:
                raise Refused(f"“{row}”刚才已被并入“{row.merged_into}”，请刷新再看。", code="merged_meanwhile")
        if stands := standing(a, b):
            word = stands.get_verdict_display()
            raise Refused(f"{stands.by}已判断为“{word}”。要改请先撤回那次判断。", code="judged")
        left, right = sorted((a, b), key=lambda row: row.pk)
        kind = kind_of(a)
        try:
            with transaction.atomic():
                return Judgement.objects.create(
                    **{f"left_{kind}": left, f"right_{kind}": right}, verdict=verdict, by=by, at=at, why=why
                )
        except IntegrityError as error:
            raise Refused("刚才有人已作出判断，请刷新再看。", code="judged") from error


def withdraw(judgement: Judgement, *, by: User, at: datetime) -> None:
    """Takes the word back; the pair is asked again. Refused where it is withdrawn already, or made two rows one: that is
    undone by the merge."""
    with transaction.atomic():
        hold_identities()
        count_anew()
        if judgement.verdict == Judgement.Verdict.SAME:
            raise Refused("“相同”已把两条合并，请用“撤销合并”。", code="merged")
        stands = Judgement.objects.filter(pk=judgement.pk, withdrawn_at=None)
        if not stands.update(withdrawn_at=at, withdrawn_by=by):
            raise Refused("这次判断已被撤回。", code="withdrawn")
    judgement.refresh_from_db()
