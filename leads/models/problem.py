"""Problems: what stands in a lead's way, who is to clear it by when, and how it was cleared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from leads.models.attachment import Attachment
from leads.models.followup import FollowUp
from leads.models.lead import Lead, on_visible_lead, visible
from lists.addresses import row_address
from staff.models import Department

if TYPE_CHECKING:
    from staff.models import User

# Overdue by more than so long, a problem goes to the leader.
LONG = timedelta(days=3)


class ProblemQuerySet(models.QuerySet["Problem"]):
    def visible_to(self, user: User, *, few: bool = False) -> ProblemQuerySet:
        """Those of the leads that one sees, and those handed to oneself or to one's unit (for others than officers,
        to units below too). few: each one's lead is looked up, which costs less than all leads that one sees."""
        seen = visible(user, "lead__") if few and not user.sees_all_leads else on_visible_lead(user)
        mine = seen | Q(person=user)
        if user.department and user.sees_department:
            mine |= Q(unit__in=user.units_below())
        elif user.department:
            mine |= Q(unit=user.department)
        return self.filter(mine)

    def open(self) -> ProblemQuerySet:
        return self.filter(solved_at=None)

    def overdue(self, today: date, by: timedelta = timedelta(0)) -> ProblemQuerySet:
        """Open ones whose day is past, or past by more than that."""
        return self.open().filter(due_on__lt=today - by)


class Problem(models.Model):
    """One obstacle of one lead. Its columns say where it stands; its steps who did what to it, and are never changed."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="problems", verbose_name="线索")
    followup = models.ForeignKey(FollowUp, on_delete=models.SET_NULL, null=True, blank=True, related_name="problems")
    text = models.TextField("问题")
    unit = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="problems", verbose_name="责任部门"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="problems",
        verbose_name="责任人",
    )  # fmt: skip
    due_on = models.DateField("期限", null=True, blank=True)
    opened_at = models.DateTimeField("提出")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="提出人"
    )
    solved_at = models.DateTimeField("销号", null=True, blank=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = "问题"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(unit=None) | Q(person=None), name="problem_to_unit_or_person"),
            models.CheckConstraint(
                condition=Q(unit=None, person=None) | Q(due_on__isnull=False), name="problem_handed_with_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="problem_open_due", condition=Q(solved_at=None)),
            models.Index(fields=["lead", "-opened_at"], name="problem_of_lead"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return row_address("leads:problem-detail", self.pk)

    @property
    def handed_to(self) -> str:
        return str(self.unit or self.person or "待交办")

    def days_open(self, today: date) -> int:
        """Whole days since it was raised, until it was solved or today."""
        until = timezone.localdate(self.solved_at) if self.solved_at else today
        return (until - timezone.localdate(self.opened_at)).days

    def days_late(self, today: date) -> int:
        """Days past its day; 0 when none is set, it is not past, or the problem is solved."""
        if self.solved_at or self.due_on is None:
            return 0
        return max(0, (today - self.due_on).days)


class ProblemStep(models.Model):
    """One act on a problem. Written once."""

    class Act(models.TextChoices):
        RAISE = "raise", "提出"
        HAND = "hand", "交办"
        SOLVE = "solve", "销号"
        REOPEN = "reopen", "重新打开"
        ESCALATE = "escalate", "升级"

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField("动作", max_length=10, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("时间")
    text = models.TextField("说明", blank=True, help_text="to whom and by when; how it was solved, with what evidence")
    due_on = models.DateField(null=True, blank=True, help_text="the day that was set, or that was missed")
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="+", verbose_name="附件")

    class Meta:
        verbose_name = "问题经过"
        ordering = ["at", "pk"]
        constraints = [
            # A missed day goes to the leader once, however often the clock comes round.
            models.UniqueConstraint(
                fields=["problem", "due_on"], condition=Q(act="escalate"), name="problem_escalated_once_per_day_missed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.text[:40]}"
