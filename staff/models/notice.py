"""Notices: what one person is told inside the app."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One message to one person. A non-empty `once` is told to that person a single time, whoever asks how often."""

    class Kind(models.TextChoices):
        DUE = "due", "到期提醒"
        CLOCK = "clock", "响应时限"
        WATCH = "watch", "关注命中"
        CLASH = "clash", "撞单"
        MENTION = "mention", "提到我"
        LEAD = "lead", "线索动态"
        PROBLEM = "problem", "问题交办"
        INTAKE = "intake", "来源与采集"
        OFFICE = "office", "办公室"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    text = models.CharField("内容", max_length=400)
    url = models.CharField("去处", max_length=400, blank=True, help_text="a path of this site")
    model = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读", null=True, blank=True)
    once = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "通知"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "once"], condition=~Q(once=""), name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text
