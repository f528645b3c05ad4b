"""Who holds what, told to each person as far as they may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from identities.models import Company
from leads.models import Contact, Lead
from leads.models.contact import ContactQuerySet
from staff.models import User

POOL = "线索池"


@dataclass(frozen=True, slots=True)
class Holder:
    """An open lead on a company or project: the person's words for it, and the lead where they may open it."""

    name: str
    stage: str
    lead: Lead | None
    last_contact_at: datetime | None
    days_left: int | None
    """Days of protection left; None where none runs."""

    def __str__(self) -> str:
        return "在线索池" if self.name == POOL else f"{self.name}在谈"


def mask(person: User | None) -> str:
    """How a holder is named to those who may not see who it is: department and surname."""
    if person is None:
        return "他人"
    unit = f"{person.department} " if person.department else ""
    return f"{unit}{person.name[:1]}某"


def masked_phone(phone: str) -> str:
    """138****2200: the middle of a number hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def shown_phones(contact: Contact, user: User) -> list[str]:
    """The contact's numbers as the person may see them: whole, or with the middle hidden."""
    return contact.phones if contact.phones_open_to(user) else [masked_phone(phone) for phone in contact.phones]


def people_to_call(user: User) -> Prefetch[str, ContactQuerySet, str]:
    """For leads: their contacts, each knowing whether the person may see its numbers. Two queries, however many leads."""
    return Prefetch("contacts__contact", Contact.objects.with_phones_for(user).defer("bigrams"))


# So many of the open leads of one company are told at once.
MOST_HELD = 8


def holders(companies: Iterable[int], user: User, today: date | None = None) -> dict[int, list[Holder]]:
    """The open leads of each company (primary keys), as the person may see them: at most MOST_HELD of each, those that
    the person may open first, then by the last contact. One query, however many companies.
    """
    today = today or timezone.localdate()
    found: dict[int, list[Holder]] = defaultdict(list)
    for lead in _first_held(set(companies), user):
        name = POOL if lead.in_pool else (str(lead.owner) if lead.is_seen else mask(lead.owner))
        is_protected = lead.protected_until is not None and not lead.in_pool and lead.protected_until >= today
        left = (lead.protected_until - today).days if lead.protected_until and is_protected else None
        assert lead.company_id is not None
        found[lead.company_id].append(
            Holder(name, lead.stage.name, lead if lead.is_seen else None, lead.last_contact_at, left)
        )
    return found


def _first_held(companies: set[int], user: User) -> Any:
    """The open leads that `holders` tells, each with `is_seen`."""
    if not companies:
        return []
    seen = Exists(Lead.objects.visible_to(user).filter(pk=OuterRef("pk")))
    order = [F("is_seen").desc(), F("last_contact_at").desc(nulls_last=True), F("pk").asc()]
    rows = Lead.objects.open().filter(company__in=companies).annotate(is_seen=seen)
    rows = rows.annotate(nth=Window(RowNumber(), partition_by=F("company"), order_by=order))
    return rows.filter(nth__lte=MOST_HELD).select_related("owner__department", "stage").order_by("company", "nth")


def count_held(company: Company, user: User) -> tuple[int, int]:
    """How many open leads there are on the company, and how many of them the person may open. One query."""
    seen = Count("pk", filter=Exists(Lead.objects.visible_to(user).filter(pk=OuterRef("pk"))))
    counted = Lead.objects.open().filter(company=company).aggregate(there=Count("pk"), seen=seen)
    return counted["there"], counted["seen"]
