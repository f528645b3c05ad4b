"""How much a reading found in an article, counted: what the figures of 阅读质量 add up instead of counting all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import models

from press.models.article import Article
from press.models.mention import Fact, Mention
from press.models.source import Source


class Tally(models.Model):
    """The names and values of one article by kind. Written in the transaction that writes the rows it counts.

    `source` is the article's, which never changes: the sums by source read this table alone.
    """

    NAMES = tuple(f"name_{kind}" for kind in Mention.Kind if kind != Mention.Kind.STATEMENT)
    VALUES = tuple(f"value_{kind}" for kind in Fact.Kind)

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="tally")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    name_company = models.PositiveIntegerField(default=0)
    name_project = models.PositiveIntegerField(default=0)
    name_person = models.PositiveIntegerField(default=0)
    value_company = models.PositiveIntegerField(default=0)
    value_amount = models.PositiveIntegerField(default=0)
    value_stage = models.PositiveIntegerField(default=0)
    value_industry = models.PositiveIntegerField(default=0)
    value_land = models.PositiveIntegerField(default=0)
    value_place = models.PositiveIntegerField(default=0)
    value_capacity = models.PositiveIntegerField(default=0)
    value_date = models.PositiveIntegerField(default=0)
    value_promise = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "计数"

    def __str__(self) -> str:
        return f"{self.article_id}"

    @classmethod
    def write(cls, article: Article, mentions: Iterable[Mention], facts: Iterable[Fact], engine: str) -> None:
        """Counts these rows, all that the article now has of the two kinds."""
        found = Counter(f"name_{row.kind}" for row in mentions if row.is_first)
        found.update(f"value_{row.kind}" for row in facts)
        counts = {name: found[name] for name in (*cls.NAMES, *cls.VALUES)}
        values = {"source_id": article.source_id, "engine": engine, **counts}
        cls.objects.update_or_create(article=article, defaults=values)
