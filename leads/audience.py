"""Who hears what happens on a lead: its owner, those who work on it, those who follow it."""

from __future__ import annotations

from datetime import datetime

from leads.models import Lead
from staff.models import Notice, User
from staff.notify import tell


def tell_of(lead: Lead, text: str, *, at: datetime, by: User | None = None, once: str = "") -> None:
    """Tells owner, collaborators and followers who still see the lead, but for who did it."""
    people = {user.pk: user for user in (*lead.collaborators.all(), *lead.followers.select_related("department"))}
    if lead.owner:
        people[lead.owner.pk] = lead.owner
    if by:
        people.pop(by.pk, None)
    seeing = [user for user in people.values() if Lead.objects.visible_to(user).filter(pk=lead.pk).exists()]
    tell(seeing, text, kind=Notice.Kind.LEAD, about=lead, at=at, once=once)
