"""Whether anybody has seen what was read in an article: what nobody saw a newer engine may replace without asking.

One column, `Article.seen_at`, set once and never cleared. Seen is what a person had before their eyes or built on: they
opened the article's page or its card in 新闻待办, corrected it, decided a proposal of it (in bulk too), or gave a lead a value
from it. Names in lists and sums over many articles do not count: they change with every new article and promise nothing
about one. The rooms downstream call `see`; press knows nothing of them. Articles from before this column count as seen:
nobody can know. A row per person and visit would tell more than the question needs.
"""

from __future__ import annotations

from datetime import datetime

from press.models import Article


def see(article: Article | int, at: datetime) -> None:
    """Somebody sees or builds on the article (or the one with that key). A loaded one that was seen before costs nothing."""
    key = article if isinstance(article, int) else article.pk
    if isinstance(article, int) or article.seen_at is None:
        Article.objects.filter(pk=key, seen_at=None).update(seen_at=at)
    if isinstance(article, Article):
        article.seen_at = article.seen_at or at
