"""Stages: rows that the office can edit. Code never names one but by what its columns say."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import Coalesce

from staff.permissions import Role

_BEHIND_ALL = 1_000_000
"""Where the order of a stage would be that every other comes before."""


class StageQuerySet(models.QuerySet["Stage"]):
    def open(self) -> StageQuerySet:
        return self.filter(is_closed=False, retired_at=None)

    def closing(self) -> StageQuerySet:
        return self.filter(is_closed=True, retired_at=None)

    def offered(self) -> StageQuerySet:
        """Those that a lead can be moved into."""
        return self.filter(retired_at=None)

    def unsigned(self) -> StageQuerySet:
        """The open stages before the one that coverage of a signing claims: there a lead may be lost to somebody quicker."""
        signed = Stage.objects.open().filter(press__contains=["signed"]).order_by("order").values("order")[:1]
        return self.open().filter(order__lt=Coalesce(Subquery(signed), _BEHIND_ALL))

    def first_open(self) -> Stage:
        """Where a new lead begins; DoesNotExist when the office has no open stage."""
        return self.open().earliest("order")


@pghistory.track()
class Stage(models.Model):
    """One state of a lead."""

    class Echelon(models.TextChoices):
        RESERVE = "reserve", "储备"
        STARTED = "started", "开工"
        BUILDING = "building", "建设"
        OPERATING = "operating", "投产"
        CLOSED = "closed", "已关闭"

    key = models.SlugField("代号", max_length=20, unique=True)
    name = models.CharField("名称", max_length=20, unique=True)
    order = models.PositiveSmallIntegerField("次序", unique=True)
    echelon = models.CharField("梯队", max_length=12, choices=Echelon)
    days = models.PositiveSmallIntegerField("天数上限", null=True, blank=True, help_text="超过即标红；不填不限")
    is_closed = models.BooleanField("关闭", default=False)
    required = ArrayField(
        models.CharField(max_length=20),
        verbose_name="进入前必填",
        default=list,
        blank=True,
        help_text="Lead field names",
    )
    press = ArrayField(
        models.CharField(max_length=12),
        default=list,
        blank=True,
        help_text="reading stages (signed, started …) by which coverage claims this stage",
    )

    roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        verbose_name="谁能移入",
        default=list,
        blank=True,
        help_text="不选表示能推进线索的人都可以",
    )
    milestone = models.CharField(
        "对应里程碑", max_length=10, blank=True, help_text="leads.Milestone.Kind that entering the stage fulfils"
    )
    asks_winner = models.BooleanField("关闭时问花落谁家", default=False)
    retired_at = models.DateTimeField("停用", null=True, blank=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "阶段"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    def admits(self, role: str) -> bool:
        """Whether somebody of that role may move leads into the stage."""
        return not self.roles or role in self.roles or role == Role.ADMINISTRATOR


@pghistory.track()
class ClosingReason(models.Model):
    """Why a lead is closed, in the office's own words. One in use is retired, not deleted."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="reasons", verbose_name="阶段")
    name = models.CharField("关闭原因", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=0)
    retired_at = models.DateTimeField("停用", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "关闭原因"
        ordering = ["stage__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "name"], condition=Q(retired_at=None), name="closing_reason_once")
        ]

    def __str__(self) -> str:
        return self.name
