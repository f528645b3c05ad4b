"""Follow-ups: what was said and done, and what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from leads.models.attachment import Attachment
from leads.models.contact import Contact
from leads.models.lead import Lead, on_visible_lead

if TYPE_CHECKING:
    from staff.models import User


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> FollowUpQuerySet:
        """Those of the leads that one sees."""
        return self.filter(on_visible_lead(user))

    def spoken(self) -> FollowUpQuerySet:
        """Those in which the other side was really reached, and that still stand."""
        return self.filter(is_contact=True, withdrawn_at=None)

    def visits(self, since: datetime) -> FollowUpQuerySet:
        """Those that were visits, from that moment on."""
        return self.spoken().filter(kind="visit", at__gte=since)


@pghistory.track()
class FollowUp(models.Model):
    """One contact with the other side. Decided: written once; it carries the next step that it set.

    What was wrong in it is said by a FollowUpNote beside it, or it is withdrawn with a reason; its words never change.
    """

    class Kind(models.TextChoices):
        CALL = "call", "电话"
        VISIT = "visit", "拜访"
        MEETING = "meeting", "会议"
        VIDEO = "video", "视频"
        WECHAT = "wechat", "微信"
        SIGNING = "signing", "云签约"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        TALKED = "talked", "已沟通"
        INTERESTED = "interested", "有意向"
        AGREED = "agreed", "约好见面"
        HESITANT = "hesitant", "再考虑"
        REFUSED = "refused", "没兴趣"
        NO_ANSWER = "no_answer", "没联系上"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="followups")
    kind = models.CharField("方式", max_length=10, choices=Kind, default=Kind.CALL)
    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="followups", verbose_name="跟进人"
    )
    people = models.ManyToManyField(Contact, blank=True, related_name="followups", verbose_name="联系人")
    outcome = models.CharField("结果", max_length=12, choices=Outcome, blank=True)
    is_contact = models.BooleanField(default=True, help_text="the other side was reached; not a call unanswered")
    place = models.CharField("地点", max_length=200, blank=True)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="followups", verbose_name="附件")
    progress = models.TextField("进展", blank=True)
    problem = models.TextField("问题", blank=True)
    minutes = models.TextField("纪要", blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_on = models.DateField("下一步日期", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_why = models.CharField("撤回原因", max_length=400, blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "跟进"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="followup_withdrawn_with_reason",
            )
        ]
        indexes = [
            models.Index(fields=["lead", "-at"], name="followup_of_lead"),
            # Who visited whom of late: one of many kinds of contact.
            models.Index(
                fields=["at"],
                name="followup_visits",
                condition=Q(kind="visit", is_contact=True, withdrawn_at=None),
                include=["lead"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.progress[:40]}"


class FollowUpNote(models.Model):
    """What somebody adds to a follow-up, or says was wrong in it. Written once."""

    followup = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField("补正")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "跟进补正"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
