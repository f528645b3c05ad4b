"""How long originals are kept: a person's decision, source by source, to keep of old ones only the sentences that are used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from press.models.source import Source


class Retention(models.Model):
    """One decision: of this source's articles that arrived before the day, only evidence stays. Carried out by the workers."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="retentions", verbose_name="来源")
    before = models.DateField("收到早于")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁决定的"
    )
    at = models.DateTimeField("决定时间")
    why = models.CharField("理由", max_length=400)
    articles = models.PositiveIntegerField("报道", default=0, help_text="cleared so far")
    freed = models.PositiveBigIntegerField("腾出", default=0, help_text="bytes of originals, so far")
    done_at = models.DateTimeField("完成", null=True)

    class Meta:
        verbose_name = "原件清理"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} {self.before:%Y-%m-%d} 以前的原件"

    def get_absolute_url(self) -> str:
        return reverse("press:retention")
