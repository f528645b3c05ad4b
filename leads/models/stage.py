"""Stages: rows that the office can edit. Code never names one but by what its columns say."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models


class StageQuerySet(models.QuerySet["Stage"]):
    def open(self) -> StageQuerySet:
        return self.filter(is_closed=False)

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

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "阶段"
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
