from __future__ import annotations

from decimal import Decimal

from django import template

from press import words

register = template.Library()


@register.filter
def money(value: Decimal | None, currency: str = "CNY") -> str:
    """`{{ lead.amount|money:lead.currency }}`: 51亿元."""
    return words.money(value, currency)


@register.filter
def stage_word(value: str) -> str:
    """The Chinese word for a state that coverage reports: signed → 签约."""
    return words.stage_word(value)


@register.filter
def percent(value: float) -> str:
    """0.974 → 97%."""
    return f"{value:.0%}"
