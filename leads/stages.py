"""Changing the stages of the office: safe with leads in them, every change in the journal, nothing that was used vanishes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Q

from leads.models import ClosingReason, Lead, Move, Stage
from leads.pursue import LABELS
from lists.count import NumberOf
from staff.journal import record
from staff.models import User
from staff.refusal import Refused

# Orders are spread, so that a stage can be put between two.
GAP = 10


def staged() -> list[Stage]:
    """All stages in order, each with `count` open and closed leads in it and its `shown_reasons`. Two queries."""
    leads = Lead.objects.filter(stage=OuterRef("pk")).order_by()
    rows = Stage.objects.filter(retired_at=None).annotate(count=NumberOf(leads))
    return list(rows.prefetch_related("reasons").order_by("order"))


def save_stage(stage: Stage | None, data: dict[str, Any], *, by: User, at: datetime) -> Stage:
    """A new stage at the end of its kind, or changes to one. data: name, echelon, days, required, roles, milestone,
    asks_winner, press. What it means for reports (open or closed) cannot change while leads or history are in it."""
    with transaction.atomic():
        closed = data["echelon"] == Stage.Echelon.CLOSED
        if stage is None:
            stage = Stage(key=_new_key(), order=_free_order(closed), is_closed=closed)
        elif stage.is_closed != closed and _is_used(stage):
            raise Refused(
                "有线索在这个阶段停留过，不能在“在办”和“关闭”之间改。请新建一个阶段。", field="echelon", code="used"
            )
        if Stage.objects.filter(name=data["name"]).exclude(pk=stage.pk).exists():
            raise Refused(f"已经有“{data['name']}”了，换一个名称。", field="name", code="name")
        unknown = set(data["required"]) - set(LABELS)
        if unknown:
            raise Refused("必填项里有不认识的字段。", field="required", code="required")
        was = _words(stage) if stage.pk else ""
        for name in ("name", "echelon", "days", "required", "roles", "milestone", "asks_winner", "press"):
            setattr(stage, name, data[name])
        stage.is_closed = closed
        stage.save()
        record(
            by,
            "改阶段" if was else "新建阶段",
            about=stage,
            note=f"{was} → {_words(stage)}" if was else _words(stage),
            at=at,
        )
    return stage


def _words(stage: Stage) -> str:
    required = "、".join(LABELS.get(name, name) for name in stage.required) or "无"
    days = f"{stage.days} 天" if stage.days else "不限天数"
    return f"{stage.name}（{stage.get_echelon_display()}，{days}，必填 {required}）"


def _new_key() -> str:
    numbers = [int(key[1:]) for key in Stage.objects.values_list("key", flat=True) if re.fullmatch(r"s\d+", key)]
    return f"s{max(numbers, default=0) + 1}"


def _free_order(closed: bool) -> int:
    """The order behind the last of its kind; the closed ones stand behind all open ones."""
    if closed:
        return int(Stage.objects.aggregate(last=Max("order"))["last"] or 0) + GAP
    last = int(Stage.objects.filter(is_closed=False).aggregate(last=Max("order"))["last"] or 0)
    _spread(Stage.objects.order_by("order"))
    last = int(Stage.objects.filter(is_closed=False).aggregate(last=Max("order"))["last"] or last)
    return last + 1


def _spread(stages: Iterable[Stage]) -> None:
    """Gives the stages orders GAP apart, in the order they come; first out of each other's way, for orders are unique."""
    rows = list(stages)
    base = max((row.order for row in Stage.objects.all()), default=0) + GAP
    for step in (base, 0):
        for number, row in enumerate(rows, start=1):
            Stage.objects.filter(pk=row.pk).update(order=step + number * GAP)


