"""A vCard file becomes contacts: first shown, then taken as chosen. Numbers that are known already make no second contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Q

from identities.naming import company_named
from leads import positions
from leads.cards import Card
from leads.duplicates import Double, Typed, doubles_of
from leads.models import Contact
from leads.models.contact import PhoneKind
from reading.names import normal
from staff.models import User

SALT = "leads.import_contacts"
# A preview is good for a day.
KEPT = 24 * 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One card of the preview: its number in the file, the contacts that it may be, and which card before it (counted from
    1) is the same person, or None."""

    number: int
    card: Card
    doubles: list[Double]
    again: int | None

    @property
    def is_new(self) -> bool:
        return not self.doubles and self.again is None


def preview(cards: Sequence[Card], user: User) -> list[Line]:
    """Each card beside the contacts that it may be."""
    typed = [Typed(card.name, card.company, frozenset(card.phones)) for card in cards]
    first: dict[object, int] = {}
    lines = []
    for number, (card, person, known) in enumerate(zip(cards, typed, doubles_of(typed, user), strict=True)):
        # Without a number and a company the name alone says who it is: twice in one address book it is one person.
        marks: set[object] = {*person.phones} or {person.at or person.name}
        again = min((first[mark] for mark in marks if mark in first), default=None)
        lines.append(Line(number, card, known, again))
        for mark in marks:
            first.setdefault(mark, number + 1)
    return lines


def sealed(cards: Iterable[Card]) -> str:
    """The cards as text that a form carries to the next step and nobody can alter."""
    return signing.dumps([asdict(card) for card in cards], salt=SALT, compress=True)


def unsealed(text: str) -> list[Card]:
    """The cards of `sealed`; signing.BadSignature where it was altered or is a day old."""
    rows: list[dict[str, Any]] = signing.loads(text, salt=SALT, max_age=KEPT)
    return [
        Card(**{**row, "phones": {phone: PhoneKind(kind) for phone, kind in row["phones"].items()}}) for row in rows
    ]


def _is_known(card: Card, by: User) -> bool:
    """Whether the person has the contact: by a number, else, where the card has none, by name and company."""
    mine = Contact.objects.filter(created_by=by)
    if card.phones:
        return mine.filter(phones__overlap=list(card.phones)).exists()
    key = normal(card.company)
    return mine.filter(Q(company__names__key=key) if key else Q(company=None), name=card.name).exists()


def take(cards: Iterable[Card], *, by: User, at: datetime) -> tuple[list[Contact], int]:
    """Makes contacts of the cards, in one transaction; those made, and how many were left because a number of theirs is a
    contact's already, or without numbers the name at its company (so a file taken twice makes nobody twice)."""
    made: list[Contact] = []
    left = 0
    with transaction.atomic():
        for card in cards:
            numbers = list(card.phones)
            if _is_known(card, by):
                left += 1
                continue
            contact = Contact.objects.create(
                name=card.name, phones=numbers, phone_kinds={phone: str(kind) for phone, kind in card.phones.items()},
                wechat=card.wechat, email=card.email, note=card.note, created_by=by,
            )  # fmt: skip
            positions.take(contact, company_named(card.company, by), card.title, by=by, at=at)
            made.append(contact)
    return made, left
