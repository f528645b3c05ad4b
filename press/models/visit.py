"""Asking the sources: when each is due, what each visit did, every link a visit found and what became of it.

Visits and links are the queue of fetching, as articles are that of reading: rows that wait, are claimed by a lease, and
end as done or failed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from press.models.article import Article
from press.models.source import Source

if TYPE_CHECKING:
    from staff.models import User


class Schedule(models.Model):
    """What the machine remembers of one source between visits."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="schedule", primary_key=True)
    next_at = models.DateTimeField("下次抓取", null=True, db_index=True)
    visited_at = models.DateTimeField("最近抓取", null=True)
    succeeded_at = models.DateTimeField("最近成功", null=True)
    failures = models.PositiveIntegerField("连续失败", default=0)
    error = models.CharField("原因", max_length=500, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=200, blank=True)
    seen = models.CharField(max_length=200, blank=True, help_text="what the fetcher itself wants to remember")

    class Meta:
        verbose_name = "抓取安排"

    def __str__(self) -> str:
        return f"{self.source_id}: {self.next_at}"


def claimable(at: datetime) -> Q:
    """Rows that nobody holds at the moment."""
    return Q(claimed_until=None) | Q(claimed_until__lte=at)


class Host(models.Model):
    """One host of the internet, asked by one worker at a time and not too often."""

    name = models.CharField("主机", max_length=255, unique=True)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)
    crawl_delay = models.FloatField(null=True, help_text="seconds, from robots.txt")
    next_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "主机"

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def free(at: datetime) -> Q:
        """Hosts that may be asked now."""
        return claimable(at) & (Q(next_at=None) | Q(next_at__lte=at))


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: User) -> VisitQuerySet:
        """Whoever may see sources may see how they were asked."""
        return self

    def with_counts(self) -> VisitQuerySet:
        """`total` links, of which `left` wait; `ended` do not: `got` came in, `known` were there, `bad` failed."""
        states = {
            "left": Link.State.WAITING, "got": Link.State.TAKEN, "known": Link.State.KNOWN, "bad": Link.State.FAILED,
        }  # fmt: skip
        return self.annotate(
            total=Count("links", filter=~Q(links__state=Link.State.OLD)),
            **{name: Count("links", filter=Q(links__state=state)) for name, state in states.items()},
        ).annotate(ended=F("total") - F("left"))


class Visit(models.Model):
    """One asking of one source: its list of articles read, the links in it handed to the queue."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "按时"
        NOW = "now", "立即"
        BACK = "back", "补抓历史"

    class State(models.TextChoices):
        WAITING = "waiting", "排队"
        LISTING = "listing", "读目录"
        DONE = "done", "完成"
        FAILED = "failed", "失败"
        STOPPED = "stopped", "停止"

    OPEN = (State.WAITING, State.LISTING)

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="visits", verbose_name="来源")
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.REGULAR)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="谁"
    )
    asked_at = models.DateTimeField("开始", db_index=True)
    ended_at = models.DateTimeField("结束", null=True)
    pages = models.PositiveIntegerField("目录页", default=0)
    found = models.PositiveIntegerField("看到", default=0)
    fresh = models.PositiveIntegerField("新链接", default=0)
    error = models.CharField("原因", max_length=500, blank=True)
    code = models.CharField(max_length=20, blank=True)
    cursor = models.JSONField(default=list, help_text="addresses of list pages still to be read")
    read = models.JSONField(default=list, help_text="hashes of list pages that were read")
    next_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "抓取记录"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source"], name="visit_one_at_a_time", condition=Q(state__in=["waiting", "listing"])
            ),
        ]
        indexes = [
            models.Index(fields=["source", "-asked_at", "-id"], name="visit_by_source"),
            models.Index(fields=["next_at"], name="visit_open", condition=Q(state__in=["waiting", "listing"])),
            models.Index(fields=["state", "-asked_at", "-id"], name="visit_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.asked_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("press:visit-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class LinkQuerySet(models.QuerySet["Link"]):
    def visible_to(self, user: User) -> LinkQuerySet:
        """Whoever may see sources may see what became of their links."""
        return self

    def takeable(self, at: datetime) -> LinkQuerySet:
        """Links that may be fetched now, as far as they themselves and their sources are concerned."""
        return self.filter(claimable(at), state=Link.State.WAITING, next_at__lte=at, source__paused_at=None)


def key_of(url: str) -> str:
    """The natural key of an address: what is after the # and the kind of http make no other page."""
    plain = url.partition("#")[0].rstrip("/")
    plain = plain.removeprefix("https://").removeprefix("http://")
    host, slash, rest = plain.partition("/")
    return hashlib.sha256(f"{host.lower()}{slash}{rest}".encode()).hexdigest()


class Link(models.Model):
    """One address that a source named, and what became of it."""

    class State(models.TextChoices):
        OLD = "old", "旧文未取"
        WAITING = "waiting", "待取"
        TAKEN = "taken", "已收"
        KNOWN = "known", "库里已有"
        FAILED = "failed", "失败"
        DROPPED = "dropped", "不取"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="links", verbose_name="来源")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="links", null=True, verbose_name="抓取记录")
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="links", verbose_name="主机")
    url = models.URLField("网址", max_length=2000)
    key = models.CharField(max_length=64, db_index=True)
    title = models.CharField("标题", max_length=400, blank=True)
    rank = models.PositiveSmallIntegerField(default=0, help_text="news before the back catalogue")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="links", verbose_name="报道"
    )
    found_at = models.DateTimeField("看到")
    next_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField("结束", null=True)
    tries = models.PositiveSmallIntegerField("试过", default=0)
    error = models.CharField("原因", max_length=500, blank=True)
    code = models.CharField(max_length=20, blank=True)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = "链接"
        ordering = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="link_once")]
        indexes = [
            models.Index(fields=["host", "rank", "id"], name="link_waiting", condition=Q(state="waiting")),
            models.Index(fields=["visit", "state"], name="link_by_visit"),
            models.Index(fields=["source", "state"], name="link_by_source"),
            models.Index(fields=["state", "-found_at", "-id"], name="link_by_state"),
            models.Index(F("found_at").desc(), F("id").desc(), name="link_newest"),
        ]

    def __str__(self) -> str:
        return self.title or self.url
