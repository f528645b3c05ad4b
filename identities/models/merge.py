"""Two rows that a person made one. Undone, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from identities.models.company import Company
from identities.models.judgement import Judgement
from identities.models.project import Project

if TYPE_CHECKING:
    from staff.models import User


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: User) -> MergeQuerySet:
        return self

    def standing(self) -> MergeQuerySet:
        return self.filter(undone_at=None)

    def into(self, row: Company | Project) -> MergeQuerySet:
        """What was merged into the row, undone merges included, newest first."""
        field = "kept_company" if isinstance(row, Company) else "kept_project"
        return self.filter(**{field: row}).select_related("by", "undone_by", "gone_company", "gone_project")


@pghistory.track(exclude=["moved"])
class Merge(models.Model):
    """`gone` became part of `kept`. What it needs to be undone exactly is in `moved` and `choices`."""

    kept_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    gone_company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    kept_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    gone_project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    judgement = models.OneToOneField(Judgement, on_delete=models.RESTRICT, related_name="merge")
    kept_keys = ArrayField(models.CharField(max_length=400), default=list, help_text="normal forms of the names then")
    gone_keys = ArrayField(models.CharField(max_length=400), default=list, help_text="normal forms of the names then")
    choices = models.JSONField(default=dict, help_text="field of the kept row: [value before, value chosen]")
    moved = models.JSONField(default=list, help_text="what pointed to the gone row: [model, key, field]")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("合并")
    why = models.CharField("理由", max_length=400, blank=True)
    undone_at = models.DateTimeField("撤销", null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_over = ArrayField(
        models.CharField(max_length=400), default=list, help_text="what the undoing could not give back, for people"
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "合并"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kept_company__isnull=False, gone_company__isnull=False, kept_project=None, gone_project=None
                )
                | Q(kept_project__isnull=False, gone_project__isnull=False, kept_company=None, gone_company=None),
                name="merge_of_one_pair",
            ),
            models.UniqueConstraint(
                fields=["gone_company"], condition=Q(undone_at=None), name="merge_of_a_company_stands_once"
            ),
            models.UniqueConstraint(
                fields=["gone_project"], condition=Q(undone_at=None), name="merge_of_a_project_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["kept_company", "-at"], name="merge_into_company"),
            models.Index(fields=["kept_project", "-at"], name="merge_into_project"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"

    def get_absolute_url(self) -> str:
        return reverse("identities:merge-detail", args=[self.pk])

    @property
    def kept(self) -> Company | Project:
        row = self.kept_company or self.kept_project
        assert row is not None
        return row

    @property
    def gone(self) -> Company | Project:
        row = self.gone_company or self.gone_project
        assert row is not None
        return row
