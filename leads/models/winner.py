"""花落谁家: where a firm went that we lost, set aside or let lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from identities.models import Company
from leads.models.evidence import Told, has_its_place
from leads.models.lead import Lead, on_visible_lead
from leads.models.proposal import Proposal
from lists.addresses import row_address

if TYPE_CHECKING:
    from staff.models import User


class HomeArea(models.Model):
    """A name of our own area as coverage prints it (临江, 临江高新区): what settles elsewhere is not there."""

    name = models.CharField("本地地名", max_length=40, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "本地地名"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WinnerQuerySet(models.QuerySet["Winner"]):
    def visible_to(self, user: User) -> WinnerQuerySet:
        """Those on the leads that the person sees; what was set aside in the inbox is everyone's."""
        return self.filter(Q(lead=None) | on_visible_lead(user))

    def waiting(self) -> WinnerQuerySet:
        return self.filter(state=Winner.State.WAITING)

    def listed(self) -> WinnerQuerySet:
        return self.select_related(
            "lead__owner", "lead__stage", "proposal__decided_by", "company", "article__source", "by"
        ).defer("article__raw", "article__original", "article__text", "article__bigrams")


class Winner(Told):
    """Who won a firm: asked from coverage (waiting), or said by a person. One record of ours, one article."""

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        CONFIRMED = "confirmed", "已确认"
        DISMISSED = "dismissed", "无关"

    class Record(models.TextChoices):
        IGNORED = "ignored", "忽略过的提议"
        LOST = "lost", "关闭了的线索"
        STALE = "stale", "停留超期的线索"

    lead = models.ForeignKey(
        Lead, on_delete=models.CASCADE, null=True, blank=True, related_name="winners", verbose_name="线索"
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="winners", verbose_name="提议"
    )
    record = models.CharField("我们的记录", max_length=8, choices=Record)
    record_on = models.DateField("记录日期", help_text="ignored, closed, or in its stage since")
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    what = models.CharField("项目", max_length=400, blank=True, help_text="the project told elsewhere")
    stage = models.CharField(max_length=12, blank=True, help_text="reading stage told")
    place = models.CharField("去了哪里", max_length=200, blank=True)
    park = models.CharField("园区", max_length=200, blank=True)
    on = models.DateField("落地时间", null=True, blank=True)
    precise = models.CharField(max_length=5, default="day")
    created_at = models.DateTimeField("发现", db_index=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="谁定的"
    )
    at = models.DateTimeField(null=True)
    why = models.CharField("说明", max_length=400, blank=True)

    objects = WinnerQuerySet.as_manager()

    class Meta:
        verbose_name = "花落谁家"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead=None, proposal__isnull=False) | Q(lead__isnull=False, proposal=None),
                name="winner_of_one_record",
            ),
            models.UniqueConstraint(
                fields=["lead", "article"], condition=Q(article__isnull=False), name="winner_of_lead_once"
            ),
            models.UniqueConstraint(
                fields=["proposal", "article"], condition=Q(article__isnull=False), name="winner_of_proposal_once"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", by=None, at=None)
                | (~Q(state="waiting") & Q(by__isnull=False, at__isnull=False)),
                name="winner_decided_by_someone",
            ),
            has_its_place("winner_has_its_place"),
        ]
        indexes = [models.Index(fields=["state", "-created_at"], name="winner_by_state")]

    def __str__(self) -> str:
        return f"{self.company or self.what} → {self.place or '地点未说'}"

    def get_absolute_url(self) -> str:
        return row_address("leads:winner-decide", self.pk)

    @property
    def ours(self) -> Lead | Proposal:
        row = self.lead or self.proposal
        assert row is not None
        return row
