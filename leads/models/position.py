"""Where a contact works and worked, and who introduced whom: what makes a chain to somebody we can call."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from identities.models import Company
from leads.models.contact import Contact
from press.models import Article


class Sourced(models.Model):
    """A row that a person wrote down, and, where an article says so, with its sentence in the stored original."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁记的")
    at = models.DateTimeField("记于")
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sentence_start = models.PositiveIntegerField(null=True)
    sentence_end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True, help_text="the sentence as printed, kept even if the original is dropped")

    class Meta:
        abstract = True

    @property
    def told_by(self) -> str:
        """Who says so where no sentence does."""
        return f"{self.by} {self.at:%Y-%m-%d} 记录"


class Position(Sourced):
    """One person's place at one firm for a time. The contact's own columns repeat the present one."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="positions", verbose_name="联系人")
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="positions", verbose_name="企业"
    )
    title = models.CharField("职务", max_length=100, blank=True)
    since = models.DateField("从", null=True, blank=True)
    until = models.DateField("到", null=True, blank=True)
    is_now = models.BooleanField("现任", default=True)

    class Meta:
        verbose_name = "任职"
        ordering = ["-is_now", F("since").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact"], condition=Q(is_now=True), name="position_one_now"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")), name="position_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.company or ''}{self.title}"

    @property
    def span(self) -> str:
        """2019-03 至 2024-05, 2019-03 至今, 至 2024-05; empty where no day is known."""
        start = f"{self.since:%Y-%m} " if self.since else ""
        if self.is_now:
            return f"{start}至今" if start else ""
        return f"{start}至 {self.until:%Y-%m}" if self.until else start.strip()


class Introduction(Sourced):
    """One contact knows another and can open the door. Taken back, never deleted."""

    introducer = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="introduces", verbose_name="引荐人")
    person = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="introduced_by", verbose_name="被引荐人")
    why = models.CharField("关系", max_length=200, blank=True, help_text="同学、老同事 …")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "引荐"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["introducer", "person"], condition=Q(withdrawn_at=None), name="introduction_stands_once"
            ),
            models.CheckConstraint(condition=~Q(introducer=F("person")), name="introduction_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.introducer} → {self.person}"
