"""Articles: the stored original, what was made of it, and how far along the pipeline it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least, Length, TruncDate
from django.utils import timezone

from lists.addresses import row_address
from press.models.source import Source
from search.fields import BigramField

if TYPE_CHECKING:
    from staff.models import User


# Coverage of a day so long before it came in is old news: it may not look like a fresh chance.
OLD_NEWS = timedelta(days=180)
# The day that an article is about, where it or its story tells one; and with the day of arrival in its place.
TOLD = Coalesce(Least("content_on", "printed_on"), "published_on")
TOLD_ON = Coalesce(TOLD, TruncDate("arrived_at"))


def told_day(content_on: date | None, printed_on: date | None, published_on: date | None) -> date | None:
    """What TOLD says, of columns that are at hand."""
    return min((day for day in (content_on, printed_on) if day), default=published_on)


class Step(models.TextChoices):
    """What is done to an article, in order. Done means that `<step>_at` is set."""

    CLEAN = "clean", "清洗"
    GROUP = "group", "成组"
    READ = "read", "阅读"
    RESOLVE = "resolve", "归并"
    PROPOSE = "propose", "提议"


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User) -> ArticleQuerySet:
        """Coverage is the office's common reading: everyone who may read articles sees all."""
        return self

    def waiting(self, step: Step, at: datetime) -> ArticleQuerySet:
        """Articles that the step before has finished, that this one has not, that did not fail and nobody holds now."""
        ready = Q(failed_at=None, **{f"{step}_at": None}) & (Q(claimed_until=None) | Q(claimed_until__lt=at))
        steps = list(Step)
        before = steps.index(step) - 1
        if before >= 0:
            ready &= Q(**{f"{steps[before]}_at__isnull": False})
        return self.filter(ready)

    def old_news(self) -> ArticleQuerySet:
        """What `is_old_news` says, as a condition."""
        return self.alias(told=TOLD).filter(told__lt=TruncDate(F("arrived_at") - OLD_NEWS))

    def light(self) -> ArticleQuerySet:
        """Without the heavy columns: what every list wants."""
        return self.defer("raw", "original", "text", "bigrams")


