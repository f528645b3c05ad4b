"""Keeping of old originals only what is used: a person decides by source and day, the workers carry it out.

The original keeps its length: what goes becomes blanks, so that every place that a row remembers still stands for the same
words. The database packs runs of blanks to next to nothing. The hash stays, so the same page is still recognised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F, Model, Q, QuerySet, Sum
from django.utils import timezone

from press.models import Article, Retention, Source
from reading.values import Span
from staff.journal import record
from staff.models import User
from staff.refusal import Refused

YEARS = (1, 2, 3, 5, 10)
BATCH = 50
_PLACES = (("sentence_start", "sentence_end"), ("start", "end"))
BLANK = " "


@dataclass(frozen=True, slots=True)
class Preview:
    """What a decision would do: how many articles, the bytes of their originals, and how many of them are in use."""

    articles: int
    size: int
    used: int


def kept_of_sources(at: datetime) -> list[Source]:
    """The sources that have originals, each with how many (`count`), how many of them are older than a year (`old`), and
    their bytes (`size`). Two queries."""
    year_ago = timezone.make_aware(datetime.combine(day_before(1, timezone.localdate(at)), time.min))
    kept = Q(cleared_at=None)
    groups = Article.objects.order_by().values_list("source").annotate(
        count=Count("pk", filter=kept), old=Count("pk", filter=kept & Q(arrived_at__lt=year_ago)), size=Sum("size")
    )  # fmt: skip
    counted = {key: rest for key, *rest in groups if rest[0]}
    sources = list(Source.objects.filter(pk__in=counted))
    for source in sources:
        source.count, source.old, source.size = counted[source.pk]  # type: ignore[attr-defined]
    return sources


def due(source: Source, before: date) -> QuerySet[Article]:
    """Articles of the source that arrived before the day, are through the pipeline, and are still whole."""
    return Article.objects.filter(
        Q(propose_at__isnull=False) | Q(failed_at__isnull=False),
        source=source, arrived_at__date__lt=before, cleared_at=None, claim=None,
    )  # fmt: skip


def day_before(years: int, today: date) -> date:
    """The day so many years ago; of a 29th of February the 28th."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def preview(source: Source, before: date) -> Preview:
    """Counts, in two questions."""
    rows = due(source, before)
    sums = rows.aggregate(n=Count("pk"), size=Sum("size"))
    used = rows.filter(Q(mentions__isnull=False) | Q(facts__isnull=False)).distinct().count()
    return Preview(sums["n"], sums["size"] or 0, used)


def decide(source: Source, before: date, *, by: User, at: datetime, why: str) -> Retention:
    """Leaves the decision for the workers. Refused without a reason, for a day within the last year, or with nothing to do."""
    if not why.strip():
        raise Refused("请写明理由，例如保存期限的依据。", field="why", code="why")
    if before > timezone.localdate(at) - timedelta(days=365):
        raise Refused("只能清理一年以前收到的原件。", field="years", code="too_young")
    if not due(source, before).exists():
        raise Refused("没有符合条件的原件。", code="nothing")
    with transaction.atomic():
        row = Retention.objects.create(source=source, before=before, by=by, at=at, why=why.strip()[:400])
        record(by, "决定清理原件", about=row, note=row.why, at=at)
    return row


def carry_out(at: datetime | None = None, most: int = 2000) -> int:
    """Clears what undone decisions name, at most so many articles; returns how many. Safe to stop and to run twice."""
    count = 0
    for row in Retention.objects.filter(done_at=None).select_related("source").order_by("pk"):
        while count < most and (cleared := _clear_some(row, at or timezone.now())):
            count += cleared
        if not due(row.source, row.before).exists():
            Retention.objects.filter(pk=row.pk, done_at=None).update(done_at=at or timezone.now())
    return count


def _clear_some(row: Retention, at: datetime) -> int:
    with transaction.atomic():
        articles = list(
            due(row.source, row.before).select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH]
        )
        freed = 0
        for article in articles:
            freed += len(article.raw)
            clear(article, at)
        if articles:
            Retention.objects.filter(pk=row.pk).update(articles=F("articles") + len(articles), freed=F("freed") + freed)
    return len(articles)


def clear(article: Article, at: datetime) -> None:
    """Leaves of one article the sentences that any row points to, at their places."""
    spans = _merged(_used(article), len(article.original))
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += (BLANK * (start - last), article.original[start:end])
        last = end
    parts.append(BLANK * (len(article.original) - last))
    article.text = "\n".join(article.original[start:end] for start, end in spans)
    article.original = "".join(parts)
    article.raw = b""
    article.media = "text"
    article.cleared_at = at
    article.save(update_fields=["raw", "original", "text", "media", "cleared_at", "bigrams"])


def _used(article: Article) -> Iterator[Span]:
    """Every place in the original that a row of any room remembers, vanished and withdrawn ones included."""
    for relation in Article._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or not issubclass(model, Model):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        wanted = [pair for pair in _PLACES if names.issuperset(pair)]
        if not wanted or hasattr(model, "pgh_tracked_model"):
            continue
        columns = [name for pair in wanted for name in pair]
        for values in model._default_manager.filter(**{relation.field.name: article.pk}).values_list(*columns):
            yield from (
                (values[at], values[at + 1]) for at in range(0, len(values), 2) if None not in values[at : at + 2]
            )


def _merged(spans: Iterable[Span], length: int) -> list[Span]:
    """In order, within the text, none touching another."""
    found: list[Span] = []
    for start, end in sorted({(max(0, start), min(end, length)) for start, end in spans}):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