def shift(stage: Stage, by_steps: int, *, by: User, at: datetime) -> None:
    """Moves a stage up (-1) or down (+1) among those of its kind; nothing happens at the ends."""
    with transaction.atomic():
        rows = list(Stage.objects.select_for_update().order_by("is_closed", "order"))
        kin = [row for row in rows if row.is_closed == stage.is_closed and row.retired_at is None]
        here = next(number for number, row in enumerate(kin) if row.pk == stage.pk)
        there = here + by_steps
        if not 0 <= there < len(kin):
            return
        first, second = rows.index(kin[here]), rows.index(kin[there])
        rows[first], rows[second] = rows[second], rows[first]
        _spread(rows)
        record(by, "改阶段次序", about=stage, note="前移" if by_steps < 0 else "后移", at=at)


def retire(stage: Stage, *, to: Stage | None, by: User, at: datetime) -> int:
    """Takes a stage out of use; its leads go to `to`, each with a Move. How many went. Its history stays readable.

    Refused without a stage to go to while leads are in it, for the last open stage, and from closed to open.
    """
    with transaction.atomic():
        stage = Stage.objects.select_for_update().get(pk=stage.pk)
        if stage.retired_at:
            raise Refused("这个阶段已经停用了。", code="retired")
        kin = Stage.objects.offered().filter(is_closed=stage.is_closed).exclude(pk=stage.pk)
        if not kin.exists():
            raise Refused("至少要留一个这样的阶段。", code="last")
        leads = list(Lead.objects.select_for_update(of=("self",)).filter(stage=stage).order_by("pk"))
        if leads and (to is None or not kin.filter(pk=to.pk).exists()):
            raise Refused(f"还有 {len(leads)} 条线索在“{stage}”，请选择它们去哪个阶段。", field="to", code="leads")
        if leads and to is not None:
            Lead.objects.filter(pk__in=[lead.pk for lead in leads]).update(stage=to, stage_since=at)
            why = f"阶段“{stage}”停用"
            Move.objects.bulk_create(
                [Move(lead=lead, from_stage=stage, to_stage=to, by=by, at=at, why=why) for lead in leads],
                batch_size=1000,
            )
        Stage.objects.filter(pk=stage.pk).update(retired_at=at)
        record(by, "停用阶段", about=stage, note=f"{len(leads)} 条线索移到{to}" if leads else "没有线索", at=at)
    return len(leads)


def restore(stage: Stage, *, by: User, at: datetime) -> None:
    """Takes a retired stage into use again, empty, where it stood."""
    if not Stage.objects.filter(pk=stage.pk, retired_at__isnull=False).update(retired_at=None):
        raise Refused("这个阶段正在使用。", code="in_use")
    record(by, "恢复阶段", about=stage, at=at)


def set_reasons(stage: Stage, text: str, *, by: User, at: datetime) -> list[str]:
    """Makes the lines all the reasons for closing into the stage. One that was used is retired, one that comes back is
    taken up again: leads keep the reason they were closed with."""
    if not stage.is_closed:
        raise Refused("只有关闭类的阶段有关闭原因。", code="open")
    names = list(dict.fromkeys(line.strip()[:40] for line in text.splitlines() if line.strip()))
    with transaction.atomic():
        before = list(stage.reasons.filter(retired_at=None).values_list("name", flat=True))
        stage.reasons.filter(retired_at=None).exclude(name__in=names).update(retired_at=at)
        for order, name in enumerate(names, start=1):
            row = stage.reasons.filter(name=name).order_by("retired_at").first()
            if row is None:
                ClosingReason.objects.create(stage=stage, name=name, order=order * GAP)
            else:
                ClosingReason.objects.filter(pk=row.pk).update(order=order * GAP, retired_at=None)
        if before != names:
            record(by, "改关闭原因", about=stage, note=f"{'、'.join(before)} → {'、'.join(names)}"[:400], at=at)
    return names


def _is_used(stage: Stage) -> bool:
    return (
        Lead.objects.filter(stage=stage).exists()
        or Move.objects.filter(Q(from_stage=stage) | Q(to_stage=stage)).exists()
    )
