"""Attachments: files that people put beside what they do on a lead. The bytes lie under MEDIA_ROOT, named by their hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse

from leads.models.lead import Lead, on_visible_lead

if TYPE_CHECKING:
    from staff.models import User


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Those of the leads that the person sees."""
        return self.filter(on_visible_lead(user))


class Attachment(models.Model):
    """One file on a lead. What it is beside (a follow-up, a payment …) refers to it. Made by `leads.attach.attach`."""

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField("文件", max_length=200)
    name = models.CharField("文件名", max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes, hexadecimal")
    size = models.PositiveIntegerField("大小", help_text="bytes")
    media = models.CharField("类型", max_length=100, help_text="content type, found from the bytes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="谁加的")
    at = models.DateTimeField("时间")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["lead", "-at"], name="attachment_of_lead")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("leads:attachment-detail", args=[self.pk])

    @property
    def is_image(self) -> bool:
        return self.media.startswith("image/")
