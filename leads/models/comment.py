"""Comments: what colleagues say to each other about a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from leads.models.lead import Lead, on_visible_lead

if TYPE_CHECKING:
    from staff.models import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> CommentQuerySet:
        """Those of the leads that one sees."""
        return self.filter(on_visible_lead(user))


class Comment(models.Model):
    """One remark. Its words never change; its writer may take it back, and then it shows as taken back."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField("评论")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    withdrawn_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "评论"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lead", "-at"], name="comment_of_lead")]

    def __str__(self) -> str:
        return self.text[:40]
