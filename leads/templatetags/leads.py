from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from leads.holding import shown_phones
from leads.models import Contact, Lead, LeadContact, Problem, Stage
from leads.pursue import LABELS, missing
from press.words import figure
from staff.models import User
from staff.permissions import Role

register = template.Library()


@register.filter
def stage_days(lead: Lead) -> int:
    """Days in the present stage, the first being 1."""
    return lead.days_in_stage(timezone.now())


@register.filter
def is_stale(lead: Lead) -> bool:
    """Whether the lead is over its stage's days without a near next step."""
    return lead.is_stale(timezone.now())


@register.filter
def days_until(day: date | None) -> int | None:
    """Days from today to the day; negative when past, None without a day."""
    return (day - timezone.localdate()).days if day else None


@register.filter
def short_day(day: date | None) -> str:
    """11-20; in another year 2027-01-05."""
    if day is None:
        return ""
    return f"{day:%m-%d}" if day.year == timezone.localdate().year else f"{day:%Y-%m-%d}"


@register.filter
def day_words(day: date) -> str:
    """11月20日; in another year 2027年1月5日."""
    words = f"{day.month}月{day.day}日"
    return words if day.year == timezone.localdate().year else f"{day.year}年{words}"


@register.filter
def due_words(day: date | None) -> str:
    """今天, 明天, 还有 5 天, 逾期 2 天."""
    if day is None:
        return ""
    days = (day - timezone.localdate()).days
    if days < 0:
        return f"逾期 {-days} 天"
    return {0: "今天", 1: "明天"}.get(days, f"还有 {days} 天")


@register.filter
def moment(at: datetime) -> str:
    """11-20 16:10; in another year 2025-11-20."""
    local = timezone.localtime(at)
    return f"{local:%m-%d %H:%M}" if local.year == timezone.localdate().year else f"{local:%Y-%m-%d}"


@register.filter
def dial(lead: Lead, user: User) -> str:
    """The first number of the lead's contacts that the person may see whole; "" without one."""
    for row in lead.contacts.all():
        if row.contact.phones and row.contact.phones_open_to(user):
            return str(row.contact.phones[0])
    return ""


@register.filter
def to_call(contacts: Iterable[LeadContact] | None, user: User) -> Contact | None:
    """The first of a lead's contacts whose number the person may see whole."""
    known = (row.contact for row in contacts or [])
    return next((contact for contact in known if contact.phones and contact.phones_open_to(user)), None)


@register.filter
def grouped(value: Decimal) -> str:
    """1,500 and 680.5: `press.words.figure`."""
    return figure(value)


@register.filter
def phones_for(contact: Contact, user: User) -> list[str]:
    """The contact's numbers as the person may see them: whole, or with the middle hidden."""
    return shown_phones(contact, user)


@register.filter
def late_days(problem: Problem) -> int:
    """Days past the problem's day; 0 where it is not late."""
    return problem.days_late(timezone.localdate())


@register.filter
def phone_kind(contact: Contact, phone: str) -> str:
    """手机, 座机 …"""
    return str(contact.phone_kind(phone).label)


@register.filter
def asked_for(stage: Stage) -> str:
    """What the stage asks for before a lead enters it: 总投资、产业."""
    return "、".join(LABELS.get(name, name) for name in stage.required)


@register.filter
def role_words(stage: Stage) -> str:
    """Who may move leads into the stage: 科长、局长."""
    return "、".join(str(Role(role).label) for role in stage.roles)


@register.filter
def lacking(lead: Lead, stage: Stage | None) -> str:
    """What the lead lacks of what the stage asks for: 总投资、产业; "" where nothing."""
    return "、".join(LABELS[name] for name in missing(lead, stage)) if stage else ""
