"""Targets: what the office, or a unit of it, set out to reach in a year."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from staff.models import Department


@pghistory.track()
class Target(models.Model):
    """One figure for one year of one unit with all below it; the history of its changes is kept."""

    class Indicator(models.TextChoices):
        SIGNED = "signed", "签约项目"
        AMOUNT = "amount", "签约总投资"
        STARTED = "started", "开工项目"
        OPERATING = "operating", "投产项目"

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="targets", verbose_name="部门")
    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=10, choices=Indicator)
    value = models.DecimalField(
        "目标", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], help_text="个；总投资为亿元"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "目标"
        ordering = ["-year", "department__path", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["department", "year", "indicator"], name="target_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.department} {self.get_indicator_display()} {self.value}"
