"""Companies and their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from identities.models.name import Name
from lists.addresses import row_address
from reading.names import normal, parts
from search.fields import contains

if TYPE_CHECKING:
    from staff.models import User


_CHINESE = re.compile(r"[\u3400-\u9fff]")


class CompanyQuerySet(models.QuerySet["Company"]):
    def visible_to(self, user: User) -> CompanyQuerySet:
        """Companies are the office's common knowledge; who holds one is masked where it is shown."""
        return self

    def current(self) -> CompanyQuerySet:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def named(self, query: str) -> CompanyQuerySet:
        """Those that have a name with every character pair of the query; none for an empty query."""
        return self.filter(pk__in=CompanyName.bearers(query))


@pghistory.track()
class Company(models.Model):
    """An enterprise, once. What the machine only reads stays in press facts; these columns are a person's or a name."""

    name = models.CharField("名称", max_length=400)
    code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    industry = models.CharField("产业", max_length=20, blank=True)
    place = models.CharField("所在地", max_length=200, blank=True)
    note = models.TextField("备注", blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    merged_into = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="merged")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField("建档", auto_now_add=True, db_index=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = "企业"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code="") & models.Q(merged_into=None),
                name="company_code_once",
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="company_not_into_itself"),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="company_by_name"),
            models.Index(fields=["created_at", "id"], name="company_by_day", condition=models.Q(merged_into=None)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("identities:company-detail", self.pk)


def block_of(name: str) -> str:
    """What names that may be compared share: the first two characters of the brand."""
    return (parts(name).brand or normal(name))[:2]


def kind_of_name(text: str, full: str) -> str:
    """What a printed form is beside the company's own name: one of CompanyName.Kind, "" where that cannot be told."""
    if text == full:
        return CompanyName.Kind.FULL
    if not _CHINESE.search(text):
        return CompanyName.Kind.FOREIGN
    if not parts(text).trades and text == parts(text).brand:
        return CompanyName.Kind.BRAND
    return CompanyName.Kind.SHORT if len(text) < len(full) else ""


class CompanyName(Name):
    class Kind(models.TextChoices):
        FULL = "full", "全称"
        SHORT = "short", "简称"
        FORMER = "former", "曾用名"
        FOREIGN = "foreign", "外文名"
        BRAND = "brand", "字号或品牌"

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="names")
    node = models.CharField(
        max_length=400,
        db_index=True,
        help_text="normal form of the fullest name it was printed beside; its own when typed",
    )
    block = models.CharField(max_length=4, help_text="block_of(text)")
    kind = models.CharField(
        "类别", max_length=10, choices=Kind, blank=True, help_text="as a person says; empty: kind_of_name() tells"
    )

    class Meta:
        verbose_name = "企业名称"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["node", "text"], name="company_name_once")]
        indexes = [
            GinIndex(fields=["bigrams"], name="company_name_bigrams"),
            models.Index(fields=["block", "id"], name="company_name_by_block"),
        ]

    @classmethod
    def bearers(cls, query: str) -> models.QuerySet[Any, Any]:
        """The keys of the companies that are `named` so, for a condition on them."""
        condition = contains("bigrams", query)
        rows = cls._default_manager.none() if condition is None else cls._default_manager.filter(condition)
        return rows.order_by().values("company")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A name that comes alone is its own node."""
        self.key = self.key or normal(self.text)
        self.node = self.node or self.key
        self.block = self.block or block_of(self.text)
        super().save(*args, **kwargs)
