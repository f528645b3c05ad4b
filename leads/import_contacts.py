"""A vCard file becomes contacts: first shown, then taken as chosen. Numbers that are known already make no second contact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction

from identities.naming import company_named
from leads import positions
from leads.cards import Card
from leads.duplicates import Double, doubles
from leads.models import Contact
from leads.models.contact import PhoneKind
from staff.models import User

SALT = "leads.import_contacts"
# A preview is good for a day.
KEPT = 24 * 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One card of the preview: its number in the file and the contacts that it may be."""

    number: int
    card: Card
    doubles: list[Double]


def preview(cards: Iterable[Card], user: User) -> list[Line]:
    """Each card beside the contacts that it may be."""
    return [
        Line(number, card, doubles(name=card.name, company=card.company, phones=card.phones, user=user))
        for number, card in enumerate(cards)
    ]


def sealed(cards: Iterable[Card]) -> str:
    """The cards as text that a form carries to the next step and nobody can alter."""
    return signing.dumps([asdict(card) for card in cards], salt=SALT, compress=True)


def unsealed(text: str) -> list[Card]:
    """The cards of `sealed`; signing.BadSignature where it was altered or is a day old."""
    rows: list[dict[str, Any]] = signing.loads(text, salt=SALT, max_age=KEPT)
    return [
        Card(**{**row, "phones": {phone: PhoneKind(kind) for phone, kind in row["phones"].items()}}) for row in rows
    ]


def take(cards: Iterable[Card], *, by: User, at: datetime) -> tuple[list[Contact], int]:
    """Makes contacts of the cards, in one transaction; those made, and how many were left because a number of theirs is a
    contact's already (so a file taken twice makes nobody twice)."""
    made: list[Contact] = []
    left = 0
    with transaction.atomic():
        for card in cards:
            numbers = list(card.phones)
            if numbers and Contact.objects.filter(phones__overlap=numbers, created_by=by).exists():
                left += 1
                continue
            contact = Contact.objects.create(
                name=card.name, phones=numbers, phone_kinds={phone: str(kind) for phone, kind in card.phones.items()},
                wechat=card.wechat, email=card.email, note=card.note, created_by=by,
            )  # fmt: skip
            positions.take(contact, company_named(card.company, by), card.title, by=by, at=at)
            made.append(contact)
    return made, left
