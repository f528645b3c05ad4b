"""协同 and 关注: who works on a lead beside its owner, who wants to hear of it, and telling them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leads.models import Lead
from leads.pursue import check_hands, locked
from staff.journal import record
from staff.models import Notice, User
from staff.notify import tell
from staff.permissions import Can, user_can
from staff.refusal import Refused


def add_collaborator(lead: Lead, person: User, *, by: User, at: datetime) -> None:
    """From now on the person sees the lead and works on it; they are told."""
    if not user_can(person, Can.LEAD_EDIT):
        raise Refused(f"{person}不能跟进线索，请换一个人。", field="person", code="person")
    with transaction.atomic():
        row = locked(lead)
        check_hands(row, by)
        if row.owner_id == person.pk:
            raise Refused(f"{person}就是负责人。", field="person", code="owner")
        if row.collaborators.filter(pk=person.pk).exists():
            raise Refused(f"{person}已经是协同人。", field="person", code="known")
        row.collaborators.add(person)
        record(by, "加协同人", about=row, note=str(person), at=at)
        tell([person], f"{by}请您协同跟进“{row.name}”。", kind=Notice.Kind.LEAD, about=row, at=at)


def remove_collaborator(lead: Lead, person: User, *, by: User, at: datetime) -> None:
    """The person works on it no more; anyone may take themselves off."""
    with transaction.atomic():
        row = locked(lead)
        if person.pk != by.pk:
            check_hands(row, by)
        row.collaborators.remove(person)
        record(by, "去掉协同人", about=row, note=str(person), at=at)


def follow(lead: Lead, user: User, *, on: bool) -> None:
    """Whether the person is told what happens on a lead that they see."""
    if on:
        lead.followers.add(user)
    else:
        lead.followers.remove(user)
