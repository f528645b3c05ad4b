"""What a reading found in an article. Derived rows: rebuilt in place by a later engine, never deleted, marked gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from press.models.article import Article
from press.said import said
from press.words import money
from search.fields import BigramField

if TYPE_CHECKING:
    from staff.models import User

# The natural key holds at most so many characters of the quoted original; start and end bound the whole.
QUOTE = 400


class FoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> FoundQuerySet:
        """What coverage says is as open as the coverage."""
        return self

    def with_sentences(self) -> FoundQuerySet:
        """Each with its sentence, cut out by the database: no article's whole original comes along."""
        length = F("sentence_end") - F("sentence_start")
        return self.annotate(printed=Substr("article__original", F("sentence_start") + 1, length))

    def present(self) -> FoundQuerySet:
        """Without what the newest reading no longer finds."""
        return self.filter(gone=False)


class NamedManager(models.Manager.from_queryset(FoundQuerySet)):  # type: ignore[misc]  # made by a call
    """Rows that are found by a name's character pairs, which nobody reads."""

    def get_queryset(self) -> FoundQuerySet:
        return super().get_queryset().defer("bigrams")


class Found(models.Model):
    """What mentions and facts share: where it stands, who found it, how surely."""

    quote = models.CharField("原文", max_length=QUOTE)
    start = models.PositiveIntegerField(help_text="in Article.original, code points")
    end = models.PositiveIntegerField(help_text="exclusive")
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    confidence = models.FloatField("把握", default=1.0)
    by = models.CharField(max_length=60, blank=True, help_text="the rule or model that found it")
    engine = models.CharField(max_length=40)
    gone = models.BooleanField(default=False)
    correction = models.ForeignKey(
        "press.Correction", on_delete=models.SET_NULL, null=True, related_name="+", help_text="what a person said of it"
    )

    class Meta:
        abstract = True

    @property
    def sentence(self) -> str:
        """The sentence as it stands in the untouched original."""
        printed = self.__dict__.get("printed")
        if isinstance(printed, str):
            return printed
        return self.article.original[self.sentence_start : self.sentence_end]  # type: ignore[attr-defined]


class Mention(Found):
    """One printed occurrence of a company, project, person, or a statement that counts projects.

    `of` is the name of the entity within this article (a company's longest form): all its occurrences share it, and other
    rows refer to (article, kind, of), never to this row's primary key.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", "企业"
        PROJECT = "project", "项目"
        PERSON = "person", "人员"
        STATEMENT = "statement", "汇总"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField("类型", max_length=12, choices=Kind)
    name = models.CharField("名称", max_length=QUOTE, help_text="repaired")
    of = models.CharField(max_length=QUOTE)
    occurrence = models.PositiveSmallIntegerField(default=0)
    data = models.JSONField(default=dict, blank=True, help_text="person: org, title, category; project: kind, maybe; …")
    is_first = models.BooleanField(
        default=True,
        help_text="the one that stands for a company, project or person of its article in lists and counts",
    )
    bigrams = BigramField(source="of")

    objects = NamedManager()

    class Meta:
        verbose_name = "提及"
        ordering = ["start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["article", "kind", "of", "quote", "occurrence"], name="mention_natural_key")
        ]
        indexes = [
            models.Index(fields=["article", "gone", "start"], name="mention_in_article"),
            *(
                models.Index(fields=fields, name=f"mention_{name}", condition=Q(gone=False, is_first=True))
                for name, fields in (
                    ("newest", ["-article", "start", "id"]),
                    ("by_name", ["of", "id"]),
                    ("by_kind", ["kind", "id"]),
                    ("by_trust", ["confidence", "id"]),
                    ("by_engine", ["engine", "id"]),
                )
            ),
            GinIndex(fields=["bigrams"], name="mention_bigrams", condition=Q(gone=False, is_first=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Fact(Found):
    """One value that a sentence gives about a project of the article."""

    class Kind(models.TextChoices):
        COMPANY = "company", "企业"
        AMOUNT = "amount", "总投资"
        STAGE = "stage", "阶段"
        INDUSTRY = "industry", "产业"
        LAND = "land", "用地"
        PLACE = "place", "地点"
        CAPACITY = "capacity", "产能"
        DATE = "date", "日期"
        PROMISE = "promise", "承诺"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="facts")
    subject = models.CharField(max_length=QUOTE, help_text="Mention.of of the project")
    kind = models.CharField("类型", max_length=12, choices=Kind)
    rank = models.PositiveSmallIntegerField(default=0, help_text="0 is the reading's value, others stand beside it")
    value = models.JSONField(
        help_text="amount {value, currency} · stage, industry, place, capacity str · land number · date ISO · "
        "promise {what, stage, due} · company name"
    )
    text = models.CharField("值", max_length=QUOTE, help_text="the words, repaired")
    plan = models.BooleanField("预计", default=False)
    bigrams = BigramField(source="subject")

    objects = NamedManager()

    class Meta:
        verbose_name = "事实"
        ordering = ["kind", "rank", "start"]
        constraints = [
            models.UniqueConstraint(fields=["article", "subject", "kind", "start", "end"], name="fact_natural_key")
        ]
        indexes = [
            models.Index(fields=["article", "subject", "gone"], name="fact_of_subject"),
            *(
                models.Index(fields=fields, name=f"fact_{name}", condition=Q(gone=False))
                for name, fields in (
                    ("newest", ["-article", "start", "id"]),
                    ("by_name", ["subject", "id"]),
                    ("by_kind", ["kind", "id"]),
                    ("by_trust", ["confidence", "id"]),
                    ("by_engine", ["engine", "id"]),
                )
            ),
            GinIndex(fields=["bigrams"], name="fact_bigrams", condition=Q(gone=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"

    @property
    def shown(self) -> str:
        """The value as people write it: 51亿元, 签约, 180 亩; a promise by its words."""
        return said(self.kind, self.value, self.text)


class Statement(Found):
    """One total that coverage gives of an area and a period (引进项目28个，总投资192亿元). Never a project, never one's sum."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField("说法", max_length=QUOTE, help_text="the words, repaired")
    area = models.CharField("范围", max_length=200, blank=True, help_text="as printed; empty where the words name none")
    period = models.CharField("时期", max_length=60, blank=True, help_text="as printed")
    since = models.DateField("从", null=True, blank=True, help_text="first day of the period, by the day told of")
    until = models.DateField("到", null=True, blank=True, help_text="last day of the period")
    count = models.PositiveIntegerField("项目数", null=True, blank=True)
    amount = models.DecimalField(
        "总额", max_digits=20, decimal_places=2, null=True, blank=True, help_text="base units of the currency"
    )
    currency = models.CharField("币种", max_length=3, blank=True)

    objects = FoundQuerySet.as_manager()

    class Meta:
        verbose_name = "汇总"
        ordering = ["-article", "start"]
        constraints = [models.UniqueConstraint(fields=["article", "start", "end"], name="statement_natural_key")]
        indexes = [
            models.Index(fields=["gone", "-article", "start"], name="statement_newest"),
            models.Index(fields=["amount"], name="statement_amount"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def total(self) -> str:
        """192亿元; "" where no sum is told."""
        return money(self.amount, self.currency)
