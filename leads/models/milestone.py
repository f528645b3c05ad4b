"""Milestones and money: what was planned and what came true, each word of it with its day and who said it."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from leads.models.attachment import Attachment
from leads.models.evidence import Told, has_its_place
from leads.models.lead import Currency, Lead


class Milestone(Told):
    """One dated word on one milestone of a lead: a plan or a fact. A newer word stands, the older ones stay as history."""

    class Kind(models.TextChoices):
        SIGNED = "signed", "签约"
        LAND = "land", "供地"
        STARTED = "started", "开工"
        COMPLETED = "completed", "竣工"
        OPERATING = "operating", "投产"
        FULL = "full", "达产"

    class What(models.TextChoices):
        PLANNED = "planned", "计划"
        ACTUAL = "actual", "实际"

    class Precise(models.TextChoices):
        DAY = "day", "日"
        MONTH = "month", "月"
        YEAR = "year", "年"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField("里程碑", max_length=10, choices=Kind)
    what = models.CharField("计划或实际", max_length=8, choices=What)
    on = models.DateField("日期", help_text="the last day of a month or year that is all that was said")
    precise = models.CharField(max_length=5, choices=Precise, default=Precise.DAY)
    stands = models.BooleanField(default=True, help_text="the newest word that was not taken back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("说明", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "里程碑"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind", "what"], condition=Q(stands=True), name="milestone_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, stands=False),
                name="milestone_withdrawn_by_someone",
            ),
            has_its_place("milestone_has_its_place"),
        ]
        indexes = [
            models.Index(fields=["lead", "-at"], name="milestone_of_lead"),
            models.Index(
                fields=["kind", "what", "on"], name="milestone_by_day", condition=Q(stands=True), include=["lead"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.get_what_display()} {self.day}"

    @property
    def day(self) -> str:
        """2021-03-05, 2021-03 or 2021, as precisely as it was said."""
        return day_words(self.on, self.precise)


def day_words(on: object, precise: str) -> str:
    """A day as precisely as it was said: 2021-03-05, 2021-03, 2021."""
    return format(on, {"month": "%Y-%m", "year": "%Y"}.get(precise, "%Y-%m-%d"))


@pghistory.track()
class Funds(models.Model):
    """到位资金: a sum that came in on a day, with its voucher. Taken back with a reason, never changed."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="funds")
    amount = models.DecimalField("金额", max_digits=20, decimal_places=2, help_text="base units")
    currency = models.CharField("币种", max_length=3, choices=Currency, default=Currency.CNY)
    on = models.DateField("到位日期")
    note = models.CharField("说明", max_length=200, blank=True)
    voucher = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="凭证"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = "到位资金"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="funds_positive"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="funds_withdrawn_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["lead", "-on"], name="funds_of_lead")]

    def __str__(self) -> str:
        return f"{self.on} {self.amount} {self.currency}"
