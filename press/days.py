"""Three days of a piece of coverage: first printed, reposted, told of. The page's stamp may be any of the first two."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from press.models import Article
from press.models.article import OLD_NEWS


def date_story(first: int) -> None:
    """Sets `printed_on` and `reposted_on` of every article of the story (the first one's key) from all their stamps."""
    rows = Article.objects.filter(Q(pk=first) | Q(repost_of=first))
    members = list(rows.only("pk", "content_on", "published_on", "printed_on", "reposted_on"))
    stamps = [row.published_on for row in members if row.published_on and not is_stamped_late(row)]
    printed = min(stamps, default=None)
    for row in members:
        reposted = row.published_on if _is_copy(row, printed) else None
        if (row.printed_on, row.reposted_on) != (printed, reposted):
            Article.objects.filter(pk=row.pk).update(printed_on=printed, reposted_on=reposted)


def is_stamped_late(article: Article) -> bool:
    """Whether the page's stamp is so long after the text's own days that it can only be the day of a copy."""
    told, stamp = article.content_on, article.published_on
    return told is not None and stamp is not None and stamp - told > OLD_NEWS


def _is_copy(article: Article, printed: date | None) -> bool:
    stamp = article.published_on
    return stamp is not None and (printed is None or stamp > printed)
