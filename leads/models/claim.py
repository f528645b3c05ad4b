"""Who took a lead into their hands, when and on what proof; who came too late; and how a leader ruled between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from leads.models.lead import Lead
from press.models import Article
from staff.models import Department

if TYPE_CHECKING:
    from staff.models import User


class Claim(models.Model):
    """One time that a lead was in somebody's hands. The one that runs has no end; a lead has at most one of those."""

    class End(models.TextChoices):
        RELEASED = "released", "放回线索池"
        RETURNED = "returned", "久未联系，自动放回"
        ASSIGNED = "assigned", "转交"
        TAKEN = "taken", "保护期已过，由别人认领"
        RULED = "ruled", "撞单裁定"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="claims")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    at = models.DateTimeField("时间")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proof = models.CharField("凭据", max_length=400, blank=True)
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    ended_why = models.CharField("怎么结束", max_length=10, choices=End, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "认领记录"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead"], condition=Q(ended_at=None), name="claim_one_runs"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="claim_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.at:%Y-%m-%d}"


class ClaimAttempt(models.Model):
    """A claim that was refused because somebody held the lead. Written once."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="attempts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claim_attempts")
    at = models.DateTimeField("时间")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    protected_until = models.DateField("当时保护期至", null=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    proof = models.CharField("凭据", max_length=400, blank=True)

    class Meta:
        verbose_name = "被拒的认领"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["by", "-at"], name="attempt_of_person")]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d}"


class ClashQuerySet(models.QuerySet["Clash"]):
    def visible_to(self, user: User) -> ClashQuerySet:
        """The two sides see theirs; leaders and heads those in which a side or the lead is of their unit or below."""
        if user.role == "administrator":
            return self
        mine = Q(attempt__by=user) | Q(attempt__holder=user)
        if user.sees_department and user.department:
            below = Department.objects.filter(path__startswith=user.department.path).values("pk")
            mine |= (
                Q(attempt__by__department__in=below)
                | Q(attempt__holder__department__in=below)
                | Q(attempt__lead__department__in=below)
            )
        return self.filter(mine)

    def seen_by(self, user: User) -> ClashQuerySet:
        """With `sees`: whether the person sees the lead they are about, and so who holds it."""
        return self.annotate(sees=Exists(Lead.objects.visible_to(user).filter(pk=OuterRef("attempt__lead"))))

    def listed(self) -> ClashQuerySet:
        return self.select_related(
            "attempt__by__department", "attempt__holder__department", "attempt__lead__company", "ruled_by"
        )


class Clash(models.Model):
    """Two who say that they spoke first. A leader rules once; the ruling and its reason are kept."""

    class Ruling(models.TextChoices):
        HOLDER = "holder", "归原负责人"
        CHALLENGER = "challenger", "归申诉人"
        SHARED = "shared", "共同跟进"

    attempt = models.OneToOneField(ClaimAttempt, on_delete=models.CASCADE, related_name="clash")
    statement = models.TextField("申诉理由")
    raised_at = models.DateTimeField("提出", db_index=True)
    ruling = models.CharField("裁定", max_length=10, choices=Ruling, blank=True)
    why = models.CharField("裁定理由", max_length=400, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁裁定",
    )
    ruled_at = models.DateTimeField("裁定时间", null=True, blank=True)

    objects = ClashQuerySet.as_manager()

    class Meta:
        verbose_name = "撞单"
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at=None, ruled_by=None)
                | (~Q(ruling="") & ~Q(why="") & Q(ruled_at__isnull=False, ruled_by__isnull=False)),
                name="clash_ruled_by_someone_with_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.attempt.lead)

    def get_absolute_url(self) -> str:
        return reverse("leads:clash", args=[self.pk])
