"""Handovers: everything that one person holds goes to another in one act, and can be given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

if TYPE_CHECKING:
    from staff.models import User


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> HandoverQuerySet:
        """An administrator's all; others' those they made, gave or took."""
        if user.role == "administrator":
            return self
        return self.filter(Q(by=user) | Q(giver=user) | Q(taker=user))


class Handover(models.Model):
    """One act of handing over. What it changed is in its items."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="移交人"
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接手人"
    )
    why = models.CharField("原因", max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁办的")
    at = models.DateTimeField("时间")
    undone_at = models.DateTimeField("撤销", null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "移交"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_between_two")]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    def get_absolute_url(self) -> str:
        return reverse("leads:handover-detail", args=[self.pk])


class HandoverItem(models.Model):
    """One row that changed hands: its columns before and after, and after an undo what could not be given back."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField("种类", max_length=20, help_text="a key of leads.handover.HOLDINGS")
    object_id = models.BigIntegerField()
    name = models.CharField("名称", max_length=400)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    left_why = models.CharField("没有还回", max_length=200, blank=True)

    class Meta:
        verbose_name = "移交项"
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["handover", "kind", "object_id"], name="handover_item_once")]

    def __str__(self) -> str:
        return self.name
