"""What people decided about two names: same, different, unsure. Withdrawn, never deleted."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from identities.models.company import Company
from identities.models.project import Project


@pghistory.track()
class Judgement(models.Model):
    """One person's word on one pair, smaller id left. At most one stands per pair."""

    class Verdict(models.TextChoices):
        SAME = "same", "是同一个"
        DIFFERENT = "different", "不是同一个"
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
        pair = (
            (self.left_company, self.right_company) if self.left_company_id else (self.left_project, self.right_project)
        )
        return f"{pair[0]} / {pair[1]}: {self.get_verdict_display()}"
