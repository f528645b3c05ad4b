"""Pairs that may be one: what people are asked to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from identities.models.company import Company
from identities.models.judgement import Judgement
from identities.models.project import Project

if TYPE_CHECKING:
    from staff.models import User


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def visible_to(self, user: User) -> DoubtQuerySet:
        """Companies and projects are the office's common knowledge, and so is which of them may be one."""
        return self

    def waiting(self) -> DoubtQuerySet:
        """Those that nobody has judged, between rows that stand."""
        return self.alias(judged=Exists(_standing())).filter(judged=False).standing()

    def standing(self) -> DoubtQuerySet:
        """Between two rows of which neither was merged away."""
        return self.filter(
            left_company__merged_into=None,
            right_company__merged_into=None,
            left_project__merged_into=None,
            right_project__merged_into=None,
        )

    def listed(self) -> DoubtQuerySet:
        return self.select_related("left_company", "right_company", "left_project", "right_project")


def _standing() -> models.QuerySet[Judgement]:
    """The judgement that stands on the outer row's pair."""
    same = Q(left_company=OuterRef("left_company"), right_company=OuterRef("right_company"))
    same |= Q(left_project=OuterRef("left_project"), right_project=OuterRef("right_project"))
    return Judgement.objects.filter(same, withdrawn_at=None)


class Doubt(models.Model):
    """Two rows that are likely one, smaller id left. Derived: resolve() rebuilds it; the answer is a Judgement."""

    left_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    right_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    left_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    right_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    score = models.FloatField("相似", help_text="0-1")
    reasons = ArrayField(models.CharField(max_length=200), default=list, help_text="Chinese phrases for people")

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = "待判"
        ordering = ["-score", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_company__lt=F("right_company"), left_project=None, right_project=None)
                | Q(left_project__lt=F("right_project"), left_company=None, right_company=None),
                name="doubt_of_one_pair",
            ),
            models.UniqueConstraint(fields=["left_company", "right_company"], name="doubt_once_for_companies"),
            models.UniqueConstraint(fields=["left_project", "right_project"], name="doubt_once_for_projects"),
        ]
        indexes = [models.Index(fields=["-score", "id"], name="doubt_by_score")]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"

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

    @property
    def percent(self) -> int:
        return round(self.score * 100)
