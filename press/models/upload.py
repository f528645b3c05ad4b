"""Files that people upload together: each waits as a row until a worker has taken it in, refused it, or somebody stopped them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from press.models.article import Article

if TYPE_CHECKING:
    from staff.models import User


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> UploadQuerySet:
        """Coverage is the office's common reading, and so is how it came."""
        return self


class Upload(models.Model):
    """One batch of files. `stopped_at` is set while somebody has stopped it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads", verbose_name="谁传的"
    )
    at = models.DateTimeField("上传时间", db_index=True)
    name = models.CharField("名称", max_length=255)
    stopped_at = models.DateTimeField("停止", null=True)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "上传批次"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("press:upload-detail", args=[self.pk])


class UploadItemQuerySet(models.QuerySet["UploadItem"]):
    def light(self) -> UploadItemQuerySet:
        """Without the bytes."""
        return self.defer("raw")

    def takeable(self, at: datetime) -> UploadItemQuerySet:
        """Those that wait in a batch that goes on and that nobody holds now."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        return self.filter(free, state=UploadItem.State.WAITING, upload__stopped_at=None)


class UploadItem(models.Model):
    """One file of a batch, or of a zip in it. `raw` is byte for byte what came, until the article holds it."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        TAKEN = "taken", "已收下"
        KNOWN = "known", "库里已有"
        OPENED = "opened", "已解开"
        FAILED = "failed", "失败"
        STOPPED = "stopped", "已停止"

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="items", verbose_name="上传批次")
    name = models.CharField("文件", max_length=255)
    depth = models.PositiveSmallIntegerField(default=0, help_text="how many zips it was in")
    raw = models.BinaryField(null=True)
    size = models.PositiveIntegerField("大小", help_text="bytes")
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    error = models.CharField("原因", max_length=500, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.SET_NULL, null=True, related_name="upload_items", verbose_name="报道"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField("处理时间", null=True)

    objects = UploadItemQuerySet.as_manager()

    class Meta:
        verbose_name = "上传文件"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["upload", "state"], name="upload_item_by_state"),
            models.Index(fields=["id"], name="upload_item_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="waiting") | Q(raw__isnull=False), name="upload_item_has_bytes"),
        ]

    def __str__(self) -> str:
        return self.name
