"""What a lead asks of the office by a day: response, first judgement, answer to the introducer, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from leads.models.lead import Lead, on_visible_lead

if TYPE_CHECKING:
    from staff.models import User


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        """Of open leads, not yet done; breached ones run on until they are."""
        return self.filter(done_at=None, lead__closed_at=None)

    def visible_to(self, user: User) -> ClockQuerySet:
        """The clocks of the leads that one sees."""
        return self.filter(on_visible_lead(user))


class Clock(models.Model):
    """One thing due on one lead: done, or breached when its day went by first (and then done late, or never)."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "定人并响应"
        JUDGE = "judge", "作出初判"
        INTRODUCER = "introducer", "答复引荐人"
        REPORT = "report", "报告进展"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="clocks", verbose_name="线索")
    kind = models.CharField("事项", max_length=12, choices=Kind)
    round = models.PositiveSmallIntegerField("第几次", default=1)
    starts_at = models.DateTimeField("起算")
    due_on = models.DateField("期限")
    done_at = models.DateTimeField("完成", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁完成",
    )
    note = models.CharField("说明", max_length=400, blank=True)
    breached_at = models.DateTimeField("超时", null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = "响应时限"
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["lead", "kind", "round"], name="clock_once")]
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="clock_running", condition=Q(done_at=None), include=["lead", "kind"]
            ),
            # First judgements are few among what runs, and 今日 counts those that are due.
            models.Index(
                fields=["due_on"], name="clock_judging", condition=Q(done_at=None, kind="judge"), include=["lead"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on:%Y-%m-%d}"


class ClockAct(models.Model):
    """One thing that the clock did by itself, under a key that can be used once: late or twice, it is done once."""

    class Act(models.TextChoices):
        DUE = "due", "提醒今天到期"
        BREACH = "breach", "超时上报"
        PROTECT_WARN = "protect_warn", "提醒保护期将满"
        PROTECT_LAPSE = "protect_lapse", "保护期满"
        RETURN_WARN = "return_warn", "提醒将放回线索池"
        RETURN = "return", "自动放回线索池"

    key = models.CharField(max_length=120, unique=True)
    act = models.CharField("动作", max_length=14, choices=Act)
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="clock_acts")
    day = models.DateField("依据的日期", help_text="the due day, end of protection or day of return that it was about")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "时限动作"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lead", "act", "day"], name="clock_act_of_lead")]

    def __str__(self) -> str:
        return self.key


class Appraisal(models.Model):
    """A first judgement on a lead (初判). Decided: followed by another, never changed."""

    class Verdict(models.TextChoices):
        GO = "go", "跟进"
        DROP = "drop", "放弃"
        PASS = "pass", "转给别人"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="appraisals")
    verdict = models.CharField("结论", max_length=6, choices=Verdict)
    why = models.CharField("理由", max_length=400)
    passed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转给"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "初判"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="appraisal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(verdict="pass", passed_to__isnull=False) | (~Q(verdict="pass") & Q(passed_to=None)),
                name="appraisal_passed_to_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}：{self.why}"
