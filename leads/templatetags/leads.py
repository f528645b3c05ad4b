from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from leads import money as sums
from leads import press_stages
from leads.models import Lead

register = template.Library()


@register.filter
def money(value: Decimal | None, currency: str = "CNY") -> str:
    """`{{ lead.amount|money:lead.currency }}`: 51亿元."""
    return sums.money(value, currency)


@register.filter
def press_stage(value: str) -> str:
    """The Chinese word for a state that coverage reports (signed → 签约); the value itself where it is none."""
    return press_stages.press_stage(value)


@register.filter
def stage_days(lead: Lead) -> int:
    """Days in the present stage, the first being 1."""
    return lead.days_in_stage(timezone.now())


@register.filter
def is_stale(lead: Lead) -> bool:
    """Whether the lead is over its stage's days without a near next step."""
    return lead.is_stale(timezone.now())


@register.filter
def days_until(day: datetime | None) -> int | None:
    """Days from today to the day; negative when past."""
    return (day - timezone.localdate()).days if day else None  # type: ignore[operator]
