"""How companies belong together without being one: what coverage says of it, and what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from identities.models.appearance import Appearance
from identities.models.company import Company
from press.models import Article

if TYPE_CHECKING:
    from staff.models import User


class TieKind(models.TextChoices):
    """The label says what the lower one is to the upper one."""

    OWNS = "owns", "子公司"
    INVESTS = "invests", "投资设立"
    FORMER = "former", "曾用名"
    GROUP = "group", "同一集团"


# What the upper one is to the lower one.
ABOVE = {TieKind.OWNS: "母公司", TieKind.INVESTS: "投资方", TieKind.FORMER: "现名", TieKind.GROUP: "同一集团"}


class TieClaimQuerySet(models.QuerySet["TieClaim"]):
    def of(self, company: Company) -> TieClaimQuerySet:
        """What coverage says of the company's ties."""
        return self.filter(Q(upper__company=company) | Q(lower__company=company))


class TieClaim(models.Model):
    """One article's words on two companies that it names (甲旗下全资子公司乙). Derived: see ties.py."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tie_claims")
    upper = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="ties_below")
    lower = models.ForeignKey(Appearance, on_delete=models.CASCADE, related_name="ties_above")
    kind = models.CharField("关系", max_length=10, choices=TieKind)
    words = models.CharField(max_length=60, help_text="what says so, simplified")
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()

    objects = TieClaimQuerySet.as_manager()

    class Meta:
        verbose_name = "关联说法"
        constraints = [
            models.UniqueConstraint(fields=["article", "upper", "lower", "kind"], name="tie_claim_once"),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="tie_claim_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.upper.of} {self.words} {self.lower.of}"


class CompanyTieQuerySet(models.QuerySet["CompanyTie"]):
    def visible_to(self, user: User) -> CompanyTieQuerySet:
        return self

    def standing(self) -> CompanyTieQuerySet:
        return self.filter(withdrawn_at=None)

    def of(self, company: Company) -> CompanyTieQuerySet:
        """What people said of the company's ties."""
        return self.filter(Q(upper=company) | Q(lower=company))


@pghistory.track()
class CompanyTie(models.Model):
    """A person's word on two companies: they belong together so, or they do not. Withdrawn, never deleted."""

    upper = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="ties_below")
    lower = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="ties_above")
    kind = models.CharField("关系", max_length=10, choices=TieKind)
    holds = models.BooleanField("成立", help_text="False where the person says that coverage is wrong")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField("理由", max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CompanyTieQuerySet.as_manager()

    class Meta:
        verbose_name = "关联"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="company_tie_of_two"),
            models.UniqueConstraint(
                fields=["upper", "lower", "kind"], condition=Q(withdrawn_at=None), name="company_tie_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upper} · {self.get_kind_display()} · {self.lower}"

    def may_move(self, name: str, into: models.Model) -> bool:
        """Whether a merge may give it to `into`: not where it would tie a company to itself, or stands there already."""
        ends = {"upper": self.upper_id, "lower": self.lower_id, name: into.pk}
        if ends["upper"] == ends["lower"]:
            return False
        there = type(self).objects.standing().filter(upper=ends["upper"], lower=ends["lower"], kind=self.kind)
        return self.withdrawn_at is not None or not there.exists()
