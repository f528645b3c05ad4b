"""Saved views of the lead list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from staff.models import Department

if TYPE_CHECKING:
    from staff.models import User


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> SavedViewQuerySet:
        """One's own, and those shared to one's unit or a unit above it."""
        mine = Q(owner=user)
        if user.department:
            above = [int(part) for part in user.department.path.strip("/").split("/")]
            mine |= Q(shared_with__in=above)
        return self.filter(mine)


class SavedView(models.Model):
    """One way to see the lead list: its filters, order and columns, under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    query = models.TextField(blank=True, help_text="the list's query: filters, sort, columns")
    shared_with = models.ForeignKey(
        Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="共享给"
    )
    at = models.DateTimeField("保存")

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "视图"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('leads:lead-list')}?{self.query}{'&' if self.query else ''}view={self.pk}"
