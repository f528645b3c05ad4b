"""What the office and each person want to see of the news, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from identities.models import Company, Project
from leads.models.lead import Currency, Industry
from leads.models.proposal import Proposal
from press.models import Source

if TYPE_CHECKING:
    from staff.models import User


class WatchRuleQuerySet(models.QuerySet["WatchRule"]):
    def visible_to(self, user: User) -> WatchRuleQuerySet:
        """The office's, and one's own."""
        return self.filter(Q(owner=None) | Q(owner=user))


class MuteQuerySet(models.QuerySet["Mute"]):
    def visible_to(self, user: User) -> MuteQuerySet:
        """The office's, and one's own."""
        return self.filter(Q(owner=None) | Q(owner=user))


@pghistory.track()
class WatchRule(models.Model):
    """A condition on proposals; every part that is filled in must hold. Without an owner it is the whole office's.

    What fits a rule that takes, and none that leaves, comes into the inbox: the office's into everybody's, a person's own
    into theirs.
    """

    class Effect(models.TextChoices):
        TAKE = "take", "收进新闻待办"
        LEAVE = "leave", "不收"

    class Basis(models.TextChoices):
        TOTAL = "total", "总投资"
        FIXED = "fixed", "固定资产投资"

    name = models.CharField("名称", max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watch_rules",
        verbose_name="谁的",
    )
    effect = models.CharField("结果", max_length=6, choices=Effect, default=Effect.TAKE)
    is_active = models.BooleanField("启用", default=True)
    industries = ArrayField(
        models.CharField(max_length=20, choices=Industry), verbose_name="产业", default=list, blank=True
    )
    amount = models.DecimalField("金额不低于", max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField("币种", max_length=3, choices=Currency, default=Currency.CNY)
    basis = models.CharField("哪种金额", max_length=6, choices=Basis, default=Basis.TOTAL)
    unknown = models.BooleanField("没说金额的也算", default=False)
    place = models.CharField("项目所在地", max_length=60, blank=True)
    origin = models.CharField("企业所在地", max_length=60, blank=True)
    words = ArrayField(models.CharField(max_length=40), verbose_name="关键词", default=list, blank=True)
    companies = models.ManyToManyField(Company, blank=True, related_name="+", verbose_name="企业")
    projects = models.ManyToManyField(Project, blank=True, related_name="+", verbose_name="项目")
    sources = models.ManyToManyField(Source, blank=True, related_name="+", verbose_name="来源")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="谁建的"
    )
    created_at = models.DateTimeField("建立")

    objects = WatchRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "关注规则"
        ordering = ["owner_id", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="watch_amount_positive"),
            # What one person does not want to see is a mute; a rule that leaves out is the office's.
            models.CheckConstraint(condition=Q(effect="take") | Q(owner=None), name="watch_leaves_for_the_office"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("leads:watch-edit", args=[self.pk])


class WatchHit(models.Model):
    """A proposal that a rule takes. Derived while the proposal waits; then it says why it had been proposed."""

    rule = models.ForeignKey(WatchRule, on_delete=models.CASCADE, related_name="hits")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="hits")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "关注命中"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["rule", "proposal"], name="watch_hit_once")]
        indexes = [models.Index(fields=["rule", "-at"], name="watch_hit_newest")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.proposal}"


class Mute(models.Model):
    """What somebody, or the office, does not want in the inbox. Decided: lifted, never deleted. The coverage stays."""

    class Kind(models.TextChoices):
        COMPANY = "company", "企业"
        SOURCE = "source", "来源"
        WORD = "word", "词"

    kind = models.CharField("类别", max_length=8, choices=Kind)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mutes",
        verbose_name="谁的",
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    word = models.CharField("词", max_length=40, blank=True)
    why = models.CharField("原因", max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁设的")
    at = models.DateTimeField("时间")
    lifted_at = models.DateTimeField("恢复", null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = MuteQuerySet.as_manager()

    class Meta:
        verbose_name = "不再提示"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="company", company__isnull=False, source=None, word="")
                | Q(kind="source", source__isnull=False, company=None, word="")
                | (Q(kind="word", company=None, source=None) & ~Q(word="")),
                name="mute_names_one_thing",
            ),
            models.UniqueConstraint(
                fields=["owner", "company", "source", "word"],
                condition=Q(lifted_at=None),
                name="mute_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return str(self.company or self.source or self.word)
