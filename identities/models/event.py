"""Different texts on one event: which articles tell of the same, and what people decided about that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from press.models import Article

if TYPE_CHECKING:
    from staff.models import User


class EventMember(models.Model):
    """The article tells of the same event as `first`, the one of them that was taken in first. Derived: see events.py."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="event_member")
    first = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="event_members")
    reason = models.CharField("理由", max_length=200, help_text="a Chinese phrase for people")

    class Meta:
        verbose_name = "同一事件"
        constraints = [
            models.CheckConstraint(condition=~Q(article=F("first")), name="event_member_is_not_its_first"),
        ]

    def __str__(self) -> str:
        return f"{self.article} = {self.first}"


class EventJudgementQuerySet(models.QuerySet["EventJudgement"]):
    def visible_to(self, user: User) -> EventJudgementQuerySet:
        return self

    def standing(self) -> EventJudgementQuerySet:
        return self.filter(withdrawn_at=None)

    def about(self, article: Article) -> EventJudgementQuerySet:
        """Every judgement on the article with another, withdrawn ones included, newest first."""
        rows = self.filter(Q(left=article) | Q(right=article)).order_by("-at", "-pk")
        return rows.select_related("by", "withdrawn_by", "left__source", "right__source").defer(
            *(f"{side}__{name}" for side in ("left", "right") for name in ("raw", "original", "text", "bigrams"))
        )


@pghistory.track()
class EventJudgement(models.Model):
    """One person's word on two articles, smaller id left: one event or two. At most one stands per pair."""

    class Verdict(models.TextChoices):
        SAME = "same", "同一事件"
        DIFFERENT = "different", "不是同一事件"

    left = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField("判断", max_length=10, choices=Verdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("理由", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EventJudgementQuerySet.as_manager()

    class Meta:
        verbose_name = "事件判断"
        constraints = [
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="event_judgement_of_one_pair"),
            models.UniqueConstraint(
                fields=["left", "right"], condition=Q(withdrawn_at=None), name="event_judgement_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}: {self.get_verdict_display()}"
