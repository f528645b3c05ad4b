"""Promises: what coverage said would be reached by a day, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from leads.models.evidence import Told, has_its_place
from leads.models.lead import Lead, on_visible_lead
from lists.addresses import row_address

if TYPE_CHECKING:
    from staff.models import User


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: User) -> PromiseQuerySet:
        """Those on the leads that the person sees."""
        return self.filter(on_visible_lead(user))

    def due(self, on: date) -> PromiseQuerySet:
        """Those on open leads that are to be answered on the day or were before."""
        return self.filter(state=Promise.State.OPEN, due__lte=on, lead__closed_at=None)

    def listed(self) -> PromiseQuerySet:
        return self.select_related("lead__owner", "lead__stage", "article__source").defer(
            "article__raw", "article__original", "article__text", "article__bigrams"
        )


class Promise(Told):
    """A forward statement of an article on a lead. Derived while nobody answered; an answer makes it stay for ever."""

    class State(models.TextChoices):
        OPEN = "open", "待兑现"
        KEPT = "kept", "已兑现"
        BROKEN = "broken", "落空"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="promises", verbose_name="线索")
    what = models.CharField("承诺", max_length=400, help_text="the words, repaired")
    stage = models.CharField(max_length=12, blank=True, help_text="reading stage promised; empty for an output")
    due = models.DateField("期限", help_text="as it stands after delays")
    told_due = models.DateField("原定期限", help_text="as the article said")
    created_at = models.DateTimeField()
    state = models.CharField("状态", max_length=8, choices=State, default=State.OPEN)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = "承诺"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "article", "start", "end"], name="promise_once"),
            has_its_place("promise_has_its_place"),
        ]
        indexes = [
            models.Index(fields=["due", "id"], name="promise_due", condition=Q(state="open")),
            models.Index(fields=["lead", "due"], name="promise_of_lead"),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return row_address("leads:promise-answer", self.pk)

    @property
    def is_delayed(self) -> bool:
        return self.due != self.told_due


class PromiseAnswer(models.Model):
    """What a person said of a promise on its day. Written once."""

    class Answer(models.TextChoices):
        KEPT = "kept", "已兑现"
        DELAYED = "delayed", "延期"
        BROKEN = "broken", "落空"
        REOPENED = "reopened", "重新打开"

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField("答复", max_length=10, choices=Answer)
    due_before = models.DateField()
    due_after = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("说明", max_length=400, blank=True)

    class Meta:
        verbose_name = "承诺答复"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_answer_display()} {self.promise}"
