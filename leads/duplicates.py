"""Whether a contact that somebody is typing is known already, told as far as the person may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Typed:
    """What is known of a person who may become a contact."""

    name: str
    company: str
    phones: frozenset[str]

    @property
    def at(self) -> tuple[str, str] | None:
        """Name and company as they are compared; None where one of them is not told."""
        name, key = self.name.strip(), normal(self.company)
        return (name, key) if name and key else None


def doubles(*, name: str, company: str, phones: Iterable[str], user: User, but: int | None = None) -> list[Double]:
    """The contacts that the typed one may be. At most three queries."""
    return doubles_of([Typed(name, company, frozenset(phones))], user, but)[0]


def doubles_of(typed: Sequence[Typed], user: User, but: int | None = None) -> list[list[Double]]:
    """For each of the typed the contacts that it may be, MOST_SHOWN at most. Three queries, however many are typed."""
    numbers = {phone for person in typed for phone in person.phones}
    places = {person.at for person in typed if person.at}
    named = Contact.objects.filter(name__in={name for name, _ in places})
    named = named.filter(company__names__key__in={key for _, key in places})
    at: dict[int, set[str]] = defaultdict(set)
    for pk, key in named.values_list("pk", "company__names__key"):
        at[pk].add(key)
    rows = Contact.objects.filter(Q(phones__overlap=list(numbers)) | Q(pk__in=at)).exclude(pk=but or 0)
    found = list(rows.select_related("created_by__department").defer("bigrams").order_by("pk"))
    seen = set(Contact.objects.visible_to(user).filter(pk__in=[row.pk for row in found]).values_list("pk", flat=True))
    return [
        [_double(row, reason, row.pk in seen) for row in found if (reason := _reason(person, row, at[row.pk]))][
            :MOST_SHOWN
        ]
        for person in typed
    ]


def _reason(person: Typed, row: Contact, keys: set[str]) -> str:
    if person.phones & set(row.phones):
        return "电话相同"
    return "同名，同一家企业" if person.at and person.at[0] == row.name and person.at[1] in keys else ""


def _double(row: Contact, reason: str, is_seen: bool) -> Double:
    return Double(row if is_seen else None, str(row.created_by) if is_seen else mask(row.created_by), reason)
