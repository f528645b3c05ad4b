"""What rows that coverage may give share: the words of an article and the sentence they stand in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from press.models import Article


class Told(models.Model):
    """A place in the stored original of an article, and its sentence as printed; all empty where a person said it."""

    article = models.ForeignKey(Article, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    sentence_start = models.PositiveIntegerField(null=True)
    sentence_end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True, help_text="the sentence as printed, kept even if the original is dropped")

    class Meta:
        abstract = True


def has_its_place(name: str) -> models.CheckConstraint:
    """What an article says has its place in it."""
    return models.CheckConstraint(
        condition=Q(article=None)
        | Q(start__isnull=False, end__isnull=False, sentence_start__isnull=False, sentence_end__isnull=False),
        name=name,
    )
