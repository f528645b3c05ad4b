"""Acts that leave no row of their own: exports, sign-ins, a demo removed. Changes of rows are in their event tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One act of one person. Written once, never changed."""

    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name="谁")
    by_name = models.CharField("姓名", max_length=80, blank=True)
    act = models.CharField("做了什么", max_length=60)
    about = models.CharField("对象", max_length=200, blank=True)
    model = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "日志"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model", "object_id", "-at"], name="entry_about")]

    def __str__(self) -> str:
        return f"{self.by_name} {self.act} {self.about}".strip()
