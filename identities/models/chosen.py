"""What a person took for true where coverage says several things. Withdrawn, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from identities.models.project import Project
from press.models import Article, Fact
from press.models.mention import QUOTE

if TYPE_CHECKING:
    from staff.models import User


class ChosenValueQuerySet(models.QuerySet["ChosenValue"]):
    def visible_to(self, user: User) -> ChosenValueQuerySet:
        return self

    def standing(self) -> ChosenValueQuerySet:
        return self.filter(withdrawn_at=None)


@pghistory.track()
class ChosenValue(models.Model):
    """One value of one kind that stands for a project, with its sentence as printed. At most one stands per kind.

    It refers to the article and the place in its stored original, so no reading and no merge takes it away.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="chosen")
    kind = models.CharField("类型", max_length=12, choices=Fact.Kind)
    value = models.JSONField(help_text="as press.Fact.value")
    text = models.CharField("值", max_length=QUOTE, help_text="as people write it")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    quote = models.TextField(help_text="the sentence as printed")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("理由", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ChosenValueQuerySet.as_manager()

    class Meta:
        verbose_name = "选定值"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"], condition=Q(withdrawn_at=None), name="chosen_value_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="chosen_value_withdrawn_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"

    def may_move(self, name: str, into: models.Model) -> bool:
        """Whether a merge may give it to `into`: not where one of its kind stands there, which wins."""
        there = type(self).objects.standing().filter(project=into.pk, kind=self.kind)
        return self.withdrawn_at is not None or not there.exists()
