"""The sample of an article's pieces of text, by which its reposts are found."""

from __future__ import annotations

from django.db import models

from press.models.article import Article


class Fingerprint(models.Model):
    """One sampled piece of one article, as its hash."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="fingerprints", db_index=False)
    value = models.BigIntegerField()

    class Meta:
        verbose_name = "文本指纹"
        constraints = [models.UniqueConstraint(fields=["article", "value"], name="fingerprint_once")]
        indexes = [models.Index(fields=["value"], include=["article"], name="fingerprint_value")]

    def __str__(self) -> str:
        return f"{self.value:016x}"
