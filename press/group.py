"""Step group: reposts of one text become one story, whose first article stands for it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from press.clean import text_of
from press.days import date_story
from press.likeness import CONTAINED, CUT, Shape, is_repost, shape
from press.models import Article, Fingerprint

LOCK = 7_304_001
"""Key of the advisory lock: two reposts grouped at once would not see each other."""
COMPARED = 8
"""So many articles that share most of the sample are compared in full; members of one story are all alike."""
SHARED = CONTAINED / CUT / 2
"""Share of the sample that must be common before two texts are compared in full: half of what the shortest repost that
counts would have, as samples vary."""


def group(article: Article, at: datetime) -> None:
    """Joins the article, and what it bridges, to the story's first article: the one that was taken in first."""
    mine = _shape(article)
    sample = mine.sample
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    article.fingerprints.exclude(value__in=sample).delete()
    Fingerprint.objects.bulk_create(
        [Fingerprint(article=article, value=value) for value in sample], ignore_conflicts=True
    )
    firsts = {article.pk}
    left = article.repost_of_id
    for other in _alike(article, sample):
        if (other.repost_of_id or other.pk) not in firsts and is_repost(mine, _shape(other)):
            firsts.add(other.repost_of_id or other.pk)
    if article.repost_of_id:  # cleaned again: what it was a repost of it may no longer be
        Article.objects.filter(pk=article.pk).update(repost_of=None)
    first = min(firsts)
    members = Article.objects.filter(Q(pk__in=firsts) | Q(repost_of__in=firsts)).exclude(pk=first)
    members.update(repost_of=first)
    Article.objects.filter(pk=first, repost_of__isnull=False).update(repost_of=None)
    article.repost_of_id = first if first != article.pk else None
    for story in {first} if left is None else {first, left}:
        date_story(story)
    article.refresh_from_db(fields=["printed_on", "reposted_on"])


def _shape(article: Article) -> Shape:
    """Headline and body are the text: navigation, related articles and adverts are the site's."""
    text = text_of(article)
    told = "\n".join(text.text[zone.start : zone.end] for zone in text.zones if zone.kind in ("title", "body"))
    return shape(told, text.header.title or "", text.text)


def _alike(article: Article, sample: list[int]) -> list[Article]:
    """The articles that share most with the sample, most alike first; few, and without what lists alone need."""
    shares = (
        Fingerprint.objects.filter(value__in=sample)
        .exclude(article=article.pk)
        .values("article")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=max(1, int(SHARED * len(sample))))
        .order_by("-shared", "article")[:COMPARED]
    )
    found = {row["article"]: row["shared"] for row in shares}
    rows = Article.objects.only("pk", "repost_of", "original", "media").in_bulk(list(found))
    return [rows[pk] for pk in found]
