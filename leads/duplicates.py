"""Whether a contact that somebody is typing is known already, told as far as the person may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from leads.holding import mask
from leads.models import Contact
from reading.names import normal
from staff.models import User

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Double:
    """A contact with the same number, or the same name at the same company. `contact` is None where the person may not
    see it: then `added_by` is masked."""

    contact: Contact | None
    added_by: str
    reason: str


def doubles(*, name: str, company: str, phones: Iterable[str], user: User, but: int | None = None) -> list[Double]:
    """The contacts that the typed one may be. Two queries."""
    numbers = list(phones)
    same_person = Q(pk__in=[])
    if name.strip() and normal(company):
        same_person = Q(name=name.strip(), company__names__key=normal(company))
    rows = Contact.objects.filter(Q(phones__overlap=numbers) | same_person).exclude(pk=but or 0).distinct()
    found = list(rows.select_related("created_by__department").defer("bigrams").order_by("pk")[:MOST_SHOWN])
    seen = set(Contact.objects.visible_to(user).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    return [
        Double(
            row if row.pk in seen else None,
            str(row.created_by) if row.pk in seen else mask(row.created_by),
            "电话相同" if set(numbers) & set(row.phones) else "同名，同一家企业",
        )
        for row in found
    ]
