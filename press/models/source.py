"""Where coverage comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from lists.addresses import row_address

if TYPE_CHECKING:
    from staff.models import User


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: User) -> SourceQuerySet:
        """Sources are the office's: whoever may read coverage may see where it comes from."""
        return self

    def watched(self) -> SourceQuerySet:
        """Those that somebody added, not the built-in ways in."""
        return self.exclude(kind__in=Source.BUILT_IN)


@pghistory.track(exclude=["secret", "token"])
class Source(models.Model):
    """One way in. The built-in ones (paste, upload, single address, folder) exist once; watched ones have a URL.

    What a person decided about it: what the machine remembers between its visits is in Schedule.
    """

    class Kind(models.TextChoices):
        PASTE = "paste", "粘贴"
        UPLOAD = "upload", "上传"
        ADDRESS = "address", "网址"
        FOLDER = "folder", "文件夹"
        DEMO = "demo", "演示数据"
        FEED = "feed", "订阅"
        LIST = "list", "列表页"
        SITEMAP = "sitemap", "站点地图"
        PAGE = "page", "单个网页"
        MAILBOX = "mailbox", "邮箱"
        API = "api", "接口"
        BROWSER = "browser", "浏览器按钮"
        ENQUIRY = "enquiry", "网站来函"

    BUILT_IN = (Kind.PASTE, Kind.UPLOAD, Kind.ADDRESS, Kind.FOLDER, Kind.DEMO, Kind.ENQUIRY)

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    url = models.URLField("网址", max_length=2000, blank=True)
    pattern = models.CharField("链接规则", max_length=500, blank=True)
    every = models.PositiveIntegerField(
        "间隔（分钟）", default=60, validators=[MinValueValidator(10), MaxValueValidator(7 * 24 * 60)]
    )
    options = models.JSONField(default=dict, blank=True, help_text="what only this kind needs, by its fetcher's names")
    secret = models.TextField(blank=True, editable=False, help_text="a password, encrypted")
    token = models.CharField(max_length=64, blank=True, editable=False, help_text="SHA-256 of what a sender shows")
    paused_at = models.DateTimeField("暂停", null=True, blank=True)
    paused_why = models.CharField("暂停原因", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name="谁加的"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "来源"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "url"], name="source_once"),
            models.UniqueConstraint(fields=["token"], name="source_token", condition=~Q(token="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("press:source-detail", self.pk)

    @classmethod
    def built_in(cls, kind: Source.Kind) -> Source:
        """The one source of that built-in kind."""
        return cls.objects.get_or_create(kind=kind, url="", defaults={"name": cls.Kind(kind).label})[0]

    @property
    def is_asked(self) -> bool:
        """Whether we go and ask it by the clock; the others send by themselves."""
        return self.kind not in (*self.BUILT_IN, self.Kind.API, self.Kind.BROWSER)
