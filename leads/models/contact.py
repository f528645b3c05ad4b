"""Contacts: the people we talk to, and what they are to a lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from identities.models import Company, CompanyName
from leads.models.lead import Lead, visible
from lists.addresses import row_address
from search.fields import BigramField, contains
from staff.permissions import Role

if TYPE_CHECKING:
    from staff.models import User


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> ContactQuerySet:
        """Those one made, those of leads one sees, and, but for officers, those made in one's department and below."""
        if user.role == "administrator":
            return self
        mine = (
            Q(created_by=user)
            | Q(keeper=user)
            | Q(Exists(LeadContact.objects.filter(visible(user, "lead__"), contact=OuterRef("pk"))))
        )
        if user.sees_department and user.department:
            mine = user.leads_everybody() | mine | Q(created_by__in=user.people_below())
        return self.filter(mine)

    def saying(self, query: str) -> ContactQuerySet:
        """Those with the query in their name, title or numbers, or whose company bears a name that does."""
        found = Q(company__in=CompanyName.bearers(query))
        condition = contains("bigrams", query)
        return self.filter(found | condition) if condition is not None else self.filter(found)

    def with_phones_for(self, user: User) -> ContactQuerySet:
        """Annotates `phones_open`, so that a list asks once who may see which numbers."""
        return self.annotate(phones_open=phones_open("pk", user))


OPEN_ROLES = frozenset({Role.LEADER, Role.HEAD, Role.ADMINISTRATOR})


def phones_open(contact: str, user: User) -> Exists:
    """The condition that the person owns or works on a lead of the contact, whose key the column `contact` holds."""
    return Exists(LeadContact.objects.filter(_works_for(user), contact=OuterRef(contact)))


def _works_for(user: User) -> Q:
    """The roles of contacts on leads that the person owns or works on."""
    return Q(lead__owner=user) | Q(lead__collaborators=user)


class PhoneKind(models.TextChoices):
    MOBILE = "mobile", "手机"
    OFFICE = "office", "座机"
    HOME = "home", "家里"
    FAX = "fax", "传真"
    OTHER = "other", "其他"


MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")


@pghistory.track(exclude=["bigrams"])
class Contact(models.Model):
    """One person outside the office. Company and title repeat the present Position."""

    name = models.CharField("姓名", max_length=60)
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts", verbose_name="企业"
    )
    title = models.CharField("职务", max_length=100, blank=True)
    phones = ArrayField(models.CharField(max_length=30), verbose_name="电话", default=list, blank=True)
    phone_kinds = models.JSONField(default=dict, blank=True, help_text='{"0755…": "office"}; others by their form')
    wechat = models.CharField("微信", max_length=60, blank=True)
    email = models.EmailField("邮箱", blank=True)
    note = models.TextField("备注", blank=True)
    bigrams = BigramField(source="searched")
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField("建立", auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="维护人", help_text="who took the contact over; None: who added it",
    )  # fmt: skip

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "联系人"
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(fields=["bigrams"], name="contact_bigrams"),
            models.Index(fields=["name", "id"], name="contact_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return row_address("leads:contact-detail", self.pk)

    @property
    def searched(self) -> str:
        return " ".join([self.name, self.title, *self.phones])

    def phone_kind(self, phone: str) -> PhoneKind:
        """What somebody said the number is, else what its form shows."""
        if said := self.phone_kinds.get(phone):
            return PhoneKind(said)
        return PhoneKind.MOBILE if MOBILE.fullmatch(phone) else PhoneKind.OFFICE

    def phones_open_to(self, user: User) -> bool:
        """Whether the person may see full numbers: who made or keeps the contact, who owns or works on a lead of it, leaders
        and above. Others see them masked. A query per contact unless `with_phones_for` was asked."""
        if user.pk in (self.created_by_id, self.keeper_id) or user.role in OPEN_ROLES:
            return True
        known = getattr(self, "phones_open", None)
        return bool(known) if known is not None else self.roles.filter(_works_for(user)).exists()


class LeadContact(models.Model):
    """What a contact is to a lead."""

    class Role(models.TextChoices):
        DECIDES = "decides", "决策"
        LIAISON = "liaison", "对接"
        INTRODUCER = "introducer", "引荐"
        AGENT = "agent", "中介"

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="contacts")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="roles", verbose_name="联系人")
    role = models.CharField("角色", max_length=12, choices=Role, default=Role.LIAISON)

    class Meta:
        verbose_name = "线索联系人"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["lead", "contact"], name="lead_contact_once")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.contact}"
