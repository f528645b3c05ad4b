"""What the names of companies and of projects share."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from press.models import Article
from search.fields import BigramField


class Name(models.Model):
    """One printed form of a name. `key` is its normal form; two names with one key are the same name."""

    text = models.CharField("名称", max_length=400)
    key = models.CharField(max_length=400, db_index=True, help_text="reading.names.normal(text)")
    first_seen = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="首见"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    bigrams = BigramField(source="text")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text
