"""The shell's only table: the last sign of life of each part that no request can ask directly."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """When a part was last heard of."""

    class Part(models.TextChoices):
        """What is heard: the worker's main process, the beat of the clock, and a tick that went all the way round."""

        WORKER = "worker", "后台进程"
        CLOCK = "clock", "定时器"
        TICK = "tick", "定时任务"

    part = models.CharField("部分", max_length=10, primary_key=True, choices=Part.choices)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "运行信号"
        verbose_name_plural = "运行信号"

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.at:%Y-%m-%d %H:%M:%S}"

    @staticmethod
    def hear(part: "Heartbeat.Part", at: datetime | None = None) -> None:
        """Record that a part is alive, in one statement."""
        beat = Heartbeat(part=part, at=at or timezone.now())
        Heartbeat.objects.bulk_create([beat], update_conflicts=True, unique_fields=["part"], update_fields=["at"])
