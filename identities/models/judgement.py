"""What people decided about two names: same, different, unsure. Withdrawn, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from identities.models.company import Company
from identities.models.project import Project

if TYPE_CHECKING:
    from staff.models import User


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, user: User) -> JudgementQuerySet:
        return self

    def about(self, row: Company | Project) -> JudgementQuerySet:
        """Every judgement on a pair with the row, withdrawn ones included, newest first."""
        kind = "company" if isinstance(row, Company) else "project"
        rows = self.filter(Q(**{f"left_{kind}": row}) | Q(**{f"right_{kind}": row})).order_by("-at", "-pk")
        return rows.select_related(
            "by", "withdrawn_by", "left_company", "right_company", "left_project", "right_project"
        )


@pghistory.track()
class Judgement(models.Model):
    """One person's word on one pair, smaller id left. At most one stands per pair."""

    class Verdict(models.TextChoices):
        SAME = "same", "相同"
        DIFFERENT = "different", "不同"
        UNSURE = "unsure", "不确定"

    left_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    right_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    left_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    right_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    verdict = models.CharField("判断", max_length=10, choices=Verdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("理由", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = "判断"
        constraints = [
            models.CheckConstraint(
                condition=Q(left_company__lt=F("right_company"), left_project=None, right_project=None)
                | Q(left_project__lt=F("right_project"), left_company=None, right_company=None),
                name="judgement_of_one_pair",
            ),
            models.UniqueConstraint(
                fields=["left_company", "right_company"],
                condition=Q(withdrawn_at=None, left_company__isnull=False),
                name="judgement_stands_once_for_companies",
            ),
            models.UniqueConstraint(
                fields=["left_project", "right_project"],
                condition=Q(withdrawn_at=None, left_project__isnull=False),
                name="judgement_stands_once_for_projects",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}: {self.get_verdict_display()}"

    @property
    def left(self) -> Company | Project:
        row = self.left_company or self.left_project
        assert row is not None
        return row

    @property
    def right(self) -> Company | Project:
        row = self.right_company or self.right_project
        assert row is not None
        return row
