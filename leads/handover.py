"""移交: everything that a person holds goes to another in one act. Stages stay. The undo gives each row back as it was, and says
which it cannot, because somebody has changed it since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q, QuerySet

from leads.models import Contact, Handover, HandoverItem, Lead, Problem, SavedView, WatchRule
from leads.pursue import assign
from staff.journal import record
from staff.models import Department, Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that people hold. The first of `columns` says in whose hands it is; the others go along with it
    and are given back where nobody changed them since."""

    label: str
    model: type[models.Model]
    rows: Callable[[User], QuerySet[Any]]
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.columns[0]


HOLDINGS: dict[str, Holding] = {
    "lead": Holding(
        "线索", Lead, lambda user: Lead.objects.open().filter(owner=user),
        ("owner_id", "department_id", "claimed_at", "claimed_article_id", "protected_until"),
    ),
    "problem": Holding("问题", Problem, lambda user: Problem.objects.open().filter(person=user), ("person_id",)),
    "contact": Holding(
        "联系人", Contact,
        lambda user: Contact.objects.filter(Q(keeper=user) | Q(keeper=None, created_by=user)).defer("bigrams"), ("keeper_id",),
    ),
    "watch": Holding("关注规则", WatchRule, lambda user: WatchRule.objects.filter(owner=user), ("owner_id",)),
    "view": Holding("视图", SavedView, lambda user: SavedView.objects.filter(owner=user), ("owner_id", "name")),
}  # fmt: skip
# Links of leads that the person works on beside their owner; no column of a row, so handled by name.
SHARED = "shared"
LABELS = {kind: holding.label for kind, holding in HOLDINGS.items()} | {SHARED: "协同"}


def held_by(user: User) -> dict[str, list[Any]]:
    """Everything that the person holds now, by kind: what a handover would take along."""
    held: dict[str, list[Any]] = {kind: list(holding.rows(user).order_by("pk")) for kind, holding in HOLDINGS.items()}
    held[SHARED] = list(Lead.objects.open().filter(collaborators=user).order_by("pk"))
    return held


def check_may(giver: User, taker: User, by: User) -> None:
    """Raises Refused unless the one who acts answers for both people."""
    if not user_can(by, Can.LEAD_ASSIGN):
        raise Refused("只有科长以上可以办移交。", code="not_yours")
    if giver.pk == taker.pk:
        raise Refused("移交人和接手人是同一个人。", field="taker", code="same")
    if not user_can(taker, Can.LEAD_EDIT):
        raise Refused(f"{taker}不能负责线索，请换一个人。", field="taker", code="taker")
    if by.role != "administrator":
        below = (
            Department.objects.filter(path__startswith=by.department.path)
            if by.department
            else Department.objects.none()
        )
        units = set(below.values_list("pk", flat=True))
        for person, field in ((giver, "giver"), (taker, "taker")):
            if person.department_id not in units:
                raise Refused(f"{person}不在您的部门，请由上级办理。", field=field, code="unit")


def hand_over(giver: User, taker: User, *, by: User, at: datetime, why: str) -> Handover:
    """Hands over everything that the giver holds at this moment, all or nothing; Refused where there is nothing (somebody
    else may have handed it over just now)."""
    check_may(giver, taker, by)
    if not why.strip():
        raise Refused("请写明移交的原因。", field="why", code="why")
    with transaction.atomic():
        # Two who hand over the same person's things wait for each other here.
        User.objects.select_for_update(of=("self",), no_key=True).get(pk=giver.pk)
        handover = Handover.objects.create(giver=giver, taker=taker, why=why, by=by, at=at)
        items = [item for kind in HOLDINGS for item in _hand(handover, kind)] + _hand_shared(handover)
        if not items:
            raise Refused(f"{giver}名下没有可移交的。", code="nothing")
        HandoverItem.objects.bulk_create(items)
        record(by, "移交", about=f"{giver} → {taker}", note=f"{summary(items)}；{why}", at=at)
        tell([taker], f"{giver}的{summary(items)}已移交给您：{why}", kind=Notice.Kind.LEAD, about=handover, at=at)
    return handover


def summary(items: list[HandoverItem]) -> str:
    """线索 12、问题 3: how many of each kind."""
    counts = {kind: sum(item.kind == kind for item in items) for kind in LABELS}
    return "、".join(f"{LABELS[kind]} {count}" for kind, count in counts.items() if count)


