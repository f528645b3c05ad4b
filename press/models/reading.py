"""What an engine found in an article, before people's corrections: the present reading, and newer ones that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from press.models.article import Article

if TYPE_CHECKING:
    from staff.models import User


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, user: User) -> ReadingQuerySet:
        return self

    def waiting(self) -> ReadingQuerySet:
        """Those that differ from what people saw and wait for somebody's word."""
        return self.filter(state=Reading.State.WAITING)

    def listed(self) -> ReadingQuerySet:
        return self.select_related("article__source", "decided_by").defer(
            "found", "article__raw", "article__original", "article__text", "article__bigrams"
        )


class Reading(models.Model):
    """One engine's findings in one article. The present one, corrected, is what mentions and facts are made of."""

    class State(models.TextChoices):
        PRESENT = "present", "采用中"
        WAITING = "waiting", "待确认"
        KEPT = "kept", "保留了旧读法"
        REPLACED = "replaced", "已被替换"
        FAILED = "failed", "重读失败"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="found", verbose_name="报道")
    engine = models.CharField("引擎", max_length=40)
    at = models.DateTimeField("时间")
    found = models.JSONField(default=dict, help_text="press.findings.Findings.as_json()")
    state = models.CharField("状态", max_length=10, choices=State)
    added = models.PositiveSmallIntegerField("新增", default=0, help_text="against the reading it was compared with")
    gone = models.PositiveSmallIntegerField("不再有", default=0)
    changed = models.PositiveSmallIntegerField("改变", default=0)
    error = models.CharField("原因", max_length=300, blank=True)
    is_silent = models.BooleanField("未惊动人", default=False, help_text="replaced one that nobody had seen")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("确认", null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "读法"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(state="present"), name="reading_present_once"),
            models.UniqueConstraint(fields=["article"], condition=Q(state="waiting"), name="reading_waiting_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="reading_decided_by_someone",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["engine", "state"], name="reading_by_engine", include=["article"]),
            models.Index(fields=["state", "-at"], name="reading_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.article}（{self.engine}）"

    def get_absolute_url(self) -> str:
        return reverse("press:reading-detail", args=[self.pk])
