"""What the office decides for all leads: its numbers, and the days on which it works."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OfficeRule(models.Model):
    """One number that the office set. Decided: followed by another row, never changed; the newest of a key holds.

    What each key means, its unit and what holds without a row is in `leads.rules`.
    """

    key = models.CharField("规则", max_length=30)
    value = models.PositiveIntegerField("数值")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁改的")
    at = models.DateTimeField("时间")
    why = models.CharField("原因", max_length=400, blank=True)

    class Meta:
        verbose_name = "办公室规则"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["key", "-id"], name="office_rule_newest")]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"


class SpecialDay(models.Model):
    """A day that is not as its weekday says: a holiday, or a weekend that is worked (调休)."""

    day = models.DateField("日期", unique=True)
    works = models.BooleanField("上班", default=False)
    name = models.CharField("名称", max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁改的",
    )
    at = models.DateTimeField("时间", null=True, blank=True)

    class Meta:
        verbose_name = "节假日"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
