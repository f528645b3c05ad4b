"""Step read: text becomes mentions and facts, rebuilt in place by their natural keys."""

from __future__ import annotations

from datetime import datetime

from press.findings import sentence_around
from press.models import Article
from press.readings import adopt, engine_reads

__all__ = ["read", "sentence_around"]


def read(article: Article, at: datetime) -> None:
    """Reads the article with the present engine and puts people's corrections in. What an earlier reading found and this one
    does not is marked gone."""
    findings, engine = engine_reads(article)
    adopt(article, findings, engine, at)
