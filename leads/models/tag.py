"""Tags: words that the office puts on leads."""

from __future__ import annotations

from django.db import models


class Tag(models.Model):
    """A word that the office puts on leads."""

    name = models.CharField("标签", max_length=20, unique=True)

    class Meta:
        verbose_name = "标签"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
