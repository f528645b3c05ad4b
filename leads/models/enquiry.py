"""Enquiries: what a firm wrote to the office through the public form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from leads.models.contact import OPEN_ROLES
from leads.models.proposal import Proposal
from press.models import Article

if TYPE_CHECKING:
    from staff.models import User


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, user: User) -> EnquiryQuerySet:
        """What firms ask for is for everyone who triages; their numbers are masked row by row."""
        return self


class Enquiry(models.Model):
    """Six answers and the consent to be called back. Its article holds what the office may read in common: no person, no number."""

    receipt = models.CharField("回执号", max_length=20, unique=True)
    at = models.DateTimeField("收到时间", db_index=True)
    demand = models.TextField("需求", max_length=2000)
    purpose = models.CharField("用途", max_length=400)
    tax = models.CharField("税收", max_length=200)
    company = models.CharField("公司", max_length=100)
    person = models.CharField("姓名", max_length=40, help_text="whom to call")
    phone = models.CharField("手机号", max_length=20)
    sender = models.CharField(max_length=64, db_index=True, help_text="keyed hash of the address it came from")
    token = models.CharField(max_length=64, unique=True, help_text="the form's nonce: one form, one enquiry")
    article = models.OneToOneField(Article, on_delete=models.PROTECT, related_name="enquiry", verbose_name="报道")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = "来函"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["sender", "-at"], name="enquiry_by_sender")]

    def __str__(self) -> str:
        return f"{self.company}（{self.receipt}）"

    def get_absolute_url(self) -> str:
        return reverse("leads:enquiry-detail", args=[self.pk])

    @property
    def proposal(self) -> Proposal | None:
        """The card that it became; None until the pipeline has been there."""
        return next(iter(self.article.proposals.all()), None)

    def phone_open_to(self, user: User) -> bool:
        """Leaders and above, and who took the card and whoever works on its lead, see the number; others see it masked."""
        if user.role in OPEN_ROLES:
            return True
        proposal = self.proposal
        if proposal is None or proposal.lead is None:
            return False
        return proposal.decided_by_id == user.pk or proposal.lead.owner_id == user.pk
