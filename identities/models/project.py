"""Projects and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from identities.models.company import Company
from identities.models.name import Name
from lists.addresses import row_address
from search.fields import contains

if TYPE_CHECKING:
    from staff.models import User


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> ProjectQuerySet:
        """Projects that coverage tells of are the office's common knowledge."""
        return self

    def current(self) -> ProjectQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def named(self, query: str) -> ProjectQuerySet:
        """Those that have a name with every character pair of the query; none for an empty query."""
        return self.filter(pk__in=ProjectName.bearers(query))


@pghistory.track()
class Project(models.Model):
    """One undertaking of one or more companies. Its values are in press facts, side by side, with their sentences."""

    class Kind(models.TextChoices):
        INDUSTRY = "industry", "产业项目"
        CARRIER = "carrier", "载体项目"
        PUBLIC = "public", "公共项目"

    name = models.CharField("名称", max_length=400)
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.INDUSTRY)
    companies = models.ManyToManyField(Company, related_name="projects", blank=True, verbose_name="企业")
    note = models.TextField("备注", blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("建档", auto_now_add=True, db_index=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="project_not_into_itself")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("identities:project-detail", self.pk)


class ProjectName(Name):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = "项目名称"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "text"], name="project_name_once")]
        indexes = [GinIndex(fields=["bigrams"], name="project_name_bigrams")]

    @classmethod
    def bearers(cls, query: str) -> models.QuerySet[Any, Any]:
        """The keys of the projects that are `named` so, for a condition on them."""
        condition = contains("bigrams", query)
        rows = cls._default_manager.none() if condition is None else cls._default_manager.filter(condition)
        return rows.order_by().values("project")