class Article(models.Model):
    """One piece of coverage. `raw` is byte for byte what came; `original` its decoded text, which every span points into.

    The row is also the pipeline's outbox: the step timestamps are the queue, `claim` and `claimed_until` the lease.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles", verbose_name="来源")
    url = models.URLField("网址", max_length=2000, blank=True)
    name = models.CharField("文件名", max_length=255, blank=True)
    raw = models.BinaryField()
    size = models.GeneratedField(
        expression=Length("raw"), output_field=models.PositiveIntegerField(), db_persist=True, help_text="bytes of raw"
    )
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of raw, hexadecimal")
    media = models.CharField(max_length=10, default="text")
    encoding = models.CharField("编码", max_length=40, blank=True)
    original = models.TextField(blank=True)
    arrived_at = models.DateTimeField("收到", db_index=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="谁加的"
    )

    engine = models.CharField("引擎", max_length=40, blank=True)
    text = models.TextField(blank=True)
    title = models.CharField("标题", max_length=400, blank=True)
    outlet = models.CharField("媒体", max_length=200, blank=True)
    author = models.CharField("作者", max_length=200, blank=True)
    published_on = models.DateField("页面日期", null=True, blank=True, db_index=True)
    content_on = models.DateField("内容日期", null=True, blank=True, db_index=True)
    content_reason = models.CharField(max_length=200, blank=True)
    printed_on = models.DateField("首发日期", null=True, blank=True, editable=False)
    reposted_on = models.DateField("转载日期", null=True, blank=True, editable=False)
    place = models.CharField("地点", max_length=200, blank=True)
    repairs = models.JSONField(default=dict, blank=True)
    bigrams = BigramField(source="searched")
    repost_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reposts", verbose_name="转载自"
    )

    cleared_at = models.DateTimeField(
        "原件清理", null=True, editable=False, help_text="since when only the sentences in use are left of the original"
    )
    readings = models.PositiveSmallIntegerField("读过几次", default=0, editable=False)
    seen_at = models.DateTimeField(
        "有人看过",
        null=True,
        editable=False,
        help_text="when somebody first opened it or decided on it: see press.seen",
    )
    clean_at = models.DateTimeField(null=True, editable=False)
    group_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    resolve_at = models.DateTimeField(null=True, editable=False)
    propose_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    failed_at = models.DateTimeField("失败", null=True, editable=False)
    failed_step = models.CharField("失败步骤", max_length=10, choices=Step, blank=True, editable=False)
    error = models.CharField("原因", max_length=500, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "报道"
        ordering = ["-arrived_at", "-pk"]
        indexes = [
            GinIndex(fields=["bigrams"], name="article_bigrams"),
            models.Index(fields=["-arrived_at", "-id"], name="article_newest"),
            models.Index(
                fields=["source", "-arrived_at"], name="article_by_source", include=["id", "cleared_at", "size"]
            ),
            models.Index(fields=["engine", "id"], name="article_by_engine"),
            # What a newer engine has to read again.
            models.Index(
                fields=["engine", "id"],
                name="article_read",
                condition=Q(read_at__isnull=False, failed_at=None, cleared_at=None),
            ),
            # How many are read to the end: what is counted there is the index, not the texts.
            models.Index(fields=["id"], name="article_done", condition=Q(propose_at__isnull=False)),
            models.Index(fields=["title", "id"], name="article_by_title"),
            models.Index(fields=["outlet", "id"], name="article_by_outlet"),
            models.Index(fields=["failed_at"], name="article_failed", condition=Q(failed_at__isnull=False)),
            *(
                models.Index(
                    fields=["id"],
                    name=f"article_wait_{step}",
                    condition=Q(failed_at=None, **{f"{step}_at": None}),
                )
                for step in ("clean", "group", "read", "resolve", "propose")
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(repost_of=F("id")), name="article_is_no_repost_of_itself"),
        ]

    def __str__(self) -> str:
        return self.title or self.name or self.url or f"报道 {self.pk}"

    def get_absolute_url(self) -> str:
        return row_address("press:article-detail", self.pk)

    @property
    def searched(self) -> str:
        """What the search index holds: the headline and the repaired text."""
        return f"{self.title}\n{self.text}"

    @property
    def state(self) -> str:
        """failed, the name of the next step, or done."""
        if self.failed_at:
            return "failed"
        return next((step.value for step in Step if getattr(self, f"{step}_at") is None), "done")

    def story(self) -> ArticleQuerySet:
        """The other articles of its story, the first one first."""
        first = self.repost_of_id or self.pk
        story = Article.objects.filter(Q(pk=first) | Q(repost_of=first)).exclude(pk=self.pk)
        return story.light().order_by("arrived_at", "pk")

    @property
    def told_on(self) -> date:
        """The day the coverage is about: what the text says before what the page is stamped with, before arrival."""
        return self._told or timezone.localdate(self.arrived_at)

    @property
    def _told(self) -> date | None:
        return told_day(self.content_on, self.printed_on, self.published_on)

    @property
    def is_old_news(self) -> bool:
        """Whether it tells of a day long before it came in, whatever its page is stamped with. Unknown days are not old."""
        return self._told is not None and timezone.localdate(self.arrived_at) - self._told > OLD_NEWS

    @property
    def old_news_reason(self) -> str:
        """Why it is old news, in words; "" where it is not."""
        if not self.is_old_news:
            return ""
        told = self.told_on
        if self.published_on and self.published_on - told > OLD_NEWS:
            late = (self.published_on - told).days
            return f"内容说的是 {told:%Y-%m-%d}，页面日期 {self.published_on:%Y-%m-%d} 晚了 {late} 天"
        return f"内容说的是 {told:%Y-%m-%d}，收到时已过去 {(timezone.localdate(self.arrived_at) - told).days} 天"
