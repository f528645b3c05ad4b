"""Follow-ups: what was said and done, and what comes next."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models

from leads.models.contact import Contact
from leads.models.lead import Lead


@pghistory.track()
class FollowUp(models.Model):
    """One contact with the other side. Decided: written once; it carries the next step that it set."""

    class Kind(models.TextChoices):
        CALL = "call", "电话"
        VISIT = "visit", "拜访"
        MEETING = "meeting", "会议"
        VIDEO = "video", "视频"
        WECHAT = "wechat", "微信"
        OTHER = "other", "其他"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="followups")
    kind = models.CharField("方式", max_length=10, choices=Kind, default=Kind.CALL)
    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followups", verbose_name="跟进人"
    )
    people = models.ManyToManyField(Contact, blank=True, related_name="followups", verbose_name="联系人")
    progress = models.TextField("进展", blank=True)
    problem = models.TextField("问题", blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_on = models.DateField("下一步日期", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "跟进"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lead", "-at"], name="followup_of_lead")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.progress[:40]}"