def _columns(row: models.Model, names: tuple[str, ...]) -> dict[str, Any]:
    """The columns as JSON keeps them, to the microsecond, so that what was stored and what stands now compare."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _hand(handover: Handover, kind: str) -> list[HandoverItem]:
    holding, taker = HOLDINGS[kind], handover.taker
    items = []
    for row in holding.rows(handover.giver).select_for_update(of=("self",)).order_by("pk"):
        before = _columns(row, holding.columns)
        if kind == "lead":
            assign(row, taker, by=handover.by, at=handover.at)
        else:
            name = _free_name(row, taker) if kind == "view" else None
            changed: dict[str, Any] = {holding.key: taker.pk, **({"name": name} if name else {})}
            holding.model._base_manager.filter(pk=row.pk).update(**changed)
        row.refresh_from_db(fields=holding.columns)
        after = _columns(row, holding.columns)
        items.append(
            HandoverItem(
                handover=handover, kind=kind, object_id=row.pk, name=str(row)[:400], before=before, after=after
            )
        )
    return items


def _free_name(view: SavedView, taker: User) -> str:
    """A name that no view of the taker bears."""
    taken = set(taker.saved_views.values_list("name", flat=True))
    if view.name not in taken:
        return view.name
    base = f"{view.name[:30]}（{view.owner}）"[:38]
    return next(name for n in range(1, 99) if (name := base if n == 1 else f"{base}{n}") not in taken)


def _hand_shared(handover: Handover) -> list[HandoverItem]:
    items = []
    for lead in Lead.objects.open().filter(collaborators=handover.giver).order_by("pk"):
        had = lead.owner_id == handover.taker_id or lead.collaborators.filter(pk=handover.taker_id).exists()
        lead.collaborators.remove(handover.giver)
        if not had:
            lead.collaborators.add(handover.taker)
        items.append(
            HandoverItem(handover=handover, kind=SHARED, object_id=lead.pk, name=lead.name, before={"had": had})
        )
    return items


def undo(handover: Handover, *, by: User, at: datetime) -> list[HandoverItem]:
    """Gives everything back as it was before, all in one act; the items that could not be, each with why. Once only."""
    if by.pk != handover.by_id:
        check_may(handover.giver, handover.taker, by)
    with transaction.atomic():
        if not Handover.objects.filter(pk=handover.pk, undone_at=None).update(undone_at=at, undone_by=by):
            raise Refused("这次移交已经撤销过了。", code="undone")
        left = []
        for item in handover.items.order_by("pk"):
            item.left_why = (
                _give_back_shared(handover, item) if item.kind == SHARED else _give_back(handover, item, by, at)
            )
            if item.left_why:
                item.save(update_fields=["left_why"])
                left.append(item)
        record(by, "撤销移交", about=str(handover), note=f"没有还回 {len(left)} 项" if left else "全部还回", at=at)
        tell(
            [handover.giver, handover.taker], f"{by}撤销了移交（{handover}）。", kind=Notice.Kind.LEAD, about=handover,
            at=at,
        )  # fmt: skip
    handover.refresh_from_db()
    return left


def _give_back(handover: Handover, item: HandoverItem, by: User, at: datetime) -> str:
    """Empty when the row is as it was; else what stands in the way."""
    holding = HOLDINGS[item.kind]
    row = holding.model._base_manager.select_for_update().filter(pk=item.object_id).first()
    if row is None:
        return "已经不在了"
    now = _columns(row, holding.columns)
    if now[holding.key] != item.after[holding.key]:
        return "移交后又换了人，没有改动"
    # What somebody changed since stays theirs: a protection that a new contact extended is not shortened.
    kept = [name for name in holding.columns if now[name] != item.after[name]]
    if item.kind == "lead":
        giver = handover.giver
        assign(row, giver, by=handover.by, at=at)  # type: ignore[arg-type]
    values = {name: now[name] if name in kept else item.before[name] for name in holding.columns}
    try:
        with transaction.atomic():
            holding.model._base_manager.filter(pk=row.pk).update(**values)
    except IntegrityError:
        return f"{handover.giver}已有同名的，没有改动"
    return "人已还回；保护期等已另有变动，保留现在的" if kept else ""


def _give_back_shared(handover: Handover, item: HandoverItem) -> str:
    lead = Lead.objects.filter(pk=item.object_id).first()
    if lead is None:
        return "已经不在了"
    had = bool(item.before["had"])
    if not had and lead.owner_id != handover.taker_id and not lead.collaborators.filter(pk=handover.taker_id).exists():
        return "移交后协同人又有变动，没有改动"
    if not had:
        lead.collaborators.remove(handover.taker)
    if lead.owner_id != handover.giver_id:
        lead.collaborators.add(handover.giver)
    return ""
