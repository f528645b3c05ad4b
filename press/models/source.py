"""Where coverage comes from."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models


@pghistory.track()
class Source(models.Model):
    """One way in. The built-in ones (paste, upload, single address, folder) exist once; watched ones have a URL."""

    class Kind(models.TextChoices):
        PASTE = "paste", "粘贴"
        UPLOAD = "upload", "上传"
        ADDRESS = "address", "网址"
        FOLDER = "folder", "文件夹"
        DEMO = "demo", "演示数据"

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    url = models.URLField("网址", max_length=2000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "来源"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["kind", "url"], name="source_once")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def built_in(cls, kind: Source.Kind) -> Source:
        """The one source of that built-in kind."""
        return cls.objects.get_or_create(kind=kind, url="", defaults={"name": cls.Kind(kind).label})[0]
