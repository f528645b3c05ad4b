"""A read value in words for people, by the field it belongs to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from press.words import money, stage_word

CATEGORIES = {"industry": "产业项目", "carrier": "载体项目", "public": "公共项目"}


def said(field: str, value: Any, words: str = "") -> str:
    """51亿元, 签约, 180 亩; a promise by its words; 没有说 for None. `value` is as `press.Fact.value` or a list of names."""
    if value is None or value == "" or value == []:
        return "没有说"
    match field:
        case "amount":
            return money(Decimal(value["value"]), value["currency"])
        case "stage":
            return stage_word(value)
        case "land":
            return f"{Decimal(str(value)).normalize():f} 亩"
        case "promise":
            due = f"（{value['due']} 前）" if value.get("due") else ""
            return f"{words or value['what']}{due}"
        case "category":
            return CATEGORIES.get(value, str(value))
        case _:
            return "、".join(value) if isinstance(value, list) else str(value)
