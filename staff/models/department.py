"""Departments: a tree whose paths make "everything below mine" one indexed prefix."""

from __future__ import annotations

from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr


@pghistory.track()
class Department(models.Model):
    """A unit of the office. `path` is "/1/4/": the ids from the root down, kept by save()."""

    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级部门"
    )
    path = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta:
        verbose_name = "部门"
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_once", nulls_distinct=False)
        ]
        indexes = [models.Index(fields=["path"], name="department_path_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and rewrites the paths below when the place in the tree changed."""
        with transaction.atomic():
            before = self.path
            super().save(*args, **kwargs)
            self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
            if self.path != before:
                type(self).objects.filter(pk=self.pk).update(path=self.path)
                if before:
                    below = type(self).objects.filter(path__startswith=before).exclude(pk=self.pk)
                    below.update(path=Concat(Value(self.path), Substr(F("path"), len(before) + 1)))

    @property
    def levels(self) -> range:
        """As many as there are departments above it: templates indent by them."""
        return range(self.path.count("/") - 2)

    def clean(self) -> None:
        if self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "上级部门不能是本部门或它的下级。"})
